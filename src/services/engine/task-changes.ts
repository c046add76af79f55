/**
 * Changes of a task as a whole. Every change of a task's live part is a function on a draft; the store knows none of these
 * rules: it saves the draft by compare-and-set. A change returns null when it does not apply (then it has touched nothing).
 */
import type { ItemError, Slot, StoppedItem, Task, TaskHead, TaskPicks } from '../../data/contracts/index.ts';
import { withEndedRun } from './earlier-runs.ts';
import { firstOutside, isWithin, withIndexes } from './index-ranges.ts';
import { deriveColumns, moveItem, queuedSlot } from './slots.ts';
import { isFinal, moveTask } from './task-states.ts';

/** The next items that a retry round has to run. Round 0 does not need them, because it runs all items in order. */
export interface Unfinished {
  index: number;
  attempt: number;
}

export interface ChangeContext {
  /** ISO time of the change. */
  now: string;
  /** Unfinished items from `released_items` on, at least `concurrency` of them if there are; only read in later rounds. */
  unfinished: Unfinished[];
}

export type Change<T> = (draft: Task, context: ChangeContext) => T | null;

/** Nothing was chosen. */
export const NO_PICKS: TaskPicks = { cancelled: [], again: [], rest_cancelled: false, edition: 0 };

export function newTask(head: TaskHead): Task {
  const task: Task = {
    ...head,
    status: 'pending',
    released_items: 0,
    completed_items: 0,
    failed_items: 0,
    cancelled_items: 0,
    slots: [],
    picks: null,
    retry_round: 0,
    revision: 1,
    progress: 0,
    error: null,
    started_at: null,
    finished_at: null,
    updated_at: head.created_at,
    deleted_at: null,
    running: 0,
    next_available_at: null,
    stored_bytes: 0,
    cover: null,
  };
  releaseItems(task, { now: head.created_at, unfinished: [] });
  deriveColumns(task);
  return task;
}

/** For a change: the task itself stays as it is. */
export const copyOf = (task: Task): Task => ({ ...task, slots: task.slots.map((slot) => ({ ...slot })) });

/** Items that have neither an outcome in this round nor a slot. */
const unreleased = (task: Task): number =>
  task.total_items - task.completed_items - task.failed_items - task.cancelled_items - task.slots.length;

export const isActive = (task: Task): boolean => task.status === 'pending' || task.status === 'processing';

/** Whether the end of an item makes room for one that has not been released yet. */
export const canRelease = (task: Task): boolean => isActive(task) && unreleased(task) > 0;

function releaseItems(task: Task, context: ChangeContext): void {
  if (!isActive(task)) return;
  releaseChosen(task, context.now);
  // Items chosen for a retry that still wait for a slot count as unreleased.
  while (task.slots.length < task.concurrency && unreleased(task) > (task.picks?.again.length ?? 0)) {
    const next = nextItem(task, context);
    if (!next) return;
    task.released_items = next.index + 1;
    task.slots.push(queuedSlot(next.index, next.attempt, context.now));
  }
}

/** Items chosen for a retry run before items that have not run yet. */
function releaseChosen(task: Task, now: string): void {
  const { picks } = task;
  const count = Math.min(picks?.again.length ?? 0, task.concurrency - task.slots.length);
  if (!picks || count <= 0) return;
  for (const { index, attempt } of picks.again.slice(0, count))
    task.slots.push(queuedSlot(index, attempt, now));
  task.picks = { ...picks, again: picks.again.slice(count) };
}

function nextItem(task: Task, { unfinished }: ChangeContext): Unfinished | undefined {
  const { cancelled } = task.picks ?? NO_PICKS;
  if (task.retry_round === 0) return { index: firstOutside(cancelled, task.released_items), attempt: 0 };
  return unfinished.find(({ index }) => index >= task.released_items && !isWithin(cancelled, index));
}

/** Called after the changes of one write: releases items, settles the status, and computes the derived fields. */
export function settle(task: Task, context: ChangeContext): void {
  releaseItems(task, context);
  if (!isFinal(task.status) && task.slots.length === 0 && unreleased(task) === 0) {
    moveTask(task, endOf(task));
    task.finished_at = context.now;
    if (task.status !== 'failed') task.error = null;
  }
  task.progress = task.status === 'completed' ? 100 : Math.max(task.progress, shareDone(task));
  task.updated_at = context.now;
  deriveColumns(task);
}

function endOf(task: Task): 'completed' | 'failed' | 'cancelled' {
  // If each item ended by itself before the cancel reached it, nothing was cancelled.
  if (task.status === 'cancelling' && task.cancelled_items > 0) return 'cancelled';
  if (task.failed_items === task.total_items) return 'failed';
  return task.completed_items > 0 ? 'completed' : 'cancelled';
}

