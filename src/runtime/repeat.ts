import type { Log } from './log.ts';

export interface RepeatOptions {
  /** Milliseconds between the end of one run and the start of the next. */
  ms: number;
  /** Names the work in the log, for example `sweep`. */
  name: string;
  log: Pick<Log, 'warn'>;
}

/** Runs work again and again, one run at a time. Consecutive failures are logged only once. */
export class Repeat {
  readonly #work: () => Promise<unknown>;
  readonly #options: RepeatOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;
  #failed = false;

  /** The first run starts `ms` from now. */
  constructor(work: () => Promise<unknown>, options: RepeatOptions) {
    this.#work = work;
    this.#options = options;
    this.#schedule();
  }

  /** Starts no further run; resolves once the current one has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(): void {
    this.#timer = setTimeout(() => {
      this.#running = this.#run();
    }, this.#options.ms);
  }

  async #run(): Promise<void> {
    const { name, log } = this.#options;
    try {
      await this.#work();
      this.#failed = false;
    } catch (error) {
      if (!this.#failed)
        log.warn({ err: error }, `the repeated work “${name}” failed; it will be tried again`);
      this.#failed = true;
    }
    if (!this.#stopped) this.#schedule();
  }
}
