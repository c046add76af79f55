import type { EventBus, Task, TaskState } from '../../data/contracts/index.ts';
import type { SavedListener } from './saved-listeners.ts';
import { mustRunAlone } from './slots.ts';
import { isFinal } from './task-states.ts';

const QUIET_MS = 100;

export const stateOf = (task: Task): TaskState => ({
  id: task.id,
  type: task.type,
  name: task.name,
  owner_id: task.owner_id,
  shared: task.shared,
  pictured: task.cover !== null,
  status: task.status,
  progress: task.progress,
  total_items: task.total_items,
  completed_items: task.completed_items,
  failed_items: task.failed_items,
  cancelled_items: task.cancelled_items,
  in_flight: task.running,
  runs_alone: task.slots.some(mustRunAlone),
  revision: task.revision,
  created_at: task.created_at,
  updated_at: task.updated_at,
  deleted: task.deleted_at !== null,
});

/** Publishes tasks as they change: the first change and the last at once, else ten a second per task. */
export class TaskEvents implements SavedListener {
  readonly #events: EventBus;
  /** Tasks published within the last 100 ms, each with its latest change since then. */
  readonly #quiet = new Map<string, { timer: NodeJS.Timeout; newest: Task | null }>();

  constructor(events: EventBus) {
    this.#events = events;
  }

  saved(after: Task, before: Task | null): void {
    if (this.#events.isHeard?.('task') === false) {
      // Whoever listens from now on has read a newer state than one that would be sent later.
      if (this.#quiet.size > 0) this.#forget(after.id);
      return;
    }
    const waits = this.#quiet.get(after.id);
    const atOnce = !waits || after.status !== before?.status || after.deleted_at !== before.deleted_at;
    if (!atOnce) {
      waits.newest = after;
      return;
    }
    if (waits) clearTimeout(waits.timer);
    this.#send(after);
  }

  /** Publishes what still waits. */
  close(): void {
    for (const { timer, newest } of this.#quiet.values()) {
      clearTimeout(timer);
      if (newest) this.#events.publish('task', stateOf(newest));
    }
    this.#quiet.clear();
  }

  #send(task: Task): void {
    this.#events.publish('task', stateOf(task));
    // What follows the end is a change of the status, or one that waits for nothing.
    if (isFinal(task.status)) return void this.#quiet.delete(task.id);
    const timer = setTimeout(() => this.#endQuiet(task.id), QUIET_MS);
    timer.unref();
    this.#quiet.set(task.id, { timer, newest: null });
  }

  #forget(id: string): void {
    clearTimeout(this.#quiet.get(id)?.timer);
    this.#quiet.delete(id);
  }

  #endQuiet(id: string): void {
    const newest = this.#quiet.get(id)?.newest;
    this.#quiet.delete(id);
    if (newest) this.#send(newest);
  }
}

function newlyStopping(after: Task, before: Task | null): { index: number; attempt: number }[] {
  if (!after.slots.some((slot) => slot.stopping)) return [];
  const stopping = after.slots.filter((slot) => slot.stopping);
  const known = new Set(before?.slots.filter((slot) => slot.stopping).map(({ index }) => index));
  return stopping.filter(({ index }) => !known.has(index)).map(({ index, attempt }) => ({ index, attempt }));
}

/** Tells workers at once that the items of a task must stop. A worker that misses the message reads the store with its next heartbeat. */
export const cancelMessages = (events: EventBus): SavedListener => ({
  saved(after, before) {
    const message = { task_id: after.id, revision: after.revision };
    if (after.status === 'cancelling' && before?.status !== 'cancelling') events.publish('cancel', message);
    const items = newlyStopping(after, before);
    if (items.length > 0) events.publish('cancel', { ...message, items });
  },
});
