import type { ItemRow, ItemStore, Slot, Task } from '../../data/contracts/index.ts';
import {
  type Change,
  DEATHS_BEFORE_FAILURE,
  finishItem,
  handBack,
  lostWorkers,
  queueAgain,
} from './task-changes.ts';
import type { TaskUpdates } from './task-updates.ts';

/** Takes the items of `task` out of the hands of every worker that `isDead`; returns how many. */
export async function rescueItems(
  { items, updates }: { items: ItemStore; updates: TaskUpdates },
  task: Task,
  isDead: (worker_id: string) => boolean,
): Promise<number> {
  const lost = task.slots.filter((slot) => slot.state === 'processing' && isDead(slot.worker_id as string));
  if (lost.length === 0) return 0;
  // The seal: once it stands, a late word of the dead worker on that attempt is refused. Where the worker was
  // faster, its word stands and is applied now.
  const sealed = await items.put(lost.map((slot) => seal(task, slot)));
  const indexes = lost.map((slot) => slot.index);
  const words = sealed.every(Boolean) ? [] : await items.getMany(task.id, indexes);
  const wordOn = new Map(words.map((row) => [row.index, row]));
  await Promise.all(
    lost.map((slot, at) =>
      updates.update(task.id, freeing(slot, sealed[at] ? undefined : wordOn.get(slot.index))),
    ),
  );
  return lost.length;
}

function seal(task: Task, slot: Slot): ItemRow {
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
    files: [],
    started_at: slot.since,
    finished_at: gone ? new Date().toISOString() : null,
  };
}

/** What the worker could still say of the attempt counts; else the item goes back. */
function freeing({ index, attempt }: Slot, word: ItemRow | undefined): Change<true> {
  const said = word?.attempt === attempt && word.error?.type !== lostWorkers.type ? word : null;
  if (said && said.status !== 'queued') return finishItem(index, attempt, said.status, said.error);
  if (said?.error) return queueAgain(index, attempt, new Date().toISOString());
  return handBack(index, attempt, true);
}
