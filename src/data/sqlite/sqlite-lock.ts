import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { BUSY, DataFolderError, primaryCode } from './sqlite-errors.ts';

/** How long a start waits for a server that is just ending. */
const WAIT_MS = 1_000;

/**
 * Makes this process the only server of the folder until the returned function is called, by an exclusive transaction on
 * `lock.db`. The operating system releases it when the process dies for any reason; a file with a process id would remain and be wrong.
 * Throws, naming the folder, when another server keeps it for 1 s.
 */
export async function lockFolder(folder: string): Promise<() => void> {
  const lock = new DatabaseSync(join(folder, 'lock.db'), { timeout: 0 });
  for (const end = performance.now() + WAIT_MS; ; ) {
    try {
      lock.exec('BEGIN EXCLUSIVE');
      return () => {
        if (lock.isOpen) lock.close();
      };
    } catch (error) {
      if (primaryCode(error) !== BUSY || performance.now() > end) {
        lock.close();
        if (primaryCode(error) !== BUSY) throw error;
        throw new DataFolderError(
          `Another Backend2 server uses the folder ${folder}. Stop it first, or set DATA_DIR to another folder. ` +
            'For several servers on the same data set MONGODB_URL and REDIS_URL.',
        );
      }
    }
    await sleep(50);
  }
}
