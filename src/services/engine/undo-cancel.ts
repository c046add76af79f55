import type { Task, TaskPicks } from '../../data/contracts/index.ts';
import { withEndedRun } from './earlier-runs.ts';
import { withoutIndexes } from './index-ranges.ts';
import { beginAgain, type Change, NO_PICKS } from './task-changes.ts';
import { isFinal, moveTask } from './task-states.ts';

type Stopped = NonNullable<TaskPicks['stopped']>;

/**
 * Runs again what the cancel of the task stopped, in the same round; items that failed or were cancelled before stay so. Items that have
 * not stopped yet wait to run again once they have. Null if something of it has been retried since.
 */
export const undoCancel: Change<true> = (task, { now }) => {
  const { stopped, ...picks } = task.picks ?? NO_PICKS;
  if (!stopped || task.deleted_at) return null;
  if (stopped.items.length + stopped.others === 0) {
    task.picks = picks;
    endByItself(task);
  } else if (isFinal(task.status)) runAgain(task, picks, stopped, now);
  else goOn(task, picks, stopped);
  return true;
};

/** The cancel has stopped nothing: the task ends as it would have without it. */
function endByItself(task: Task): void {
  if (task.status === 'cancelling' || task.status === 'cancelled') moveTask(task, 'processing');
}

function runAgain(task: Task, picks: TaskPicks, { items, others }: Stopped, now: string): void {
  const runs = withEndedRun(task, now, items.length + others);
  const began = task.started_at !== null || task.completed_items + task.failed_items > 0;
  task.picks = { ...withAgain(picks, items), runs };
  task.cancelled_items -= items.length + others;
  // Where nothing had begun, it waits as it did before.
  moveTask(task, began ? 'processing' : 'pending');
  beginAgain(task);
}

/** Workers have already been told to stop what is in hand; there, it runs again as soon as it has stopped. */
function goOn(task: Task, picks: TaskPicks, { items, others }: Stopped): void {
  const stopped = new Set(items.map(({ index }) => index));
  for (const slot of task.slots) {
    if (!stopped.delete(slot.index)) continue;
    slot.stopping = true;
    slot.again = true;
  }
  task.picks = withAgain(
    picks,
    items.filter(({ index }) => stopped.has(index)),
  );
  task.cancelled_items -= stopped.size + others;
  moveTask(task, 'processing');
}

const withAgain = (picks: TaskPicks, again: TaskPicks['again']): TaskPicks => ({
  ...picks,
  cancelled: withoutIndexes(
    picks.cancelled,
    again.map(({ index }) => index),
  ),
  again,
  edition: picks.edition + 1,
});
