/** Claims for turns, and what may be known too late of them: a claim whose answer was lost stands in the store all the same. */
import type { Data } from '../data/contracts/index.ts';
import type { ClaimedItem, TaskEngine } from '../services/tasks/task-engine.ts';
import type { WorkerLog } from './worker.ts';
import { itemKey, type WorkerRuns } from './worker-runs.ts';

const TASKS_LOOKED_AT = 1_000;

export interface ItemClaims {
  /** None when there is nothing to claim, or the store cannot be reached: the sweep pushes the turn again then. */
  claim(
    owner_id: string,
    count: number,
    solo: boolean,
  ): Promise<{ items: ClaimedItem[]; solo_waits: boolean }>;
  /** After a failed claim: gives back what the store says is in our hands and is not. */
  returnLost(): Promise<void>;
}

export function createItemClaims(
  data: Data,
  engine: TaskEngine,
  runs: WorkerRuns,
  log: WorkerLog,
): ItemClaims {
  let underWay = 0;
  let lost = false;

  return {
    async claim(owner_id, count, solo) {
      underWay += 1;
      try {
        return await engine.claim(runs.worker_id, owner_id, count, solo);
      } catch (error) {
        if (!lost) log.warn({ err: error, owner_id }, 'no item could be claimed');
        lost = true;
        return { items: [], solo_waits: false };
      } finally {
        underWay -= 1;
      }
    },

    async returnLost() {
      if (!lost || underWay > 0 || runs.busy.size !== runs.byItem.size) return;
      lost = false;
      const asked = new Date().toISOString();
      for (const task of await data.database.tasks.running(TASKS_LOOKED_AT)) {
        const unknown = task.slots.filter(
          (slot) =>
            slot.state === 'processing' &&
            slot.worker_id === runs.worker_id &&
            slot.since < asked &&
            !runs.byItem.has(itemKey(task.id, slot.index)),
        );
        await engine.handBack(unknown.map(({ index, attempt }) => ({ task, index, attempt })));
      }
    },
  };
}
