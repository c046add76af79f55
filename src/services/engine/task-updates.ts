/**
 * Writes changes of tasks. Changes of one task that arrive while a write of it is under way travel together in the
 * next one, so that a task with many items in hand costs few writes; a lost compare-and-set reads again and repeats.
 */
import type { ItemStore, Task, TaskStore } from '../../data/contracts/index.ts';
import { createItemTakers, type ItemTakers, type Taken } from './item-takers.ts';
import { type Change, canRelease, settle, type Unfinished } from './task-changes.ts';
import { isFinal } from './task-states.ts';

const KEPT_TASKS = 1_000;

interface Pending {
  change: Change<unknown>;
  resolve(outcome: Outcome<unknown>): void;
  reject(error: unknown): void;
}

/** `task` is null when there is no such task; `value` is null when the change did not apply. */
export interface Outcome<T> {
  task: Task | null;
  value: T | null;
}

interface Entry {
  pending: Pending[];
  takers: ItemTakers;
  writing: boolean;
  /** As last read or written; another process may have gone on since, then the compare-and-set says so. */
  known: Task | null;
  unfinished: Unfinished[];
  unfinished_of: { round: number; read_to: number };
}

export interface TaskUpdates {
  update<T>(id: string, change: Change<T>): Promise<Outcome<T>>;
  /**
   * One of the items that the writes of this process release, claimed in the same write; null when `until` is over before there
   * is one. It saves the turn, the look at what is queued and a write.
   */
  takeReleased(id: string, worker_id: string, until: Promise<unknown>): Promise<Taken | null>;
}

/** `onSaved` is awaited after each write, with the task before and after it, before whoever changed it gets an answer. */
export function createTaskUpdates(
  stores: { tasks: TaskStore; items: ItemStore },
  onSaved: (after: Task, before: Task) => void | Promise<void>,
): TaskUpdates {
  const entries = new Map<string, Entry>();

  function update<T>(id: string, change: Change<T>): Promise<Outcome<T>> {
    let entry = entries.get(id);
    if (!entry) {
      entry = {
        pending: [],
        takers: createItemTakers(),
        writing: false,
        known: null,
        unfinished: [],
        unfinished_of: { round: 0, read_to: 0 },
      };
      entries.set(id, entry);
    }
    const { promise, resolve, reject } = Promise.withResolvers<Outcome<T>>();
    entry.pending.push({ change, resolve: resolve as Pending['resolve'], reject });
    if (!entry.writing) {
      entry.writing = true;
      // One turn of the event loop later, so that what belongs together arrives together.
      setImmediate(() => void writeAll(id, entry));
    }
    return promise;
  }

  async function writeAll(id: string, entry: Entry): Promise<void> {
    while (entry.pending.length > 0) {
      const batch = entry.pending.splice(0);
      try {
        await write(id, entry, batch);
      } catch (error) {
        entry.known = null;
        entry.takers.failed(error);
        for (const one of batch) one.reject(error);
      }
    }
    entry.writing = false;
    forget(id, entry);
  }

  async function write(id: string, entry: Entry, batch: Pending[]): Promise<void> {
    for (let conflicts = 0; ; conflicts += 1) {
      const before = entry.known ?? (await stores.tasks.get(id));
      if (!before) {
        for (const one of batch) one.resolve({ task: null, value: null });
        return;
      }
      const draft = copy(before);
      const context = { now: new Date().toISOString(), unfinished: await unfinishedOf(entry, before) };
      const values = batch.map((one) => one.change(draft, context));
      if (values.every((value) => value === null) && entry.known) {
        // What is known may be old: say no only after a fresh look.
        entry.known = null;
        continue;
      }
      let after = before;
      if (values.some((value) => value !== null)) {
        // A retry starts a round: its unfinished items were not known above.
        if (draft.retry_round !== before.retry_round) context.unfinished = await unfinishedOf(entry, draft);
        settle(draft, context);
        entry.takers.offer(draft, before, context.now);
        draft.revision = before.revision + 1;
        if (!(await stores.tasks.save(draft, before.revision))) {
          entry.known = null;
          entry.takers.withdraw();
          if (conflicts > 1) await pause(Math.random() * Math.min(50, 2 ** conflicts));
          continue;
        }
        after = draft;
        const told = onSaved(after, before);
        if (told) await told;
      }
      entry.known = after;
      entry.takers.saved(after);
      batch.forEach((one, at) => {
        one.resolve({ task: after, value: values[at] });
      });
      return;
    }
  }

  /** Items without a completed row never change while they wait unreleased, so what was read stays true for the round. */
  async function unfinishedOf(entry: Entry, task: Task): Promise<Unfinished[]> {
    if (task.retry_round === 0 || isFinal(task.status)) return [];
    if (entry.unfinished_of.round !== task.retry_round) {
      entry.unfinished = [];
      entry.unfinished_of = { round: task.retry_round, read_to: task.released_items };
    }
    const start = entry.unfinished.findIndex((one) => one.index >= task.released_items);
    entry.unfinished = start < 0 ? [] : entry.unfinished.slice(start);
    const place = entry.unfinished_of;
    place.read_to = Math.max(place.read_to, task.released_items);
    while (entry.unfinished.length < task.concurrency && place.read_to < task.total_items) {
      const to = Math.min(task.total_items, place.read_to + 500);
      const rows = await stores.items.outcomes(task.id, place.read_to, to - place.read_to);
      const byIndex = new Map(rows.map((row) => [row.index, row]));
      for (let index = place.read_to; index < to; index += 1) {
        const row = byIndex.get(index);
        if (row?.status !== 'completed') entry.unfinished.push({ index, attempt: row?.attempt ?? 0 });
      }
      place.read_to = to;
    }
    return entry.unfinished;
  }

  function forget(id: string, entry: Entry): void {
    if (!entry.known || isFinal(entry.known.status)) entries.delete(id);
    if (entries.size <= KEPT_TASKS) return;
    for (const [other, old] of entries) {
      if (!old.writing && other !== id) {
        entries.delete(other);
        return;
      }
    }
  }

  return {
    update,
    async takeReleased(id, worker_id, until) {
      const entry = entries.get(id);
      return entry?.known && canRelease(entry.known) ? entry.takers.wait(worker_id, until) : null;
    },
  };
}

const copy = (task: Task): Task => ({ ...task, slots: task.slots.map((slot) => ({ ...slot })) });

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
