import { setTimeout as sleep } from 'node:timers/promises';
import { type FileStore, Unavailable } from '../data/contracts/index.ts';
import type { Log } from '../runtime/log.ts';
import type { AttemptOutcome, ClaimedItem } from '../services/engine/attempt.ts';
import type { TaskEngine } from '../services/engine/task-engine.ts';

const LONGEST_WAIT_MS = 2_000;

export interface OutcomeRecorderParts {
  engine: Pick<TaskEngine, 'finish'>;
  files: Pick<FileStore, 'deleteAttempts'>;
  /** The id of the worker. While it stays the same, this worker may record the outcomes. */
  worker_id(): string;
  log: Pick<Log, 'warn'>;
}

/** Tries to record an outcome until it succeeds or the item no longer belongs to this worker; then removes files that are not needed. */
export class OutcomeRecorder {
  readonly #parts: OutcomeRecorderParts;
  #give_up_at = Infinity;

  constructor(parts: OutcomeRecorderParts) {
    this.#parts = parts;
  }

  /** Outcomes are not tried again after so many milliseconds. */
  giveUpAfter(ms: number): void {
    this.#give_up_at = performance.now() + ms;
  }

  async record(item: ClaimedItem, outcome: AttemptOutcome): Promise<void> {
    const recorded = await this.#untilRecorded(item, outcome);
    const completed = recorded && outcome.kind === 'completed';
    const nothingToRemove = item.attempt === 1 && (completed || outcome.files.length === 0);
    // If it was not recorded, a newer attempt may have files there by now.
    if (recorded && !nothingToRemove) await this.#removeFiles(item, completed ? item.attempt : null);
  }

  async #untilRecorded(item: ClaimedItem, outcome: AttemptOutcome): Promise<boolean> {
    const { engine, worker_id, log } = this.#parts;
    const mine = worker_id();
    for (let tries = 0; worker_id() === mine && performance.now() < this.#give_up_at; tries += 1) {
      try {
        return await engine.finish(item, outcome);
      } catch (error) {
        if (tries === 0 || !(error instanceof Unavailable)) {
          const about = { task_id: item.task.id, index: item.index };
          log.warn(
            { err: error, ...about },
            'the result of an item could not be recorded; the worker tries again',
          );
        }
        await sleep(Math.min(LONGEST_WAIT_MS, 100 * 2 ** tries));
      }
    }
    return false;
  }

  async #removeFiles({ task, index }: ClaimedItem, keep_attempt: number | null): Promise<void> {
    const { files, log } = this.#parts;
    try {
      await files.deleteAttempts(task.id, index, keep_attempt);
    } catch (error) {
      const about = { task_id: task.id, index };
      log.warn(
        { err: error, ...about },
        'files of an earlier attempt could not be removed; they stay until the task is deleted',
      );
    }
  }
}
