import { mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { freemem } from 'node:os';
import { join } from 'node:path';

const SHARED_MEMORY = '/dev/shm';
const NAME = /^backend2-tests-(\d+)$/;
/** An empty MongoDB server takes 300 MB, and four run at the same time. */
const LEAST_BYTES = 6 * 2 ** 30;

/**
 * A folder in memory for the data of a test run, removed when this process ends; null if the system has none or too little memory.
 * Tests that kill processes prove the same here as on a disk, because a killed process does not lose the page cache either.
 */
export function memoryFolder(): string | null {
  try {
    const { bavail, bsize } = statfsSync(SHARED_MEMORY);
    if (Math.min(bavail * bsize, freemem()) < LEAST_BYTES) return null;
    removeLeft();
    const folder = join(SHARED_MEMORY, `backend2-tests-${process.pid}`);
    mkdirSync(folder, { mode: 0o700 });
    process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
    return folder;
  } catch {
    // The folder does not exist or cannot be written; the disk works as well, but more slowly.
    return null;
  }
}

/** Removes the folders of runs that were killed. */
function removeLeft(): void {
  for (const name of readdirSync(SHARED_MEMORY)) {
    const pid = NAME.exec(name)?.[1];
    if (pid && !runs(Number(pid))) rmSync(join(SHARED_MEMORY, name), { recursive: true, force: true });
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
