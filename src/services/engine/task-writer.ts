import type { ItemStore, Task, TaskStore } from '../../data/contracts/index.ts';
import type { SteadyClock } from '../../runtime/clock.ts';
import { ItemTakers, type Taken } from './item-takers.ts';
import { type SavedListener, tellSaved } from './saved-listeners.ts';
import { type Change, type ChangeContext, canRelease, settle } from './task-changes.ts';
import { isFinal } from './task-states.ts';
import type { TypePauses } from './type-pauses.ts';
import { UnfinishedItems } from './unfinished-items.ts';

const KEPT_TASKS = 1_000;

/** `task` is null when there is no such task; `value` is null when the change did not apply. */
export interface Written<T> {
  task: Task | null;
  value: T | null;
}

interface Pending {
  change: Change<unknown>;
  resolve(written: Written<unknown>): void;
  reject(error: unknown): void;
}

/** A task that is being written or was written recently. */
interface Entry {
  pending: Pending[];
  takers: ItemTakers;
  writing: boolean;
  /** As last read or written. If another process has written since, the compare-and-set fails. */
  known: Task | null;
  unfinished: UnfinishedItems;
}

export interface TaskWriterParts {
  tasks: TaskStore;
  items: ItemStore;
  listeners: readonly SavedListener[];
  /** Released items of a paused type are left waiting. */
  pauses: Pick<TypePauses, 'isPaused'>;
  clock: SteadyClock;
}

/**
 * Writes changes of tasks. Changes of one task that arrive while a write of it is under way travel together in the
 * next one, so that a task with many items in hand costs few writes; a lost compare-and-set reads again and repeats.
 */
export class TaskWriter {
  readonly #parts: TaskWriterParts;
  readonly #entries = new Map<string, Entry>();

  constructor(parts: TaskWriterParts) {
    this.#parts = parts;
  }

  /**
   * Resolves once the change is stored and the listeners have been told. `seen` is the task as it was read a moment ago: it saves
   * another read, and the compare-and-set fails if the task has changed since.
   */
  update<T>(id: string, change: Change<T>, seen: Task | null = null): Promise<Written<T>> {
    const entry = this.#entryOf(id);
    if (!entry.writing) entry.known ??= seen;
    const { promise, resolve, reject } = Promise.withResolvers<Written<T>>();
    entry.pending.push({ change, resolve: resolve as Pending['resolve'], reject });
    if (!entry.writing) {
      entry.writing = true;
      // One turn of the event loop later, so that changes made together are written together.
      setImmediate(() => void this.#writeAll(id, entry));
    }
    return promise;
  }

  /**
   * One of the items that the writes of this process release, claimed in the same write; null if `until` settles before there is one.
   * It saves the turn, the query for queued items and a write.
   */
  async takeReleased(id: string, worker_id: string, until: Promise<unknown>): Promise<Taken | null> {
    const entry = this.#entries.get(id);
    return entry?.known && canRelease(entry.known) ? entry.takers.wait(worker_id, until) : null;
  }

  #entryOf(id: string): Entry {
    let entry = this.#entries.get(id);
    if (!entry) {
      const unfinished = new UnfinishedItems(this.#parts.items);
      entry = { pending: [], takers: new ItemTakers(), writing: false, known: null, unfinished };
      this.#entries.set(id, entry);
    }
    return entry;
  }

  async #writeAll(id: string, entry: Entry): Promise<void> {
    while (entry.pending.length > 0) {
      const batch = entry.pending.splice(0);
      try {
        const { task, values } = await this.#write(id, entry, batch);
        batch.forEach((one, at) => {
          one.resolve({ task, value: values[at] ?? null });
        });
      } catch (error) {
        entry.known = null;
        entry.takers.failed(error);
        for (const one of batch) one.reject(error);
      }
    }
    entry.writing = false;
    this.#forget(id, entry);
  }

  async #write(
    id: string,
    entry: Entry,
    batch: Pending[],
  ): Promise<{ task: Task | null; values: unknown[] }> {
    for (let conflicts = 0; ; conflicts += 1) {
      const before: Task | null = entry.known ?? (await this.#parts.tasks.get(id));
      if (!before) return { task: null, values: [] };
      const draft = copy(before);
      const now = new Date(this.#parts.clock.now()).toISOString();
      const context = { now, unfinished: await entry.unfinished.next(before) };
      const values = batch.map((one) => one.change(draft, context));
      const applies = values.some((value) => value !== null);
      if (!applies && entry.known) {
        // The known state may be out of date: refuse only after reading again.
        entry.known = null;
        continue;
      }
      const task = applies ? await this.#save(entry, draft, before, context) : before;
      if (!task) {
        if (conflicts > 1) await pause(Math.random() * Math.min(50, 2 ** conflicts));
        continue;
      }
      entry.known = task;
      entry.takers.saved(task);
      return { task, values };
    }
  }

  /** Null when another process has written the task since `before`. */
  async #save(entry: Entry, draft: Task, before: Task, context: ChangeContext): Promise<Task | null> {
    // A retry starts a round, and a choice skips items: the next items were not known before.
    if (draft.retry_round !== before.retry_round || draft.picks !== before.picks)
      context.unfinished = await entry.unfinished.next(draft);
    settle(draft, context);
    if (!this.#parts.pauses.isPaused(draft.type)) entry.takers.offer(draft, before, context.now);
    draft.revision = before.revision + 1;
    if (!(await this.#store(draft, before))) {
      entry.known = null;
      entry.takers.withdraw();
      return null;
    }
    const waits = tellSaved(this.#parts.listeners, draft, before);
    if (waits) await waits;
    return draft;
  }

  #store(draft: Task, before: Task): Promise<boolean> {
    const { tasks } = this.#parts;
    if (draft.deleted_at && !before.deleted_at) return tasks.saveDeleted(draft, before.revision);
    const same =
      draft.name === before.name && draft.priority === before.priority && draft.shared === before.shared;
    return same ? tasks.save(draft, before.revision) : tasks.saveHead(draft, before.revision);
  }

  #forget(id: string, entry: Entry): void {
    if (!entry.known || isFinal(entry.known.status)) this.#entries.delete(id);
    if (this.#entries.size <= KEPT_TASKS) return;
    for (const [other, old] of this.#entries) {
      if (!old.writing && other !== id) {
        this.#entries.delete(other);
        return;
      }
    }
  }
}

const copy = (task: Task): Task => ({ ...task, slots: task.slots.map((slot) => ({ ...slot })) });

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
