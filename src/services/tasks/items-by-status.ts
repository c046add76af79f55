/** Which items of a task have a status: from the slots, from an index of the rows, or by walking over items without a row. */
import type { ItemRow, ItemStatus, ItemStore, Task } from '../../data/contracts/index.ts';
import { itemStatuses } from '../engine/chosen-items.ts';

const ROWS_AT_ONCE = 500;
const ROWS_WITH_RESULTS = 100;

/** How many there are, according to the counters. */
export function countByStatus(task: Task, status: ItemStatus): number {
  if (status === 'processing') return task.running;
  if (status !== 'queued') return task[`${status}_items`];
  return task.total_items - task.completed_items - task.failed_items - task.cancelled_items - task.running;
}

/** The first `count` indexes from `from` on. Reads at most as many rows as the task has items. */
export async function indexesByStatus(
  items: ItemStore,
  task: Task,
  status: ItemStatus,
  from: number,
  count: number,
): Promise<number[]> {
  if (countByStatus(task, status) === 0) return [];
  if (status === 'processing') {
    const running = task.slots.filter((slot) => slot.state === 'processing' && slot.index >= from);
    return running
      .map((slot) => slot.index)
      .sort((a, b) => a - b)
      .slice(0, count);
  }
  const round = status === 'failed' ? task.retry_round : undefined;
  if (status === 'completed' || status === 'failed')
    return collect(task, status, from, count, (at, limit) =>
      items.byStatus(task.id, status, at, limit, round),
    );
  return walk(items, task, status, from, count);
}

/** An item whose row has a status may have another status by now. */
async function collect(
  task: Task,
  status: ItemStatus,
  from: number,
  count: number,
  read: (from: number, limit: number) => Promise<ItemRow[]>,
): Promise<number[]> {
  const statusOf = itemStatuses(task);
  const found: number[] = [];
  for (let at = from; found.length < count; ) {
    const rows = await read(at, ROWS_WITH_RESULTS);
    found.push(...rows.filter((row) => statusOf(row.index, row) === status).map(({ index }) => index));
    if (rows.length < ROWS_WITH_RESULTS) break;
    at = (rows.at(-1) as ItemRow).index + 1;
  }
  return found.slice(0, count);
}

async function walk(
  items: ItemStore,
  task: Task,
  status: ItemStatus,
  from: number,
  count: number,
): Promise<number[]> {
  const statusOf = itemStatuses(task);
  const found: number[] = [];
  for (let at = from; at < task.total_items && found.length < count; at += ROWS_AT_ONCE) {
    const rows = new Map((await items.outcomes(task.id, at, ROWS_AT_ONCE)).map((row) => [row.index, row]));
    const end = Math.min(task.total_items, at + ROWS_AT_ONCE);
    for (let index = at; index < end && found.length < count; index += 1)
      if (statusOf(index, rows.get(index)) === status) found.push(index);
  }
  return found;
}
