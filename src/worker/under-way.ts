/** Work that has started and not yet ended. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../runtime/log.ts';

export class UnderWay {
  readonly #work = new Set<Promise<void>>();
  readonly #log: Pick<Log, 'error'>;
  readonly #onEnd: () => void;

  /** `onEnd` is called each time a piece of work has ended. Failed work is logged. */
  constructor(log: Pick<Log, 'error'>, onEnd: () => void) {
    this.#log = log;
    this.#onEnd = onEnd;
  }

  get size(): number {
    return this.#work.size;
  }

  /** Resolves once the work has ended, successfully or not. */
  add(work: Promise<void>): Promise<void> {
    const end = () => {
      this.#work.delete(one);
      this.#onEnd();
    };
    // One promise and not three: there is one for each item.
    const one = work.then(end, (error: unknown) => {
      this.#log.error(
        { err: error },
        'an item could not be run because of an unexpected error; the worker goes on with other items',
      );
      end();
    });
    this.#work.add(one);
    return one;
  }

  /** Resolves once all work that is currently under way has ended; more may have been added by then. */
  async ended(): Promise<void> {
    await Promise.all(this.#work);
  }
}

/** Waits for the work, but at most this long; true if it has ended. */
export const within = (ms: number, work: Promise<void> = Promise.resolve()): Promise<boolean> =>
  Promise.race([work.then(() => true), pause(ms, false, { ref: false })]);
