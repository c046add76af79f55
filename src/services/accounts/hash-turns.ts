import { Fault } from '../../errors.ts';

export interface HashTurnsOptions {
  /** Jobs that run at once. */
  at_once: number;
  /** Jobs that may wait. Default 64. */
  waiting?: number;
  /** The longest wait of a job, in milliseconds. Default 5,000. */
  patience_ms?: number;
}

/**
 * How many password hashes may run at once. They run in libuv's pool, which also opens and reads files: two of its threads stay free,
 * so that downloads and the log do not wait for sign-ins.
 */
export const hashesAtOnce = (cores: number, pool_threads: number): number =>
  Math.max(1, Math.min(cores, pool_threads - 2));

/** A short queue for password hashing, limited in length and in time, so that a flood of sign-ins is refused early. */
export class HashTurns {
  readonly #options: Required<HashTurnsOptions>;
  /** Known people go first: a flood of strangers must not make them wait. */
  readonly #lines = { known: new Set<() => void>(), stranger: new Set<() => void>() };
  #running = 0;

  constructor(options: HashTurnsOptions) {
    this.#options = { waiting: 64, patience_ms: 5_000, ...options };
  }

  /**
   * Runs the job when its turn comes. `from` selects one of two queues of equal length; the queue of known people goes first. Throws
   * `overloaded` if too many jobs wait in it, or if the job has waited too long.
   */
  async run<T>(job: () => Promise<T>, from: 'known' | 'stranger' = 'known'): Promise<T> {
    const { at_once, waiting } = this.#options;
    const line = this.#lines[from];
    const nobody_before = this.#lines.known.size === 0 && (from === 'known' || line.size === 0);
    if (this.#running < at_once && nobody_before) this.#running += 1;
    else if (line.size >= waiting) throw new Fault('overloaded', { retry_after: 2 });
    else await this.#turn(line);
    try {
      return await job();
    } finally {
      this.#running -= 1;
      const [next] = this.#lines.known.size > 0 ? this.#lines.known : this.#lines.stranger;
      next?.();
    }
  }

  #turn(line: Set<() => void>): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      line.delete(start);
      reject(new Fault('overloaded', { retry_after: 2 }));
    }, this.#options.patience_ms);
    const start = () => {
      clearTimeout(timer);
      line.delete(start);
      this.#running += 1;
      resolve();
    };
    line.add(start);
    return promise;
  }
}
