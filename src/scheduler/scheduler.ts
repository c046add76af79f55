import type { Log } from '../runtime/log.ts';
import { Repeat } from '../runtime/repeat.ts';

/** Work that is repeated by time. */
export interface TimedWork {
  /** Names it in the log. */
  name: string;
  /** Milliseconds between the end of one run and the start of the next. */
  ms: number;
  run(): Promise<unknown>;
}

/** A clock: it calls what is due by time, and holds no rule of its own. */
export class Scheduler {
  readonly #repeats: Repeat[];

  constructor(work: readonly TimedWork[], log: Pick<Log, 'warn'>) {
    this.#repeats = work.map(({ run, ms, name }) => new Repeat(run, { ms, name, log }));
  }

  /** Resolves when the runs under way have ended. */
  async stop(): Promise<void> {
    await Promise.all(this.#repeats.map((repeat) => repeat.stop()));
  }
}
