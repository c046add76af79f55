/** Temporary folders of handlers: one for each attempt, created when it is first used and removed after the attempt. */
import { mkdirSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
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

/** The folder for a handler, which only this user can read. */
export function makeFolder(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
}

/** Removes the folders in `temp_dir` whose processes no longer exist. They are named `<number>.<start>` of the process. */
export async function removeLeftFolders(temp_dir: string): Promise<void> {
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