function shareDone(task: Task): number {
  const done = task.completed_items + task.failed_items;
  const inHand = task.slots.reduce((sum, slot) => sum + slot.progress, 0);
  // Items cancelled while the rest goes on no longer count as work.
  const whole = isActive(task) ? task.total_items - task.cancelled_items : task.total_items;
  // Two decimals, and never 100 before the end.
  const share = Math.floor((done * 100 + inHand) * 100) / 100 / whole;
  return Math.min(task.status === 'failed' ? 100 : 99.99, Math.floor(share * 100) / 100);
}

/** Unreleased items no longer run; running ones get their grace period. Null for a finished task. */
export const cancelTask: Change<true> = (task) => {
  if (isFinal(task.status)) return null;
  if (task.status === 'cancelling') return true;
  task.picks = picksOfCancelled(task);
  task.cancelled_items += unreleased(task);
  for (const slot of task.slots.filter(({ state }) => state === 'queued'))
    moveItem(task, slot, { to: 'cancelled' });
  // Those of an earlier cancel that was undone stop like all others.
  for (const slot of task.slots) delete slot.again;
  moveTask(task, 'cancelling');
  return true;
};

const stoppedItem = ({ index, attempt, state }: Slot): StoppedItem => ({
  index,
  attempt,
  ...(state === 'processing' && { ran: true }),
});

/** Keeps what an undo of the cancel runs again: not what had been cancelled before, or is being cancelled by itself. */
function picksOfCancelled(task: Task): TaskPicks {
  const { again, ...picks } = task.picks ?? NO_PICKS;
  const inHand = task.slots.filter(({ stopping, again }) => !stopping || again);
  return {
    ...picks,
    again: [],
    cancelled: withIndexes(
      picks.cancelled,
      again.map(({ index }) => index),
    ),
    stopped: {
      items: [...inHand.map(stoppedItem), ...again],
      others: unreleased(task) - again.length,
    },
  };
}

export const damagedSlots: ItemError = {
  type: 'StoredDataDamaged',
  message:
    'The stored state of the task was damaged, so it is unknown which of its items were waiting or running. Retry the task to run them again.',
  zh: '任务的存储状态已损坏，无法得知哪些任务项在等待或正在运行。请重试该任务以再次运行这些任务项。',
};

/** The slots are not those from which the columns of the indexes were derived: they are damaged where they are stored. */
export function slotsAreDamaged({ status, slots, running, next_available_at }: Task): boolean {
  let processing = 0;
  for (const { state } of slots) if (state === 'processing') processing += 1;
  return (
    processing !== running ||
    slots.length > processing !== (next_available_at !== null) ||
    slots.length > 0 === isFinal(status)
  );
}

/** Ends a task whose items cannot run on; those without an outcome count as cancelled. Null if its slots are whole. */
export const endDamaged: Change<true> = (task, { now }) => {
  if (!slotsAreDamaged(task)) return null;
  task.slots = [];
  task.cancelled_items += Math.max(0, unreleased(task));
  if (task.picks) task.picks = { ...task.picks, again: [] };
  if (task.status === 'pending') moveTask(task, 'processing');
  if (!isFinal(task.status)) moveTask(task, task.status === 'cancelling' ? 'cancelled' : 'failed');
  task.finished_at ??= now;
  task.error = damagedSlots;
  return true;
};

/** The fields of a task that may be changed after its creation. */
export type TaskEdit = Partial<Pick<TaskHead, 'name' | 'priority' | 'shared'>>;

export const editTask =
  (set: TaskEdit): Change<true> =>
  (task) => {
    if (task.deleted_at) return null;
    task.name = set.name ?? task.name;
    task.priority = set.priority ?? task.priority;
    task.shared = set.shared ?? task.shared;
    return true;
  };

/** Makes a task invisible, and cancels it if it runs. */
export const deleteTask: Change<true> = (task, context) => {
  if (task.deleted_at) return null;
  cancelTask(task, context);
  task.deleted_at = context.now;
  return true;
};

/** Resets what a finished task says about its run; the next item that starts sets a new start time. */
export function beginAgain(task: Task): void {
  task.error = null;
  task.started_at = null;
  task.finished_at = null;
  task.progress = 0;
}

/** Starts a round with all items that failed or were cancelled. Null while the task runs, or if there are none. */
export const retryTask: Change<true> = (task, { now }) => {
  if (!isFinal(task.status) || task.deleted_at) return null;
  const again = task.failed_items + task.cancelled_items;
  if (again === 0) return null;
  const runs = withEndedRun(task, now, again);
  moveTask(task, 'processing');
  task.retry_round += 1;
  task.picks = { ...NO_PICKS, runs };
  task.released_items = 0;
  task.failed_items = 0;
  task.cancelled_items = 0;
  beginAgain(task);
  return true;
};
