import type { Log } from './log.ts';

/** Work that nothing waits for while the program runs. Failures are logged. */
export class Background {
  readonly #log: Pick<Log, 'warn'>;
  readonly #under_way = new Set<Promise<void>>();

  constructor(log: Pick<Log, 'warn'>) {
    this.#log = log;
  }

  /** `message` is logged if the work fails. */
  run(work: Promise<unknown>, message: string): void {
    const over = () => void this.#under_way.delete(watched);
    // One promise, because each new task begins such work: `finally` would make three more.
    const watched: Promise<void> = work.then(over, (error: unknown) => {
      over();
      this.#log.warn({ err: error }, message);
    });
    this.#under_way.add(watched);
  }

  /** Resolves once no work is under way any more. */
  async done(): Promise<void> {
    while (this.#under_way.size > 0) await Promise.all(this.#under_way);
  }
}
