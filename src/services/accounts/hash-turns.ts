import { Fault } from '../../errors.ts';

export interface HashTurnsOptions {
  /** Jobs that run at once. */
  at_once: number;
  /** Jobs that may wait. Default 64. */
  waiting?: number;
  /** Milliseconds one of them waits at most. Default 5,000. */
  patience_ms?: number;
}

/** Runs a job when its turn comes; throws `overloaded` when too many wait, or it waited too long. */
export type HashTurns = <T>(job: () => Promise<T>) => Promise<T>;

/**
 * How many password hashes may run at once. They occupy libuv's pool, which also opens and reads files: two of its
 * threads stay free, or downloads and the log would wait behind logins.
 */
export const hashesAtOnce = (cores: number, pool_threads: number): number =>
  Math.max(1, Math.min(cores, pool_threads - 2));

/** A short line before the hashing: bounded in length and in time, so that a flood of logins is refused early. */
export function createHashTurns(options: HashTurnsOptions): HashTurns {
  const { at_once, waiting = 64, patience_ms = 5_000 } = options;
  const line = new Set<() => void>();
  let running = 0;

  const turn = () =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        line.delete(start);
        reject(new Fault('overloaded', { retry_after: 2 }));
      }, patience_ms);
      const start = () => {
        clearTimeout(timer);
        line.delete(start);
        running += 1;
        resolve();
      };
      line.add(start);
    });

  return async (job) => {
    if (running < at_once && line.size === 0) running += 1;
    else if (line.size >= waiting) throw new Fault('overloaded', { retry_after: 2 });
    else await turn();
    try {
      return await job();
    } finally {
      running -= 1;
      for (const start of line) {
        start();
        break;
      }
    }
  };
}
