import type { Log } from './log.ts';

/** Writes the same line only at intervals; the next one says how many were left out. For lines that outsiders can cause. */
export class ThrottledLog {
  readonly #log: Pick<Log, 'warn'>;
  readonly #every_ms: number;
  readonly #lines = new Map<string, { at: number; left_out: number }>();

  /** `every_ms`: the shortest time between two lines with the same message. */
  constructor(log: Pick<Log, 'warn'>, every_ms = 10_000) {
    this.#log = log;
    this.#every_ms = every_ms;
  }

  /** `message` must be one of few texts: anything variable belongs in `fields`. */
  warn(fields: object, message: string): void {
    const now = performance.now();
    const line = this.#lines.get(message);
    if (line && now - line.at < this.#every_ms) {
      line.left_out += 1;
      return;
    }
    this.#lines.set(message, { at: now, left_out: 0 });
    this.#log.warn({ ...fields, ...(line?.left_out && { left_out: line.left_out }) }, message);
  }
}
