/** Removes what is old: finished tasks with their files, ended sessions, used-up keys, files that belong to no task. */
import type { Data } from '../../data/contracts/index.ts';
import { deleteTask } from './task-changes.ts';
import type { TaskEngine } from './task-engine.ts';
import { purgeTask } from './task-purge.ts';

const DAY_MS = 86_400_000;
const AT_ONCE = 100;
/** Hours for which an Idempotency-Key is remembered: 24. */
const KEY_LIFE_MS = DAY_MS;

export interface RemovedByRetention {
  tasks: number;
  sessions: number;
  idempotency_keys: number;
  orphaned_files_of: number;
}

/** One run, in slices; safe to repeat and to run beside another. */
export async function runRetention(
  data: Data,
  engine: TaskEngine,
  days: number,
): Promise<RemovedByRetention> {
  const { tasks, sessions, idempotency } = data.database;
  const now = Date.now();
  const iso = (ms: number) => new Date(ms).toISOString();
  const removed: RemovedByRetention = { tasks: 0, sessions: 0, idempotency_keys: 0, orphaned_files_of: 0 };

  // Keys before tasks: a key that outlived its task would make it again.
  removed.idempotency_keys = await inSlices((limit) => idempotency.purge(iso(now - KEY_LIFE_MS), limit));
  for (;;) {
    const old = await tasks.finishedBefore(iso(now - days * DAY_MS), AT_ONCE);
    // Marking it deleted comes first, so that nobody sees a task whose items are half gone; the purge follows by itself.
    for (const task of old) await engine.updates.update(task.id, deleteTask);
    removed.tasks += old.length;
    if (old.length < AT_ONCE) break;
  }
  removed.tasks += await purgeDeleted(data);
  removed.sessions = await inSlices((limit) => sessions.purge(iso(now), limit));
  removed.orphaned_files_of = await removeOrphans(data);
  return removed;
}

async function inSlices(purge: (limit: number) => Promise<number>): Promise<number> {
  let removed = 0;
  for (;;) {
    const some = await purge(AT_ONCE);
    removed += some;
    if (some < AT_ONCE) return removed;
  }
}

/** Purges what was marked deleted and has ended since: what a killed process left undone. */
export async function purgeDeleted(data: Pick<Data, 'database' | 'files'>): Promise<number> {
  const ended = (await data.database.tasks.deleted(1_000)).filter((task) => task.finished_at !== null);
  for (const task of ended) await purgeTask(data, task.id);
  return ended.length;
}

async function removeOrphans(data: Data): Promise<number> {
  let removed = 0;
  let after: string | undefined;
  for (;;) {
    const ids = await data.files.tasks(AT_ONCE, after);
    const there = new Set((await data.database.tasks.getMany(ids)).map((task) => task.id));
    for (const id of ids) {
      if (there.has(id)) continue;
      await data.files.deleteTask(id);
      removed += 1;
    }
    after = ids.at(-1);
    if (ids.length < AT_ONCE) return removed;
  }
}
