/**
 * Changes of a task as a whole. Every change of a task's live part is a function on a draft; the store knows none of these
 * rules: it saves the draft by compare-and-set. A change returns null when it does not apply (then it has touched nothing).
 */
import type { Task, TaskHead } from '../../data/contracts/index.ts';
import { deriveColumns, moveItem, queuedSlot } from './slots.ts';
import { isFinal, moveTask } from './task-states.ts';

/** The next items that a retry round has to run; round 0 needs none, its items come one after another. */
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
  };
  releaseItems(task, { now: head.created_at, unfinished: [] });
  deriveColumns(task);
  return task;
}

/** Items that have neither an outcome in this round nor a slot. */
const unreleased = (task: Task): number =>
  task.total_items - task.completed_items - task.failed_items - task.cancelled_items - task.slots.length;

export const isActive = (task: Task): boolean => task.status === 'pending' || task.status === 'processing';

/** Whether an item that ends makes room for one that was not released yet. */
export const canRelease = (task: Task): boolean => isActive(task) && unreleased(task) > 0;

function releaseItems(task: Task, context: ChangeContext): void {
  if (!isActive(task)) return;
  let candidate = 0;
  while (task.slots.length < task.concurrency && unreleased(task) > 0) {
    let next: Unfinished | undefined = { index: task.released_items, attempt: 0 };
    if (task.retry_round > 0) {
      while ((context.unfinished[candidate]?.index ?? Infinity) < task.released_items) candidate += 1;
      next = context.unfinished[candidate];
      if (!next) return;
    }
    task.released_items = next.index + 1;
    task.slots.push(queuedSlot(next.index, next.attempt, context.now));
  }
}

/** After the changes of one write: releases, settles the status, and derives what is derived. */
export function settle(task: Task, context: ChangeContext): void {
  releaseItems(task, context);
  if (!isFinal(task.status) && task.slots.length === 0 && unreleased(task) === 0) {
    if (task.status === 'cancelling') moveTask(task, 'cancelled');
    else moveTask(task, task.failed_items === task.total_items ? 'failed' : 'completed');
    task.finished_at = context.now;
    if (task.status !== 'failed') task.error = null;
  }
  task.progress = task.status === 'completed' ? 100 : Math.max(task.progress, shareDone(task));
  task.updated_at = context.now;
  deriveColumns(task);
}

function shareDone(task: Task): number {
  const done = task.completed_items + task.failed_items;
  const inHand = task.slots.reduce((sum, slot) => sum + slot.progress, 0);
  // Two decimals, and never 100 before the end.
  const share = Math.floor((done * 100 + inHand) * 100) / 100 / task.total_items;
  return Math.min(task.status === 'failed' ? 100 : 99.99, Math.floor(share * 100) / 100);
}

/** Nothing unreleased runs from here on; what is in hand gets its grace. Null for a finished task. */
export const cancelTask: Change<true> = (task) => {
  if (isFinal(task.status)) return null;
  if (task.status === 'cancelling') return true;
  task.cancelled_items += unreleased(task);
  for (const slot of task.slots.filter(({ state }) => state === 'queued'))
    moveItem(task, slot, { to: 'cancelled' });
  moveTask(task, 'cancelling');
  return true;
};

/** Makes a task invisible, and cancels it if it runs. */
export const deleteTask: Change<true> = (task, context) => {
  if (task.deleted_at) return null;
  cancelTask(task, context);
  task.deleted_at = context.now;
  return true;
};

/** Starts a round with all that failed or was cancelled. Null while the task runs or when there is nothing of that kind. */
export const retryTask: Change<true> = (task) => {
  if (!isFinal(task.status) || task.failed_items + task.cancelled_items === 0) return null;
  moveTask(task, 'processing');
  task.retry_round += 1;
  task.released_items = 0;
  task.failed_items = 0;
  task.cancelled_items = 0;
  task.error = null;
  task.finished_at = null;
  task.progress = 0;
  return true;
};
