import { Fault } from '../../errors.ts';

export interface HashTurnsOptions {
  /** Jobs that run at once. */
  at_once: number;
  /** Jobs that may wait. Default 64. */
  waiting?: number;
  /** Milliseconds one of them waits at most. Default 5,000. */
  patience_ms?: number;
}

/**
 * How many password hashes may run at once. They occupy libuv's pool, which also opens and reads files: two of its
 * threads stay free, or downloads and the log would wait behind sign-ins.
 */
export const hashesAtOnce = (cores: number, pool_threads: number): number =>
  Math.max(1, Math.min(cores, pool_threads - 2));

/** A short line before the hashing: bounded in length and in time, so that a flood of sign-ins is refused early. */
export class HashTurns {
  readonly #options: Required<HashTurnsOptions>;
  readonly #line = new Set<() => void>();
  #running = 0;

  constructor(options: HashTurnsOptions) {
    this.#options = { waiting: 64, patience_ms: 5_000, ...options };
  }

  /** Runs the job when its turn comes. Throws `overloaded` when too many wait, or it waited too long. */
  async run<T>(job: () => Promise<T>): Promise<T> {
    const { at_once, waiting } = this.#options;
    if (this.#running < at_once && this.#line.size === 0) this.#running += 1;
    else if (this.#line.size >= waiting) throw new Fault('overloaded', { retry_after: 2 });
    else await this.#turn();
    try {
      return await job();
    } finally {
      this.#running -= 1;
      for (const start of this.#line) {
        start();
        break;
      }
    }
  }

  #turn(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      this.#line.delete(start);
      reject(new Fault('overloaded', { retry_after: 2 }));
    }, this.#options.patience_ms);
    const start = () => {
      clearTimeout(timer);
      this.#line.delete(start);
      this.#running += 1;
      resolve();
    };
    this.#line.add(start);
    return promise;
  }
}
