import { setTimeout as sleep } from 'node:timers/promises';
import { type FileStore, Unavailable } from '../data/contracts/index.ts';
import type { Log } from '../runtime/log.ts';
import type { AttemptOutcome, ClaimedItem } from '../services/engine/attempt.ts';
import { StorageFull, type StorageQuota } from '../services/engine/storage-quota.ts';
import type { TaskEngine } from '../services/engine/task-engine.ts';
import { logged } from './item-reports.ts';

const LONGEST_WAIT_MS = 2_000;

export interface OutcomeRecorderParts {
  engine: Pick<TaskEngine, 'finish'>;
  files: Pick<FileStore, 'deleteAttempts'>;
  storage_quota: Pick<StorageQuota, 'keep'>;
  /** The id of the worker. While it stays the same, this worker may record the outcomes. */
  worker_id(): string;
  log: Pick<Log, 'warn' | 'error'>;
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

  /** `over` is called with the number of kept bytes of the attempt's files; if it is 0, before another attempt can begin. */
  async record(
    item: ClaimedItem,
    outcome: AttemptOutcome,
    over: (kept: number) => void = () => {},
  ): Promise<void> {
    let recorded = outcome;
    if (outcome.kind === 'completed' && outcome.files.length > 0) {
      const bytes = outcome.files.reduce((sum, file) => sum + file.bytes, 0);
      try {
        return over((await this.#keep(item, outcome, bytes)) ? bytes : 0);
      } catch (error) {
        if (!(error instanceof StorageFull)) throw error;
        recorded = this.#failed(item, outcome, error);
      }
    }
    over(0);
    await this.#finish(item, recorded);
  }

  /** Throws `StorageFull`. */
  #keep(item: ClaimedItem, outcome: AttemptOutcome, bytes: number): Promise<boolean> {
    const { storage_quota } = this.#parts;
    return this.#repeat(item, () =>
      storage_quota.keep(item.task.owner_id, bytes, () => this.#finish(item, outcome)),
    );
  }

  #failed(item: ClaimedItem, outcome: AttemptOutcome, { name, message, zh }: StorageFull): AttemptOutcome {
    const { label, note, files, started_at, ended_at } = outcome;
    const error = { type: name, message, zh };
    this.#parts.log.error({ ...logged(item), task_type: item.task.type, error }, 'an item failed');
    return { kind: 'failed', error, label, note, files, started_at, ended_at };
  }

  async #finish(item: ClaimedItem, outcome: AttemptOutcome): Promise<boolean> {
    const recorded = await this.#repeat(item, () => this.#parts.engine.finish(item, outcome));
    const completed = recorded && outcome.kind === 'completed';
    const nothingToRemove = item.attempt === 1 && (completed || outcome.files.length === 0);
    // If it was not recorded, a newer attempt may have files there by now.
    if (recorded && !nothingToRemove) await this.#removeFiles(item, completed ? item.attempt : null);
    return recorded;
  }

  /** Until it succeeds; false once the item no longer belongs to this worker. */
  async #repeat(item: ClaimedItem, work: () => Promise<boolean>): Promise<boolean> {
    const { worker_id, log } = this.#parts;
    const mine = worker_id();
    for (let tries = 0; worker_id() === mine && performance.now() < this.#give_up_at; tries += 1) {
      try {
        return await work();
      } catch (error) {
        if (error instanceof StorageFull) throw error;
        if (tries === 0 || !(error instanceof Unavailable)) {
          log.warn(
            { err: error, ...logged(item) },
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
