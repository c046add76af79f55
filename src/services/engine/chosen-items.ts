/**
 * Cancelling and retrying chosen items, also while the rest of the task runs. The choice is kept in the task (`picks`), so it is one
 * write next to the counters, whatever state the items are in.
 */
import type { ItemRow, ItemStatus, Task, TaskPicks } from '../../data/contracts/index.ts';
import { withEndedRun } from './earlier-runs.ts';
import { isWithin, withIndexes, withoutIndexes } from './index-ranges.ts';
import { moveItem } from './slots.ts';
import { beginAgain, type Change, NO_PICKS } from './task-changes.ts';
import { isFinal, moveTask } from './task-states.ts';

export type ItemOutcome = Pick<ItemRow, 'index' | 'status' | 'attempt' | 'round'>;

/** The rows of the chosen items, where there are any. */
export type ChosenRows = ReadonlyMap<number, ItemOutcome>;

/** When the rows were read: a later round, or a later retry of chosen items, may have made them old. */
export interface Edition {
  round: number;
  edition: number;
}

export const editionOf = (task: Task): Edition => ({
  round: task.retry_round,
  edition: task.picks?.edition ?? 0,
});

/** The status of an item: from its slot while it has one, else from the choice made for it, else from its row, else from the task. */
export function itemStatuses(
  task: Task,
): (index: number, row: Pick<ItemRow, 'status' | 'round'> | undefined) => ItemStatus {
  const slots = new Map(task.slots.map((slot) => [slot.index, slot.state]));
  const { again, cancelled, rest_cancelled } = task.picks ?? NO_PICKS;
  const waiting = new Set(again.map(({ index }) => index));
  const over = rest_cancelled || isFinal(task.status) || task.status === 'cancelling';
  return (index, row) => {
    const state = slots.get(index);
    if (state) return state;
    if (waiting.has(index)) return 'queued';
    if (row?.status === 'completed') return 'completed';
    if (isWithin(cancelled, index)) return 'cancelled';
    if (row && row.round === task.retry_round && row.status !== 'queued') return row.status;
    return over ? 'cancelled' : 'queued';
  };
}

/** Those of the indexes whose items cannot be cancelled: they have ended. */
export function notToCancel(task: Task, indexes: readonly number[], rows: ChosenRows): number[] {
  const statusOf = itemStatuses(task);
  const waiting = new Set([...task.slots, ...(task.picks?.again ?? [])].map(({ index }) => index));
  return indexes.filter((index) => {
    const status = statusOf(index, rows.get(index));
    if (status === 'processing') return false;
    // An item that was released and neither has a slot nor waits to run again has ended: its row was read too early.
    const waits = index >= task.released_items || waiting.has(index);
    return status !== 'queued' || !waits;
  });
}

/** Those of the indexes whose items cannot be run again: they have not failed and were not cancelled. */
export function notToRetry(task: Task, indexes: readonly number[], rows: ChosenRows): number[] {
  const statusOf = itemStatuses(task);
  return indexes.filter((index) => {
    const status = statusOf(index, rows.get(index));
    return task.status === 'cancelling' || (status !== 'failed' && status !== 'cancelled');
  });
}

/** Null if one of the items can no longer be cancelled. Running items get their grace period, as when a task is cancelled. */
export const cancelChosen =
  (indexes: readonly number[], rows: ChosenRows): Change<true> =>
  (task) => {
    if (task.deleted_at || notToCancel(task, indexes, rows).length > 0) return null;
    const chosen = new Set(indexes);
    const slots = task.slots.filter((slot) => chosen.has(slot.index));
    for (const slot of slots) chosen.delete(slot.index);
    const picks = task.picks ?? NO_PICKS;
    task.picks = {
      ...picks,
      cancelled: withIndexes(picks.cancelled, [...chosen]),
      again: picks.again.filter(({ index }) => !chosen.has(index)),
    };
    task.cancelled_items += chosen.size;
    for (const slot of slots) {
      if (slot.state === 'queued') moveItem(task, slot, { to: 'cancelled' });
      else {
        slot.stopping = true;
        delete slot.again;
      }
    }
    return true;
  };

/** Null if one of the items can no longer be retried, or the rows are out of date. The round stays the same; progress counts what is done. */
export const retryChosen =
  (indexes: readonly number[], rows: ChosenRows, seen: Edition): Change<true> =>
  (task, { now }) => {
    const { round, edition } = editionOf(task);
    if (task.deleted_at || round !== seen.round || edition !== seen.edition) return null;
    if (notToRetry(task, indexes, rows).length > 0) return null;
    const statusOf = itemStatuses(task);
    const failed = indexes.filter((index) => statusOf(index, rows.get(index)) === 'failed').length;
    const runs = isFinal(task.status) ? withEndedRun(task, now, indexes.length) : task.picks?.runs;
    task.failed_items -= failed;
    task.cancelled_items -= indexes.length - failed;
    task.picks = { ...picksAfterRetry(task, indexes, rows), ...(runs && { runs }) };
    if (isFinal(task.status)) {
      moveTask(task, 'processing');
      beginAgain(task);
    }
    return true;
  };

function picksAfterRetry(task: Task, indexes: readonly number[], rows: ChosenRows): TaskPicks {
  const picks = task.picks ?? NO_PICKS;
  // If the task had ended, items that are not chosen now stay cancelled.
  const rest_cancelled = picks.rest_cancelled || isFinal(task.status);
  const released = indexes.filter((index) => rest_cancelled || index < task.released_items);
  return {
    cancelled: withoutIndexes(picks.cancelled, indexes),
    again: [...picks.again, ...released.map((index) => ({ index, attempt: rows.get(index)?.attempt ?? 0 }))],
    rest_cancelled,
    edition: picks.edition + 1,
  };
}
