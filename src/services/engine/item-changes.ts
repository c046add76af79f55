/** Changes that workers and the rescue make to items in hand. */
import {
  type FileEntry,
  type ItemError,
  isPicture,
  type Slot,
  type Task,
} from '../../data/contracts/index.ts';
import { errorOfLost } from './lost-attempts.ts';
import {
  type ClaimedSlot,
  claimSlot,
  DEATHS_BEFORE_FAILURE,
  deriveColumns,
  isClaimable,
  letWait,
  moveItem,
  mustRunAlone,
  newlyQueued,
  slotInHand,
} from './slots.ts';
import { type Change, isActive } from './task-changes.ts';
import { moveTask } from './task-states.ts';

/** Puts up to `count` queued items into the worker's hands, of these indexes if they are given; with `solo`, one that must run alone instead. */
export const claimItems =
  (
    worker_id: string,
    count: number,
    solo: boolean,
    only?: Pick<ReadonlySet<number>, 'has'>,
  ): Change<ClaimedSlot[]> =>
  (task, { now }) => {
    if (!isActive(task)) return null;
    const slots = task.slots
      .filter(
        (slot) => isClaimable(slot, now) && mustRunAlone(slot) === solo && (!only || only.has(slot.index)),
      )
      .slice(0, count);
    if (slots.length === 0) return null;
    const claimed = slots.map((slot) => claimSlot(task, slot, worker_id, now));
    begin(task, now);
    return claimed;
  };

/** One of its items is in a worker's hands. */
function begin(task: Task, now: string): void {
  moveTask(task, 'processing');
  task.started_at ??= now;
}

/**
 * Called after `settle`: of the items that became queued since `before`, gives one to each worker that waits for one. Items queued
 * earlier are left alone, because turns for them are already in the queue.
 */
export function claimReleased(task: Task, before: Task, worker_ids: string[], now: string): ClaimedSlot[] {
  const slots = newlyQueued(task, before)
    .filter((slot) => isClaimable(slot, now) && !mustRunAlone(slot))
    .slice(0, worker_ids.length);
  const claimed = slots.map((slot, at) => claimSlot(task, slot, worker_ids[at] as string, now));
  if (claimed.length > 0) begin(task, now);
  deriveColumns(task);
  return claimed;
}

/**
 * Corrects waiting items whose times lie in the future because the clock was set back. From now on, each
 * waits as long as it would have had to.
 */
export const correctTimes: Change<true> = (task, { now }) => {
  const early = task.slots.filter(({ state, since }) => state === 'queued' && since > now);
  for (const slot of early) {
    const wait_ms = slot.available_at === null ? 0 : Date.parse(slot.available_at) - Date.parse(slot.since);
    letWait(slot, now, wait_ms > 0 ? new Date(Date.parse(now) + wait_ms).toISOString() : null);
  }
  return early.length > 0 ? true : null;
};

/** Lets queued items wait for a limit of their type: nobody finds them until they are let go, or `available_at` comes. */
export const putOff =
  (indexes: Pick<ReadonlySet<number>, 'has'>, available_at: string): Change<true> =>
  (task, { now }) => {
    const slots = task.slots.filter((slot) => isClaimable(slot, now) && indexes.has(slot.index));
    for (const slot of slots) {
      slot.available_at = available_at;
      slot.limited = true;
    }
    return slots.length > 0 ? true : null;
  };

/** There may be room under the limit that the item waits for. */
export const letGo =
  (index: number): Change<true> =>
  (task) => {
    const slot = task.slots.find((one) => one.index === index && one.limited);
    if (!slot) return null;
    slot.available_at = null;
    delete slot.limited;
    return true;
  };

export const reportProgress =
  (index: number, attempt: number, progress: number, note: string | null): Change<true> =>
  (task) => {
    const slot = slotInHand(task, index, attempt);
    if (!slot) return null;
    const says = note !== null && note !== slot.note;
    if (progress <= slot.progress && !says) return null;
    slot.progress = Math.max(slot.progress, progress);
    if (says) slot.note = note;
    return true;
  };

/** It was cancelled while it ran, and nobody has undone that: it does not wait for another attempt. */
export const mustStop = (task: Task, slot: Slot): boolean =>
  task.status === 'cancelling' || (slot.stopping === true && !slot.again);

/** Ends an attempt for good; `files` are those it leaves with the item. */
export const finishItem =
  (
    index: number,
    attempt: number,
    status: 'completed' | 'failed' | 'cancelled',
    error: ItemError | null,
    files: readonly Pick<FileEntry, 'bytes' | 'name' | 'content_type'>[] = [],
  ): Change<true> =>
  (task, { now }) => {
    const slot = slotInHand(task, index, attempt);
    if (!slot) return null;
    if (status === 'cancelled' && slot.again) {
      moveItem(task, slot, { to: 'queued', now, available_at: null });
      return true;
    }
    for (const { name, content_type, bytes } of files) {
      task.stored_bytes += bytes;
      if (isPicture(content_type)) task.cover ??= { index, name };
    }
    moveItem(task, slot, status === 'failed' ? { to: 'failed', error } : { to: status });
    return true;
  };

/** Queues an item again after its attempt threw, not before `available_at`. If the task is being cancelled, the item is cancelled. */
export const queueAgain =
  (index: number, attempt: number, available_at: string, postponed = false): Change<true> =>
  (task, { now }) => {
    const slot = slotInHand(task, index, attempt);
    if (!slot) return null;
    if (mustStop(task, slot)) moveItem(task, slot, { to: 'cancelled' });
    else {
      moveItem(task, slot, { to: 'queued', now, available_at });
      if (postponed)
        slot.postponed = { count: (slot.postponed?.count ?? 0) + 1, since: slot.postponed?.since ?? now };
      else slot.failures += 1;
    }
    return true;
  };

/** Puts an unfinished item back into the queue: its worker is stopping or, with `died`, its lease expired. */
export const handBack =
  (index: number, attempt: number, died: boolean): Change<true> =>
  (task, { now }) => {
    const slot = slotInHand(task, index, attempt);
    if (!slot) return null;
    if (died) slot.deaths += 1;
    if (slot.deaths >= DEATHS_BEFORE_FAILURE)
      moveItem(task, slot, { to: 'failed', error: errorOfLost(slot.deaths) });
    else if (mustStop(task, slot)) moveItem(task, slot, { to: 'cancelled' });
    else moveItem(task, slot, { to: 'queued', now, available_at: null });
    return true;
  };
