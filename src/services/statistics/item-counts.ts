/** Counts what happens to items, by minute and type, and writes the counts to the database at intervals. */
import type { Database, StatisticsBucket, Task } from '../../data/contracts/index.ts';
import type { SteadyClock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import { Repeat } from '../../runtime/repeat.ts';
import type { AttemptOutcome } from '../engine/attempt.ts';
import type { AttemptListener } from '../engine/attempt-listeners.ts';
import type { SavedListener } from '../engine/saved-listeners.ts';
import { countIn } from './histogram.ts';

const MINUTE_MS = 60_000;
const WRITE_MS = 15_000;
/** How much is kept while the database is unreachable; the oldest counts are dropped first. */
const MOST_BUCKETS = 2_000;
const SYSTEM_TYPE = 'system:';

export interface ItemCountsParts {
  database: Pick<Database, 'statistics'>;
  clock: Pick<SteadyClock, 'now'>;
  log: Pick<Log, 'warn'>;
}

/**
 * Counts in memory and writes every 15 s. Unwritten counts are lost when the process is killed, and a write whose answer was lost may
 * count twice: the statistics are approximate, the tasks themselves are exact.
 */
export class ItemCounts implements SavedListener, AttemptListener {
  readonly #parts: ItemCountsParts;
  /** Counts of the current minute, by type. */
  #current = new Map<string, StatisticsBucket>();
  #ends_at = 0;
  #at = '';
  /** Counts of earlier minutes, and counts that could not be written. */
  #due: StatisticsBucket[] = [];
  #repeat: Repeat | null = null;

  constructor(parts: ItemCountsParts) {
    this.#parts = parts;
  }

  /** Writes every 15 s from now on. */
  start(): void {
    const { log } = this.#parts;
    this.#repeat ??= new Repeat(() => this.flush(), { ms: WRITE_MS, name: 'write statistics', log });
  }

  /** Counts items that ended with this change, including items cancelled before they ran. A retry does not reduce the counts. */
  saved(after: Task, before: Task | null): void {
    if (before === null) return;
    const completed = after.completed_items - before.completed_items;
    const failed = after.failed_items - before.failed_items;
    const cancelled = after.cancelled_items - before.cancelled_items;
    if (completed <= 0 && failed <= 0 && cancelled <= 0) return;
    const bucket = this.#bucketOf(after.type);
    if (!bucket) return;
    bucket.completed += Math.max(0, completed);
    bucket.failed += Math.max(0, failed);
    bucket.cancelled += Math.max(0, cancelled);
  }

  started({ type }: Task, wait_ms: number): void {
    const bucket = this.#bucketOf(type);
    if (bucket) countIn(bucket.wait, wait_ms);
  }

  /** An attempt that was stopped says nothing about how long its type takes. */
  ended({ type }: Task, kind: AttemptOutcome['kind'], run_ms: number): void {
    if (kind === 'cancelled') return;
    const bucket = this.#bucketOf(type);
    if (bucket) countIn(bucket.run, run_ms);
  }

  /** Writes the counts. Throws `Unavailable`; the counts are then kept for the next time. */
  async flush(): Promise<void> {
    this.#endMinute();
    const due = this.#due;
    if (due.length === 0) return;
    this.#due = [];
    try {
      await this.#parts.database.statistics.add(due);
    } catch (error) {
      this.#due = [...due, ...this.#due].slice(-MOST_BUCKETS);
      throw error;
    }
  }

  /** Writes the counts; those that cannot be written now are lost. */
  async close(): Promise<void> {
    await this.#repeat?.stop();
    try {
      await this.flush();
    } catch (error) {
      this.#parts.log.warn(
        { err: error },
        'the last statistics before the stop could not be written and are lost',
      );
    }
  }

  /** Null for the system's own tasks. */
  #bucketOf(type: string): StatisticsBucket | null {
    const now = this.#parts.clock.now();
    if (now >= this.#ends_at) this.#startMinute(now);
    let bucket = this.#current.get(type);
    if (!bucket) {
      if (type.startsWith(SYSTEM_TYPE)) return null;
      bucket = { at: this.#at, type, completed: 0, failed: 0, cancelled: 0, wait: [], run: [] };
      this.#current.set(type, bucket);
    }
    return bucket;
  }

  #startMinute(now: number): void {
    this.#endMinute();
    const begin = Math.floor(now / MINUTE_MS) * MINUTE_MS;
    this.#ends_at = begin + MINUTE_MS;
    this.#at = new Date(begin).toISOString();
  }

  #endMinute(): void {
    if (this.#current.size === 0) return;
    this.#due = [...this.#due, ...this.#current.values()].slice(-MOST_BUCKETS);
    this.#current = new Map();
  }
}
