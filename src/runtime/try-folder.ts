import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** More than a file system stores without allocating space. */
export const TRIAL_BYTES = 64 * 1024;

/**
 * Writes a file to the folder and removes it. Throws an error that names the folder only as `called`, because it is shown to people who
 * need not know where the data is stored.
 */
export async function tryFolder(folder: string, called: string): Promise<void> {
  const path = join(folder, '.probe');
  try {
    const file = await open(path, 'w', 0o600);
    try {
      await file.writeFile(Buffer.alloc(TRIAL_BYTES));
    } finally {
      await file.close();
      await rm(path, { force: true });
    }
  } catch (error) {
    throw new Error(reasonOf(error as NodeJS.ErrnoException, called), { cause: error });
  }
}

function reasonOf({ code }: NodeJS.ErrnoException, called: string): string {
  if (code === 'ENOSPC' || code === 'EDQUOT') return `the disk of ${called} is full (${code})`;
  return `no file can be written in ${called} (${code})`;
}
