/**
 * Every change of a task's live part, as a function on a draft. The store knows none of these rules: it saves the
 * draft by compare-and-set. A change returns null when it does not apply (then it has touched nothing).
 */
import type { ItemError, Slot, Task, TaskHead } from '../../data/contracts/index.ts';
import { isFinal, moveTask } from './task-states.ts';

/** From this many deaths of a worker on, an item runs alone in a worker … */
export const DEATHS_BEFORE_SOLO = 3;
/** … and after this many it has failed. */
export const DEATHS_BEFORE_FAILURE = 6;

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

const isActive = (task: Task): boolean => task.status === 'pending' || task.status === 'processing';

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

const queuedSlot = (index: number, attempt: number, now: string): Slot => ({
  index,
  attempt,
  state: 'queued',
  worker_id: null,
  progress: 0,
  available_at: null,
  since: now,
  failures: 0,
  deaths: 0,
});

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

function deriveColumns(task: Task): void {
  task.running = 0;
  task.next_available_at = null;
  for (const slot of task.slots) {
    if (slot.state === 'processing') task.running += 1;
    else {
      const at = slot.available_at ?? slot.since;
      if (task.next_available_at === null || at < task.next_available_at) task.next_available_at = at;
    }
  }
}

export interface ClaimedSlot {
  index: number;
  attempt: number;
  failures: number;
}

export const mustRunAlone = (slot: Slot): boolean => slot.deaths >= DEATHS_BEFORE_SOLO;

export const isClaimable = (slot: Slot, now: string): boolean =>
  slot.state === 'queued' && (slot.available_at ?? '') <= now;

/** Puts up to `count` queued items into the worker's hands; with `solo`, one that must run alone instead. */
export const claimItems =
  (worker_id: string, count: number, solo: boolean): Change<ClaimedSlot[]> =>
  (task, { now }) => {
    if (!isActive(task)) return null;
    const slots = task.slots
      .filter((slot) => isClaimable(slot, now) && mustRunAlone(slot) === solo)
      .slice(0, count);
    if (slots.length === 0) return null;
    for (const slot of slots) takeInHand(slot, worker_id, now);
    moveTask(task, 'processing');
    task.started_at ??= now;
    return slots.map(claimed);
  };

function takeInHand(slot: Slot, worker_id: string, now: string): void {
  slot.attempt += 1;
  Object.assign(slot, { state: 'processing', worker_id, progress: 0, available_at: null, since: now });
}

const claimed = ({ index, attempt, failures }: Slot): ClaimedSlot => ({ index, attempt, failures });

/**
 * After `settle`: puts one item each, of those that became queued since `before`, into the hands of workers that wait for one. Those
 * queued before are left: turns for them are on their way.
 */
export function claimReleased(task: Task, before: Task, worker_ids: string[], now: string): ClaimedSlot[] {
  const slots = newlyQueued(task, before)
    .filter((slot) => isClaimable(slot, now) && !mustRunAlone(slot))
    .slice(0, worker_ids.length);
  slots.forEach((slot, at) => {
    takeInHand(slot, worker_ids[at] as string, now);
  });
  deriveColumns(task);
  return slots.map(claimed);
}

/** The slots that became queued by a write: as many turns are due. */
export function newlyQueued(after: Task, before: Task | null): Slot[] {
  if (after.next_available_at === null) return [];
  const queuedBefore = new Set<number>();
  for (const slot of before?.slots ?? []) if (slot.state === 'queued') queuedBefore.add(slot.index);
  return after.slots.filter((slot) => slot.state === 'queued' && !queuedBefore.has(slot.index));
}

/** The slot of exactly this attempt while it is in hand; a late result of an older attempt finds none. */
const slotInHand = (task: Task, index: number, attempt: number): Slot | undefined =>
  task.slots.find((slot) => slot.index === index && slot.attempt === attempt && slot.state === 'processing');

const dropSlot = (task: Task, slot: Slot): void => {
  task.slots.splice(task.slots.indexOf(slot), 1);
};

export const reportProgress =
  (index: number, attempt: number, progress: number): Change<true> =>
  (task) => {
    const slot = slotInHand(task, index, attempt);
    if (!slot || progress <= slot.progress) return null;
    slot.progress = progress;
    return true;
  };

/** Ends an attempt for good. */
export const finishItem =
  (
    index: number,
    attempt: number,
    status: 'completed' | 'failed' | 'cancelled',
    error: ItemError | null,
  ): Change<true> =>
  (task) => {
    const slot = slotInHand(task, index, attempt);
    if (!slot) return null;
    dropSlot(task, slot);
    task[`${status}_items`] += 1;
    if (status === 'failed') task.error = error;
    return true;
  };

/** Queues an item again whose attempt threw; not before `available_at`. A cancelling task has no use for it. */
export const queueAgain =
  (index: number, attempt: number, available_at: string): Change<true> =>
  (task, { now }) => {
    const slot = slotInHand(task, index, attempt);
    if (!slot) return null;
    if (task.status === 'cancelling') {
      dropSlot(task, slot);
      task.cancelled_items += 1;
    } else {
      Object.assign(slot, { state: 'queued', worker_id: null, progress: 0, since: now, available_at });
      slot.failures += 1;
    }
    return true;
  };

/** Gives an item back unfinished: its worker stops in good order, or (`died`) its lease lapsed. */
export const handBack =
  (index: number, attempt: number, died: boolean): Change<true> =>
  (task, { now }) => {
    const slot = slotInHand(task, index, attempt);
    if (!slot) return null;
    if (died) slot.deaths += 1;
    if (slot.deaths >= DEATHS_BEFORE_FAILURE) {
      dropSlot(task, slot);
      task.failed_items += 1;
      task.error = lostWorkers;
    } else if (task.status === 'cancelling') {
      dropSlot(task, slot);
      task.cancelled_items += 1;
    } else {
      Object.assign(slot, { state: 'queued', worker_id: null, progress: 0, since: now, available_at: null });
    }
    return true;
  };

export const lostWorkers: ItemError = {
  type: 'WorkerLost',
  message: `The worker died ${DEATHS_BEFORE_FAILURE} times while it ran this item, the last ${DEATHS_BEFORE_FAILURE - DEATHS_BEFORE_SOLO} times with nothing beside it.`,
};

/** Nothing unreleased runs from here on; what is in hand gets its grace. Null for a finished task. */
export const cancelTask: Change<true> = (task) => {
  if (isFinal(task.status)) return null;
  if (task.status === 'cancelling') return true;
  const inHand = task.slots.filter((slot) => slot.state === 'processing');
  task.cancelled_items += unreleased(task) + task.slots.length - inHand.length;
  task.slots = inHand;
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
