/** Which items of a task have a status: from the slots, from an index of the rows, or by walking over items without a row. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ItemStatus, ItemStore, Task } from '../../data/contracts/index.ts';
import { itemStatuses } from '../engine/chosen-items.ts';

/** Rows that are read before other calls get their turn. */
const ROWS_AT_ONCE = 500;

/** How many there are, according to the counters. */
export function countByStatus(task: Task, status: ItemStatus): number {
  if (status === 'processing') return task.running;
  if (status !== 'queued') return task[`${status}_items`];
  return task.total_items - task.completed_items - task.failed_items - task.cancelled_items - task.running;
}

/** Of the items with this status and an index of at least `from`, the indexes of `count` items after the first `offset`. */
export async function indexesByStatus(
  items: ItemStore,
  task: Task,
  status: ItemStatus,
  { from, offset, count }: { from: number; offset: number; count: number },
): Promise<number[]> {
  if (countByStatus(task, status) <= offset) return [];
  if (status === 'processing') {
    const running = task.slots.filter((slot) => slot.state === 'processing' && slot.index >= from);
    return running
      .map((slot) => slot.index)
      .sort((a, b) => a - b)
      .slice(offset, offset + count);
  }
  const hasRow = status === 'completed' || status === 'failed';
  if (hasRow && isAsRecorded(task)) {
    const rows = await items.byStatus(task.id, status, from, count, offset);
    return rows.map(({ index }) => index);
  }
  const pages = hasRow ? recorded(items, task, status, from) : walked(items, task, status, from);
  const found: number[] = [];
  for await (const indexes of pages) {
    found.push(...indexes);
    // All that there are, or enough.
    if (found.length >= offset + count || (from === 0 && found.length >= countByStatus(task, status))) break;
  }
  return found.slice(offset, offset + count);
}

/** Whether every item has the status of its row: none has a slot, was chosen, or was recorded in an earlier round. */
const isAsRecorded = ({ slots, picks, retry_round }: Task): boolean =>
  slots.length === 0 && !picks && retry_round === 0;

/** By the index of the rows with this status. An item whose row has a status may have another status by now. */
async function* recorded(
  items: ItemStore,
  task: Task,
  status: 'completed' | 'failed',
  from: number,
): AsyncGenerator<number[], void> {
  const statusOf = itemStatuses(task);
  for (let at = from; ; ) {
    const rows = await items.byStatus(task.id, status, at, ROWS_AT_ONCE);
    yield rows
      .filter(({ index, round }) => statusOf(index, { status, round }) === status)
      .map(({ index }) => index);
    const last = rows.at(-1);
    if (!last || rows.length < ROWS_AT_ONCE) return;
    at = last.index + 1;
    await nextTurn();
  }
}

async function* walked(
  items: ItemStore,
  task: Task,
  status: ItemStatus,
  from: number,
): AsyncGenerator<number[], void> {
  const statusOf = itemStatuses(task);
  for (let at = from; at < task.total_items; at += ROWS_AT_ONCE) {
    const end = Math.min(task.total_items, at + ROWS_AT_ONCE);
    const rows = new Map((await items.outcomes(task.id, at, end - at)).map((row) => [row.index, row]));
    const indexes = Array.from({ length: end - at }, (_, place) => at + place);
    yield indexes.filter((index) => statusOf(index, rows.get(index)) === status);
    await nextTurn();
  }
}
