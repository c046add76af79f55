import { writeSync } from 'node:fs';
import type { DestinationStream } from 'pino';

/** Bytes that wait while the log cannot be written; later lines are lost, and counted. */
const MOST_WAITING = 1024 * 1024;
/** Time between two tries while it cannot be written. */
const AGAIN_MS = 1_000;
/** So long, a reader that takes nothing holds up the process. */
const SLOW_READER_MS = 1_000;
const PAUSE_MS = 10;
const NOTHING = Buffer.alloc(0);

/**
 * Writes all lines of one turn of the event loop with one system call, which costs more than the lines themselves. A log that cannot be
 * written (its disk is full, its reader is gone) ends nobody's work: lines wait, are written later, or are lost and counted.
 */
export class LinesOfATurn implements DestinationStream {
  readonly #descriptor: number;
  readonly #flush = () => this.#write(false);
  #lines = '';
  #has_written = false;
  /** What could not be written yet. */
  #waiting: Buffer = NOTHING;
  #lost = 0;
  /** When writing failed last, in `performance.now()`; null while it works. */
  #failed_at: number | null = null;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  write(line: string): void {
    if (!this.#has_written) process.on('exit', () => this.flushSync());
    this.#has_written = true;
    if (this.#lines === '') setImmediate(this.#flush);
    this.#lines += line;
  }

  /** Writes what there is now. Pino calls it after a fatal error. */
  flushSync(): void {
    this.#write(true);
  }

  #write(now: boolean): void {
    const lines = this.#lines;
    this.#lines = '';
    if (this.#failed_at === null) this.#waiting = Buffer.from(lines);
    else this.#wait(lines);
    if (this.#waiting.length === 0) return;
    if (!now && this.#failed_at !== null && performance.now() - this.#failed_at < AGAIN_MS) return;
    try {
      while (this.#waiting.length > 0) this.#waiting = this.#waiting.subarray(this.#written());
      this.#works();
    } catch (error) {
      this.#fails(error as Error);
    }
  }

  #wait(lines: string): void {
    const more = Buffer.from(lines);
    if (this.#waiting.length + more.length <= MOST_WAITING)
      this.#waiting = Buffer.concat([this.#waiting, more]);
    else this.#lost += lines.split('\n').length - 1;
  }

  /** Bytes that one call wrote. A pipe that does not block is full for a moment now and then. */
  #written(): number {
    for (let waited_ms = 0; ; waited_ms += PAUSE_MS) {
      try {
        return writeSync(this.#descriptor, this.#waiting);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN' || waited_ms >= SLOW_READER_MS) throw error;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
      }
    }
  }

  #works(): void {
    if (this.#failed_at === null) return;
    this.#failed_at = null;
    tell(`the log is written again; ${this.#lost} of its lines were lost`);
    this.#lost = 0;
  }

  #fails({ message }: Error): void {
    if (this.#failed_at === null)
      tell(`the log cannot be written (${message}); the process goes on, and 1 MiB of log lines waits`);
    this.#failed_at = performance.now();
  }
}

/** For what the log cannot say of itself. */
function tell(sentence: string): void {
  try {
    writeSync(2, `backend2: ${sentence}\n`);
  } catch {
    // Both outputs are often the same file: then there is nowhere left to say it.
  }
}
