import {
  type ItemLogStore,
  type StoppedItem,
  type Task,
  type TaskPicks,
  Unavailable,
} from '../../data/contracts/index.ts';
import { withEndedRun } from './earlier-runs.ts';
import { withoutIndexes } from './index-ranges.ts';
import { lineOfUndone } from './lost-attempts.ts';
import { beginAgain, type Change, NO_PICKS } from './task-changes.ts';
import { isFinal, moveTask } from './task-states.ts';
import type { TaskWriter, Written } from './task-writer.ts';

type Stopped = NonNullable<TaskPicks['stopped']>;

export interface UndoParts {
  writer: TaskWriter;
  item_logs: Pick<ItemLogStore, 'append'>;
  /** ISO time of the undo. */
  now: string;
}

/** Undoes the cancel of a task, and writes into the logs of the items that were running what became of their attempts. */
export async function undoCancelOf(
  { writer, item_logs, now }: UndoParts,
  task_id: string,
): Promise<Written<true>> {
  const { task, value: ran } = await writer.update(task_id, undoCancel);
  const lines = (ran ?? []).map(({ index, attempt }) => ({
    ...{ task_id, index },
    lines: [lineOfUndone(attempt, now)],
  }));
  try {
    if (lines.length > 0) await item_logs.append(lines);
  } catch (error) {
    // The undo stands: it would be refused if it was repeated for the sake of these lines.
    if (!(error instanceof Unavailable)) throw error;
  }
  return { task, value: ran && true };
}

/**
 * Runs again what the cancel of the task stopped, in the same round; items that failed or were cancelled before stay so. Items that have
 * not stopped yet wait to run again once they have. Returns those that were running; null if something of it has been retried since.
 */
export const undoCancel: Change<StoppedItem[]> = (task, { now }) => {
  const { stopped, ...picks } = task.picks ?? NO_PICKS;
  if (!stopped || task.deleted_at) return null;
  if (stopped.items.length + stopped.others === 0) {
    task.picks = picks;
    endByItself(task);
  } else if (isFinal(task.status)) runAgain(task, picks, stopped, now);
  else goOn(task, picks, stopped);
  return stopped.items.filter(({ ran }) => ran);
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

const withAgain = (picks: TaskPicks, items: readonly StoppedItem[]): TaskPicks => ({
  ...picks,
  cancelled: withoutIndexes(
    picks.cancelled,
    items.map(({ index }) => index),
  ),
  again: items.map(({ index, attempt }) => ({ index, attempt })),
  edition: picks.edition + 1,
});
