import type { Log } from '../runtime/log.ts';
import type { TaskEngine } from '../services/engine/task-engine.ts';
import type { ItemRun } from './item-run.ts';
import type { ItemsInHand } from './items-in-hand.ts';

const EVERY_MS = 250;

/** Stores the progress of running items, at most four times a second. */
export class ProgressReports {
  readonly #engine: Pick<TaskEngine, 'progress'>;
  readonly #log: Pick<Log, 'debug'>;
  readonly #reported = new WeakMap<ItemRun, { progress: number; note: string | null }>();
  readonly #timer: NodeJS.Timeout;

  constructor(engine: Pick<TaskEngine, 'progress'>, in_hand: ItemsInHand, log: Pick<Log, 'debug'>) {
    this.#engine = engine;
    this.#log = log;
    this.#timer = setInterval(() => {
      for (const run of in_hand.runs()) void this.#report(run);
    }, EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #report(run: ItemRun): Promise<void> {
    const { progress, note } = run;
    const before = this.#reported.get(run) ?? { progress: 0, note: null };
    if (progress === before.progress && note === before.note) return;
    this.#reported.set(run, { progress, note });
    const { task, index, attempt } = run.item;
    try {
      await this.#engine.progress(task.id, index, attempt, progress, note);
    } catch (error) {
      // The next report replaces it.
      this.#reported.delete(run);
      this.#log.debug(
        { err: error, task_id: task.id, index },
        'the progress of an item could not be reported; the item goes on',
      );
    }
  }
}
