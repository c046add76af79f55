/** Finished tasks in memory, next to the revision they had: read again only after a retry or a deletion anywhere. */
import { type Task, Unavailable, type VersionCache } from '../../data/contracts/index.ts';
import { isFinal } from './task-states.ts';

const KEPT_TASKS = 1_000;

/** All that a task's detail is made of. */
export interface FinishedTask {
  task: Task;
  params: unknown;
  result: unknown;
}

export interface FinishedTasks {
  find(id: string): Promise<FinishedTask | null>;
  /** Remembers it if it is final. */
  keep(finished: FinishedTask): Promise<void>;
  /** To be awaited before a change of a finished task is answered: from then on no process shows the older revision. */
  changed(task: Task): Promise<void>;
}

const keyOf = (id: string) => `task:${id}`;

/** `ttl` in seconds; 0 keeps nothing. */
export function createFinishedTasks(versions: VersionCache, ttl: number): FinishedTasks {
  const kept = new Map<string, FinishedTask & { until: number }>();

  return {
    async find(id) {
      const found = kept.get(id);
      if (!found) return null;
      try {
        const [revision] = versions.readNow?.([keyOf(id)]) ?? (await versions.read([keyOf(id)]));
        if (found.until > Date.now() && revision === String(found.task.revision)) return found;
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
      }
      kept.delete(id);
      return null;
    },

    async keep(finished) {
      const { task } = finished;
      if (ttl === 0 || !isFinal(task.status) || task.deleted_at) return;
      kept.set(task.id, { ...finished, until: Date.now() + ttl * 1_000 });
      if (kept.size > KEPT_TASKS) kept.delete(kept.keys().next().value as string);
      // Never over a newer one: then what was kept here is not found again.
      await versions.fill([[keyOf(task.id), String(task.revision)]]);
    },

    changed: (task) => versions.write([[keyOf(task.id), String(task.revision)]]),
  };
}
