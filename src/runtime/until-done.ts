import { setTimeout as sleep } from 'node:timers/promises';

export interface UntilDoneOptions {
  /** Milliseconds between a failure and the next try. */
  ms: number;
  /** Tries after the first at most. Default: any number. */
  tries?: number;
  /** False once it should not be tried again: the last error is then thrown. */
  goesOn(error: unknown): boolean;
}

/** Repeats work that fails, for example while a server cannot be reached. Does not keep the process alive. */
export async function untilDone<T>(
  work: () => Promise<T>,
  { ms, tries = Number.POSITIVE_INFINITY, goesOn }: UntilDoneOptions,
): Promise<T> {
  for (let tried = 0; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      if (tried >= tries || !goesOn(error)) throw error;
      await sleep(ms, undefined, { ref: false });
    }
  }
}
