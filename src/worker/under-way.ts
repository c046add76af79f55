/** Work that was started and has not ended. */
import type { Log } from '../runtime/log.ts';

export class UnderWay {
  readonly #work = new Set<Promise<void>>();
  readonly #log: Pick<Log, 'error'>;
  readonly #onEnd: () => void;

  /** `onEnd` is called each time some of it has ended. Work that fails is a line in the log. */
  constructor(log: Pick<Log, 'error'>, onEnd: () => void) {
    this.#log = log;
    this.#onEnd = onEnd;
  }

  get size(): number {
    return this.#work.size;
  }

  /** Resolves when the work has ended, however it did. */
  add(work: Promise<void>): Promise<void> {
    const one = work
      .catch((error: unknown) =>
        this.#log.error(
          { err: error },
          'an item could not be run because of an unexpected error; the worker goes on with other items',
        ),
      )
      .finally(() => {
        this.#work.delete(one);
        this.#onEnd();
      });
    this.#work.add(one);
    return one;
  }

  /** Resolves when all that is under way now has ended; more may have been added by then. */
  async ended(): Promise<void> {
    await Promise.all(this.#work);
  }
}
