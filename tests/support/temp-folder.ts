import { mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made = new Set<string>();
let sweeping = false;

/** Creates an empty folder for this test; it is removed when the process ends. */
export async function tempFolder(name = 'backend2-test-'): Promise<string> {
  return remember(await mkdtemp(join(tmpdir(), name)));
}

/** The same for code that cannot await. */
export function tempFolderSync(name = 'backend2-test-'): string {
  return remember(mkdtempSync(join(tmpdir(), name)));
}

function remember(folder: string): string {
  made.add(folder);
  if (!sweeping) {
    sweeping = true;
    process.on('exit', () => {
      for (const one of made) rmSync(one, { recursive: true, force: true, maxRetries: 3 });
    });
  }
  return folder;
}
