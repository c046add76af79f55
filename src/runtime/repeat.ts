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
  #is_running = false;
  #due_at = 0;
  /** When the next run is wanted earlier than usual, by `performance.now`. */
  #wanted_at = Number.POSITIVE_INFINITY;
  #stopped = false;
  #failed = false;

  /** The first run starts `ms` from now. */
  constructor(work: () => Promise<unknown>, options: RepeatOptions) {
    this.#work = work;
    this.#options = options;
    this.#scheduleUsual();
  }

  /** The next run starts in `ms` milliseconds at the latest. One that is under way ends before. */
  soon(ms = 0): void {
    this.#wanted_at = Math.min(this.#wanted_at, performance.now() + ms);
    if (!this.#is_running && !this.#stopped) this.#schedule();
  }

  /** Starts no further run; resolves once the current one has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #scheduleUsual(): void {
    this.#due_at = performance.now() + this.#options.ms;
    this.#schedule();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const at = Math.min(this.#due_at, this.#wanted_at);
    this.#timer = setTimeout(
      () => {
        this.#wanted_at = Number.POSITIVE_INFINITY;
        this.#running = this.#run();
      },
      Math.max(0, at - performance.now()),
    );
  }

  async #run(): Promise<void> {
    const { name, log } = this.#options;
    this.#is_running = true;
    try {
      await this.#work();
      this.#failed = false;
    } catch (error) {
      if (!this.#failed)
        log.warn({ err: error }, `the repeated work “${name}” failed; it will be tried again`);
      this.#failed = true;
    }
    this.#is_running = false;
    if (!this.#stopped) this.#scheduleUsual();
  }
}
