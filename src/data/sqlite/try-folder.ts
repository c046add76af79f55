import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { unavailable } from './sqlite-errors.ts';

/** More than a file system stores without allocating space; the doctor uses the same size. */
const TRIAL_BYTES = 64 * 1024;

/**
 * Writes a file next to the database and removes it. SQLite alone does not reveal that a disk is full: one changed row fits into the
 * existing pages of `-wal`, but a sign-in or a result does not. Throws `Unavailable`.
 */
export async function tryFolder(root: string): Promise<void> {
  const path = join(root, '.probe');
  try {
    const file = await open(path, 'w', 0o600);
    try {
      await file.writeFile(Buffer.alloc(TRIAL_BYTES));
    } finally {
      await file.close();
      await rm(path, { force: true });
    }
  } catch (error) {
    throw unavailable(new Error(reasonOf(error as NodeJS.ErrnoException), { cause: error }));
  }
}

/** Without the path: the reason is shown to people who need not know where the data is stored. */
function reasonOf({ code }: NodeJS.ErrnoException): string {
  if (code === 'ENOSPC' || code === 'EDQUOT') return `the disk of DATA_DIR is full (${code})`;
  return `no file can be written in DATA_DIR (${code})`;
}
