/** Giving the items of dead workers to others. */
import type { ItemLogStore, ItemRow, ItemStore, Slot, Task } from '../../data/contracts/index.ts';
import { finishItem, handBack, mustStop, queueAgain } from './item-changes.ts';
import { errorOfLost, lineOfLost, WORKER_LOST } from './lost-attempts.ts';
import { DEATHS_BEFORE_FAILURE } from './slots.ts';
import type { Change } from './task-changes.ts';
import type { TaskWriter } from './task-writer.ts';

export interface RescueParts {
  items: ItemStore;
  item_logs: Pick<ItemLogStore, 'append' | 'list'>;
  writer: TaskWriter;
  /** ISO time of the rescue. */
  now: string;
  /** Removes all files of these items; never rejects. */
  removeFiles(task_id: string, indexes: readonly number[]): Promise<void>;
}

/** An item in the hands of a dead worker, with the row that says that its attempt is over. */
interface Lost {
  slot: Slot;
  seal: ItemRow;
  /** Another rescue wrote the seal, and may have been killed before it wrote anything else. */
  was_sealed: boolean;
}

/** Takes the items of `task` away from every worker for which `isDead` is true; returns how many. */
export async function rescueTask(
  { items, item_logs, writer, now, removeFiles }: RescueParts,
  task: Task,
  isDead: (worker_id: string) => boolean,
): Promise<number> {
  const held = task.slots.filter((slot) => slot.state === 'processing' && isDead(slot.worker_id as string));
  if (held.length === 0) return 0;
  // The seal: once it is written, a late outcome of the dead worker's attempt is refused. If the worker was
  // faster, its outcome stands and is applied now.
  const seals = held.map((slot) => sealOf(task, slot, now));
  const sealed = await items.put(seals);
  const indexes = held.map((slot) => slot.index);
  const rows = sealed.every(Boolean) ? [] : await items.getMany(task.id, indexes);
  // Before another attempt can begin, which may never come: the item may be cancelled first.
  const sealed_now = indexes.filter((_, at) => sealed[at]);
  await removeFiles(task.id, sealed_now);
  const recorded = new Map(rows.map((row) => [row.index, row]));
  const changes: Change<true>[] = [];
  const lost: Lost[] = [];
  held.forEach((slot, at) => {
    const row = sealed[at] ? undefined : recorded.get(slot.index);
    const outcome = outcomeOf(slot, row, now);
    changes.push(outcome ?? handBack(slot.index, slot.attempt, true));
    if (!outcome) lost.push({ slot, seal: seals[at] as ItemRow, was_sealed: !sealed[at] });
  });
  // Before the task is changed: with its end it may be purged, and its logs with it.
  await logLost(item_logs, task, lost, now);
  await Promise.all(changes.map((change) => writer.update(task.id, change)));
  return held.length;
}

function sealOf(task: Task, slot: Slot, now: string): ItemRow {
  const deaths = slot.deaths + 1;
  const gone = deaths >= DEATHS_BEFORE_FAILURE;
  return {
    task_id: task.id,
    index: slot.index,
    attempt: slot.attempt,
    round: task.retry_round,
    status: gone ? 'failed' : 'queued',
    label: null,
    result: null,
    error: gone || !mustStop(task, slot) ? errorOfLost(deaths) : null,
    note: slot.note ?? null,
    files: [],
    started_at: slot.since,
    finished_at: gone ? now : null,
  };
}

/** What the worker could still record of the attempt counts; null if it recorded nothing, so that the attempt is lost. */
function outcomeOf({ index, attempt }: Slot, row: ItemRow | undefined, now: string): Change<true> | null {
  if (row?.attempt !== attempt || row.error?.type === WORKER_LOST) return null;
  if (row.status !== 'queued') return finishItem(index, attempt, row.status, row.error, row.files);
  return row.error ? queueAgain(index, attempt, now) : null;
}

/** One line for each lost attempt, all in one write. */
async function logLost(
  logs: RescueParts['item_logs'],
  task: Task,
  lost: readonly Lost[],
  now: string,
): Promise<void> {
  const entries = await Promise.all(
    lost.map(async ({ slot, seal, was_sealed }) => {
      const line = lineOfLost(slot, seal.error, now);
      const before = was_sealed ? await logs.list(task.id, slot.index) : [];
      const there = before.some((one) => one.attempt === line.attempt && one.message === line.message);
      return there ? [] : [{ task_id: task.id, index: slot.index, lines: [line] }];
    }),
  );
  const missing = entries.flat();
  if (missing.length > 0) await logs.append(missing);
}
