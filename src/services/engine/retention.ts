import { type Database, dayOf, type FileStore } from '../../data/contracts/index.ts';
import type { SteadyClock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import type { TaskEngine } from './task-engine.ts';
import type { TaskPurge } from './task-purge.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const AT_ONCE = 100;
/** An Idempotency-Key is remembered for 24 hours. */
const KEY_LIFE_MS = DAY_MS;
const MINUTES_KEPT_MS = 2 * DAY_MS;
const HOURS_KEPT_MS = 90 * DAY_MS;

export interface RemovedByRetention {
  tasks: number;
  sessions: number;
  idempotency_keys: number;
  orphaned_files_of: number;
  statistics: number;
  deleted_counts: number;
}

export interface RetentionParts {
  database: Pick<Database, 'tasks' | 'sessions' | 'idempotency' | 'schedules' | 'statistics'>;
  files: FileStore;
  engine: TaskEngine;
  purge: TaskPurge;
  clock: SteadyClock;
  /** Finished tasks are kept for so long. */
  days: number;
  log: Pick<Log, 'info'>;
}

/** Removes expired data: finished tasks with their files, ended sessions, old idempotency keys, and files that belong to no task. */
export class Retention {
  readonly #parts: RetentionParts;

  constructor(parts: RetentionParts) {
    this.#parts = parts;
  }

  /** To be called every minute. Removes deleted tasks at once; the rest is done once an hour by one of the processes that call. */
  async runWhenDue(): Promise<void> {
    const { purge, clock, database, log } = this.#parts;
    await purge.purgeDeleted();
    const hour = new Date(Math.floor(clock.now() / HOUR_MS) * HOUR_MS).toISOString();
    if (!(await database.schedules.claimFiring('retention', hour))) return;
    log.info({ ...(await this.run()) }, 'expired data was removed');
  }

  /** One run, in slices. It can be repeated, and several processes can run it at the same time. */
  async run(): Promise<RemovedByRetention> {
    const { sessions, idempotency } = this.#parts.database;
    // Keys before tasks: a key that outlived its task would create it again.
    const idempotency_keys = await inSlices((limit) => idempotency.purge(this.#ago(KEY_LIFE_MS), limit));
    const tasks = (await this.#deleteFinished()) + (await this.#parts.purge.purgeDeleted());
    return {
      tasks,
      sessions: await inSlices((limit) => sessions.purge(this.#ago(0), limit)),
      idempotency_keys,
      orphaned_files_of: await this.#removeOrphans(),
      statistics: await this.#removeStatistics(),
      deleted_counts: await this.#removeDeletedCounts(),
    };
  }

  async #deleteFinished(): Promise<number> {
    const { database, engine, days } = this.#parts;
    const before = this.#ago(days * DAY_MS);
    return inSlices(async (limit) => {
      const old = await database.tasks.finishedBefore(before, limit);
      // Marking it deleted comes first, so that nobody sees a task whose items are half gone; the purge follows by itself.
      for (const task of old) await engine.delete(task.id);
      return old.length;
    });
  }

  async #removeStatistics(): Promise<number> {
    const { statistics } = this.#parts.database;
    const minutes = this.#ago(MINUTES_KEPT_MS);
    const hours = this.#ago(HOURS_KEPT_MS);
    return (
      (await inSlices((limit) => statistics.purge('minute', minutes, limit))) +
      (await inSlices((limit) => statistics.purge('hour', hours, limit)))
    );
  }

  /** Two days: the clocks of processes may differ, and a count is small. */
  #removeDeletedCounts(): Promise<number> {
    const before = dayOf(this.#ago(2 * DAY_MS));
    return inSlices((limit) => this.#parts.database.tasks.purgeDeletedCounts(before, limit));
  }

  async #removeOrphans(): Promise<number> {
    const { files, database } = this.#parts;
    let removed = 0;
    let after: string | undefined;
    for (;;) {
      const ids = await files.tasks(AT_ONCE, after);
      const known = new Set((await database.tasks.getMany(ids)).map((task) => task.id));
      for (const id of ids) {
        if (known.has(id)) continue;
        await files.deleteTask(id);
        removed += 1;
      }
      after = ids.at(-1);
      if (ids.length < AT_ONCE) return removed;
    }
  }

  #ago(ms: number): string {
    return new Date(this.#parts.clock.now() - ms).toISOString();
  }
}

async function inSlices(remove: (limit: number) => Promise<number>): Promise<number> {
  let removed = 0;
  for (;;) {
    const some = await remove(AT_ONCE);
    removed += some;
    if (some < AT_ONCE) return removed;
  }
}
