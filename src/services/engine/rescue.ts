/** Giving the items of dead workers to others. */
import type { ItemRow, ItemStore, Slot, Task } from '../../data/contracts/index.ts';
import { finishItem, handBack, queueAgain } from './item-changes.ts';
import { DEATHS_BEFORE_FAILURE, lostWorkers } from './slots.ts';
import type { Change } from './task-changes.ts';
import type { TaskWriter } from './task-writer.ts';

export interface RescueParts {
  items: ItemStore;
  writer: TaskWriter;
  /** ISO time of the rescue. */
  now: string;
}

/** Takes the items of `task` away from every worker for which `isDead` is true; returns how many. */
export async function rescueTask(
  { items, writer, now }: RescueParts,
  task: Task,
  isDead: (worker_id: string) => boolean,
): Promise<number> {
  const lost = task.slots.filter((slot) => slot.state === 'processing' && isDead(slot.worker_id as string));
  if (lost.length === 0) return 0;
  // The seal: once it is written, a late outcome of the dead worker's attempt is refused. If the worker was
  // faster, its outcome stands and is applied now.
  const sealed = await items.put(lost.map((slot) => seal(task, slot, now)));
  const indexes = lost.map((slot) => slot.index);
  const rows = sealed.every(Boolean) ? [] : await items.getMany(task.id, indexes);
  const recorded = new Map(rows.map((row) => [row.index, row]));
  await Promise.all(
    lost.map((slot, at) => {
      const row = sealed[at] ? undefined : recorded.get(slot.index);
      return writer.update(task.id, freeing(slot, row, now));
    }),
  );
  return lost.length;
}

function seal(task: Task, slot: Slot, now: string): ItemRow {
  const gone = slot.deaths + 1 >= DEATHS_BEFORE_FAILURE;
  return {
    task_id: task.id,
    index: slot.index,
    attempt: slot.attempt,
    round: task.retry_round,
    status: gone ? 'failed' : 'queued',
    label: null,
    result: null,
    error: gone ? lostWorkers : null,
    note: slot.note ?? null,
    files: [],
    started_at: slot.since,
    finished_at: gone ? now : null,
  };
}

/** If the worker could still record an outcome of the attempt, it counts; otherwise the item is queued again. */
function freeing({ index, attempt }: Slot, row: ItemRow | undefined, now: string): Change<true> {
  const own = row?.attempt === attempt && row.error?.type !== lostWorkers.type ? row : null;
  if (own && own.status !== 'queued') return finishItem(index, attempt, own.status, own.error, own.files);
  if (own?.error) return queueAgain(index, attempt, now);
  return handBack(index, attempt, true);
}
