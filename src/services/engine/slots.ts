/** The slots of a task, and every move of an item that has one. */
import type { ItemError, Slot, Task } from '../../data/contracts/index.ts';
import { parseIso } from '../../runtime/iso-time.ts';
import { withIndexes } from './index-ranges.ts';
import { checkItemMove } from './task-states.ts';

/** After so many deaths of its worker, an item runs alone in a worker … */
export const DEATHS_BEFORE_SOLO = 3;
/** … and after so many it has failed. */
export const DEATHS_BEFORE_FAILURE = 6;

/** Means "at once" in `next_available_at`: an item that does not have to wait is found whatever any clock says. */
const AT_ONCE = '1970-01-01T00:00:00.000Z';

export const queuedSlot = (index: number, attempt: number, now: string): Slot => ({
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

export type ItemMove =
  | { to: 'processing'; worker_id: string; now: string }
  | { to: 'queued'; now: string; available_at: string | null }
  | { to: 'completed' }
  | { to: 'failed'; error: ItemError | null }
  | { to: 'cancelled' };

/** The one place where a slot changes its state. An item that ends leaves its slot and counts in the same step. */
export function moveItem(task: Task, slot: Slot, move: ItemMove): void {
  checkItemMove(slot.state, move.to);
  switch (move.to) {
    case 'processing':
      slot.state = 'processing';
      slot.attempt += 1;
      slot.worker_id = move.worker_id;
      slot.progress = 0;
      slot.note = null;
      slot.available_at = null;
      delete slot.limited;
      slot.since = move.now;
      return;
    case 'queued':
      slot.state = 'queued';
      slot.worker_id = null;
      slot.progress = 0;
      slot.note = null;
      delete slot.sent;
      delete slot.stopping;
      delete slot.again;
      letWait(slot, move.now, move.available_at);
      return;
    case 'failed':
      task.error = move.error;
      break;
    case 'cancelled':
      // The row may still describe the attempt before the item was chosen for a retry.
      if (task.picks)
        task.picks = { ...task.picks, cancelled: withIndexes(task.picks.cancelled, [slot.index]) };
  }
  task.slots.splice(task.slots.indexOf(slot), 1);
  if (move.to !== 'cancelled') forgetStopped(task, slot.index);
  task[`${move.to}_items`] += 1;
}

/** The item ended by itself before the cancel of its task reached it. */
function forgetStopped(task: Task, index: number): void {
  const stopped = task.picks?.stopped;
  if (!task.picks || !stopped) return;
  const items = stopped.items.filter((one) => one.index !== index);
  task.picks = { ...task.picks, stopped: { ...stopped, items } };
}

/** Queued since `now`, and not to be claimed before `available_at` (null = at once). */
export function letWait(slot: Slot, now: string, available_at: string | null): void {
  slot.since = now;
  slot.available_at = available_at;
}

export interface ClaimedSlot {
  index: number;
  attempt: number;
  failures: number;
  postponed?: Slot['postponed'];
  /** The time from which it could have run. */
  waited_ms: number;
}

/** Gives a queued item to a worker. */
export function claimSlot(task: Task, slot: Slot, worker_id: string, now: string): ClaimedSlot {
  const waited_ms = Math.max(0, parseIso(now) - parseIso(slot.available_at ?? slot.since));
  moveItem(task, slot, { to: 'processing', worker_id, now });
  const { index, attempt, failures, postponed } = slot;
  return { index, attempt, failures, waited_ms, ...(postponed && { postponed }) };
}

export const mustRunAlone = (slot: Slot): boolean => slot.deaths >= DEATHS_BEFORE_SOLO;

export const isClaimable = (slot: Slot, now: string): boolean =>
  slot.state === 'queued' && (slot.available_at ?? '') <= now;

/** The slot of exactly this attempt while a worker has it; a late result of an older attempt finds none. */
export const slotInHand = (task: Task, index: number, attempt: number): Slot | undefined =>
  task.slots.find((slot) => slot.index === index && slot.attempt === attempt && slot.state === 'processing');

/** The slots that a write has queued: as many turns have to be pushed. */
export function newlyQueued(after: Task, before: Task | null): Slot[] {
  if (after.next_available_at === null) return [];
  if (before === null) return after.slots.filter((slot) => slot.state === 'queued');
  const queuedBefore = new Set<number>();
  for (const slot of before.slots) if (slot.state === 'queued') queuedBefore.add(slot.index);
  return after.slots.filter((slot) => slot.state === 'queued' && !queuedBefore.has(slot.index));
}

/** What the stores derive from the slots and keep in separate columns for their indexes. */
export function deriveColumns(task: Task): void {
  task.running = 0;
  task.next_available_at = null;
  for (const slot of task.slots) {
    if (slot.state === 'processing') task.running += 1;
    else {
      const at = slot.available_at ?? AT_ONCE;
      if (task.next_available_at === null || at < task.next_available_at) task.next_available_at = at;
    }
  }
}
