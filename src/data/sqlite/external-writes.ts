import type { SqliteReader } from './sqlite-reader.ts';

const POLL_MS = 200;

/**
 * Notices writes of other processes. `PRAGMA data_version` changes with every commit of another connection, including that of our own
 * writer, so it only shows when to check. A counter, which writers of other processes raise, then decides.
 */
export class ExternalWrites {
  readonly #reader: SqliteReader;
  readonly #callbacks: (() => void)[] = [];
  #version: unknown;
  #count: unknown;
  #timer: NodeJS.Timeout | undefined;

  constructor(reader: SqliteReader) {
    this.#reader = reader;
  }

  onWrite(callback: () => void): void {
    this.#callbacks.push(callback);
    if (this.#timer) return;
    this.#version = this.#dataVersion();
    this.#count = this.#writes();
    this.#timer = setInterval(() => this.#look(), POLL_MS);
    this.#timer.unref();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    try {
      const version = this.#dataVersion();
      if (version === this.#version) return;
      this.#version = version;
      const count = this.#writes();
      if (count === this.#count) return;
      this.#count = count;
    } catch {
      // The database cannot be read now; the next check compares with the last known value.
      this.#version = undefined;
      return;
    }
    for (const callback of this.#callbacks) callback();
  }

  #dataVersion = () => this.#reader.get('PRAGMA data_version')?.data_version;
  #writes = () => this.#reader.get('SELECT count FROM external_writes')?.count;
}
