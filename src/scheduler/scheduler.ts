import type { Log } from '../runtime/log.ts';
import { Repeat } from '../runtime/repeat.ts';

/** Work that is repeated at intervals. */
export interface TimedWork {
  /** Names it in the log. */
  name: string;
  /** Milliseconds between the end of one run and the start of the next. */
  ms: number;
  run(): Promise<unknown>;
}

/** Calls work at intervals, and contains no rules of its own. */
export class Scheduler {
  readonly #repeats: Repeat[];

  constructor(work: readonly TimedWork[], log: Pick<Log, 'warn'>) {
    this.#repeats = work.map(({ run, ms, name }) => new Repeat(run, { ms, name, log }));
  }

  /** Resolves once the current runs have ended. */
  async stop(): Promise<void> {
    await Promise.all(this.#repeats.map((repeat) => repeat.stop()));
  }
}
