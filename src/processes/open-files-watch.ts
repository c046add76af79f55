import { open, readdir } from 'node:fs/promises';
import { devNull } from 'node:os';
import type { Log } from '../runtime/log.ts';
import { openFilesLimit } from '../runtime/open-files.ts';

/** Share of the limit from which the operator is warned: the rest is soon used up if a handler leaves its files open. */
const NEARLY_ALL = 0.8;

/** Warns when nearly as many files and connections are open as this process may have. Says nothing where the system does not count them. */
export class OpenFilesWatch {
  readonly #log: Pick<Log, 'info' | 'warn'>;
  readonly #limit: number | null;
  readonly #count: () => Promise<number | null>;
  readonly #full: (() => void)[] = [];
  #warned = false;

  constructor(log: Pick<Log, 'info' | 'warn'>, limit = openFilesLimit(), count = countOpenFiles) {
    this.#log = log;
    this.#limit = limit;
    this.#count = count;
  }

  /** `release` closes what is not needed; it is called whenever there is little room. */
  onFull(release: () => void): void {
    this.#full.push(release);
  }

  /** `look`, but only if the lowest free number is so high that there can be little room: counting many takes long. */
  async glance(): Promise<void> {
    if (this.#limit !== null && (await lowestFree()) >= this.#limit * NEARLY_ALL) await this.look();
    else if (this.#warned) await this.look();
  }

  /** What the operator should know, in one sentence; null while there is room. The log has it once, until there is room again. */
  async look(): Promise<string | null> {
    const limit = this.#limit;
    const open = limit === null ? null : await this.#countOrAll(limit);
    if (limit === null || open === null || open < limit * NEARLY_ALL) {
      if (this.#warned) this.#log.info({ open, limit }, 'there is room for open files and connections again');
      this.#warned = false;
      return null;
    }
    for (const release of this.#full) release();
    const text = `${open} of at most ${limit} files and connections of this process are open`;
    const advice = 'if it goes on after the load, a task type leaves files or connections open';
    if (!this.#warned) this.#log.warn({ open, limit }, `${text}; ${advice}`);
    this.#warned = true;
    return `${text}; ${advice}`;
  }

  /** To count them takes one more. */
  async #countOrAll(limit: number): Promise<number | null> {
    try {
      return await this.#count();
    } catch (error) {
      if (isOutOfFiles(error)) return limit;
      throw error;
    }
  }
}

const isOutOfFiles = (error: unknown): boolean =>
  /^E[MN]FILE$/.test((error as NodeJS.ErrnoException).code ?? '');

/** The number of the next file or connection: all lower ones are in use. */
async function lowestFree(): Promise<number> {
  try {
    await using file = await open(devNull);
    return file.fd;
  } catch (error) {
    if (isOutOfFiles(error)) return Number.POSITIVE_INFINITY;
    throw error;
  }
}

/** In another thread, as there may be many. Null if the system does not report them. */
async function countOpenFiles(): Promise<number | null> {
  try {
    // Without the one that reads the folder.
    return (await readdir('/proc/self/fd')).length - 1;
  } catch (error) {
    if (isOutOfFiles(error)) throw error;
    // Not Linux, or /proc is hidden.
    return null;
  }
}
