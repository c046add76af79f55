/** Temporary folders of handlers: one for each attempt, created when it is first used and removed after the attempt. */
import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFoldersSync } from '../runtime/make-folders.ts';
import { OperatorError } from '../runtime/operator-error.ts';
import { isAmongOthers, isOwnFolder } from '../runtime/own-folder.js';
import { send } from './programs/attempt-programs.ts';
import { processStatus } from './programs/process-table.ts';

export class AttemptFolder {
  readonly path: string;
  #used = false;

  constructor(path: string) {
    this.path = path;
  }

  get used(): boolean {
    return this.#used;
  }

  use(): void {
    this.#used = true;
  }

  async remove(): Promise<void> {
    if (this.#used) await rm(this.path, { recursive: true, force: true });
  }
}

/** The folder for a handler, which only this user can read: two levels below `temp_dir`. */
export function makeFolder(path: string): string {
  // Each time: what cleans a shared folder for temporary files removes ours, and another user may then make one of the same name.
  checkTempDir(dirname(dirname(path)));
  makeFoldersSync(path, 0o700);
  return path;
}

/** Throws `OperatorError` if it is in a folder that users of the machine share, and another user may have made it or may write to it. */
export function checkTempDir(temp_dir: string): void {
  if (!isAmongOthers(temp_dir) || isOwnFolder(temp_dir)) return;
  throw new OperatorError(
    `The folder for temporary files, ${temp_dir}, cannot be used: it belongs to another user, or other users may write to it. Remove it, or set TMPDIR to another folder.`,
  );
}

/** Removes the folders in `temp_dir` whose processes no longer exist. They are named `<number>.<start>` of the process. Throws as `checkTempDir`. */
export async function removeLeftFolders(temp_dir: string): Promise<void> {
  checkTempDir(temp_dir);
  for (const name of await namesIn(temp_dir)) {
    const [, pid, started] = /^(\d+)\.(\d+)$/.exec(name) ?? [];
    if (pid === undefined || (await isAlive(Number(pid), started))) continue;
    await rm(join(temp_dir, name), { recursive: true, force: true });
  }
}

async function isAlive(pid: number, started: string | undefined): Promise<boolean> {
  if (process.platform !== 'linux') return send(pid, 0);
  return (await processStatus(pid))?.started === started;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
