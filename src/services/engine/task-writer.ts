import {
  DamagedData,
  type ItemRow,
  type ItemStore,
  type Task,
  type TaskStore,
} from '../../data/contracts/index.ts';
import type { SteadyClock } from '../../runtime/clock.ts';
import { isoTime } from '../../runtime/iso-time.ts';
import { ItemRecorder } from './item-recorder.ts';
import { ItemTakers, type Taken } from './item-takers.ts';
import { type SavedListener, tellSaved } from './saved-listeners.ts';
import { type Change, type ChangeContext, canRelease, copyOf, settle } from './task-changes.ts';
import { isFinal } from './task-states.ts';
import type { TypePauses } from './type-pauses.ts';
import { UnfinishedItems } from './unfinished-items.ts';

const KEPT_TASKS = 1_000;
/** Conflicts in a row although the task was read with the same revision. */
const SAME_REVISION = 10;

/** `task` is null when there is no such task; `value` is null when the change did not apply. */
export interface Written<T> {
  task: Task | null;
  value: T | null;
}

interface Pending {
  change: Change<unknown>;
  /** The outcome that is recorded together with the change. */
  row: ItemRow | null;
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
  /** The task before a write of which it is unknown whether it was stored. */
  unsure: Task | null;
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
 * Writes changes of tasks. Changes of one task that arrive during a write of it are combined in the next write, so that a task with many
 * items in hand costs few writes. If a compare-and-set fails, the task is read again and the changes are repeated.
 */
export class TaskWriter {
  readonly #parts: TaskWriterParts;
  readonly #recorder: ItemRecorder;
  readonly #entries = new Map<string, Entry>();

  constructor(parts: TaskWriterParts) {
    this.#parts = parts;
    this.#recorder = new ItemRecorder(parts.items);
  }

  /**
   * Resolves once the change is stored and the listeners have been told. `seen` is the task as it was read a moment ago: it saves
   * another read, and the compare-and-set fails if the task has changed since.
   */
  update<T>(id: string, change: Change<T>, seen: Task | null = null): Promise<Written<T>> {
    return this.#add(id, change, null, seen);
  }

  /**
   * Records the outcome of an item, and makes the change if the outcome is accepted. If the store can do both in one write, the end of an
   * item waits for the disk only once. `task` is the task as of the claim; a task of one item has mostly not changed since. `value` is null
   * if the outcome is not accepted.
   */
  async finish(task: Task, row: ItemRow, change: Change<true>): Promise<Written<true>> {
    if (this.#parts.tasks.writesWithTask?.(task, row)) return this.#add(row.task_id, change, row, task);
    const stands = await this.#recorder.record(row);
    return this.#add(row.task_id, stands ? change : noChange, null, null);
  }

  #add<T>(id: string, change: Change<T>, row: ItemRow | null, seen: Task | null): Promise<Written<T>> {
    const entry = this.#entryOf(id);
    if (!entry.writing) entry.known ??= seen;
    const { promise, resolve, reject } = Promise.withResolvers<Written<T>>();
    entry.pending.push({ change, row, resolve: resolve as Pending['resolve'], reject });
    if (!entry.writing) {
      entry.writing = true;
      // The end of the only item is written at once: no other change could be combined with it.
      if (row && seen?.total_items === 1) void this.#writeAll(id, entry);
      // One turn of the event loop later, so that changes made together are written together.
      else setImmediate(() => void this.#writeAll(id, entry));
    }
    return promise;
  }

  /**
   * Claims one of the items that writes of this process release, in the same write; null if `until` settles before there is one. This
   * saves the turn, the query for queued items and a separate write.
   */
  async takeReleased(id: string, worker_id: string, until: Promise<unknown>): Promise<Taken | null> {
    const entry = this.#entries.get(id);
    return entry?.known && canRelease(entry.known) ? entry.takers.wait(worker_id, until) : null;
  }

  #entryOf(id: string): Entry {
    let entry = this.#entries.get(id);
    if (!entry) {
      const unfinished = new UnfinishedItems(this.#parts.items);
      entry = {
        pending: [],
        takers: new ItemTakers(),
        writing: false,
        known: null,
        unsure: null,
        unfinished,
      };
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
    let [same, revision] = [0, -1];
    for (let conflicts = 0; ; conflicts += 1) {
      const before: Task | null = entry.known ?? (await this.#read(id, entry));
      if (!before) return { task: null, values: [] };
      const draft = copyOf(before);
      const now = isoTime(this.#parts.clock.now());
      const unfinished = before.retry_round === 0 ? [] : await entry.unfinished.next(before);
      const context = { now, unfinished };
      const values = batch.map((one) => one.change(draft, context));
      const applies = values.some((value) => value !== null);
      if (!applies && entry.known) {
        // The known state may be out of date: refuse only after reading again.
        entry.known = null;
        continue;
      }
      const rows = batch.flatMap(({ row }, at) => (row && values[at] !== null ? [row] : []));
      const task = applies ? await this.#save(entry, draft, before, context, rows) : before;
      if (task === 'refused') {
        await this.#recordApart(batch);
        continue;
      }
      if (!task) {
        same = before.revision === revision ? same + 1 : 0;
        revision = before.revision;
        // Nobody else has written it: the stored revision is not the one that is read.
        if (same >= SAME_REVISION) throw new DamagedData('tasks.revision', id);
        if (conflicts > 1) await pause(Math.random() * Math.min(50, 2 ** conflicts));
        continue;
      }
      entry.known = task;
      entry.takers.saved(task);
      return { task, values };
    }
  }

  /**
   * If a write whose answer was lost was stored after all, its consequences that nobody else makes up for follow now. It may still be
   * stored later, until another write has succeeded.
   */
  async #read(id: string, entry: Entry): Promise<Task | null> {
    const task = await this.#parts.tasks.get(id);
    const { unsure } = entry;
    if (!task || !unsure || task.revision === unsure.revision) return task;
    entry.unsure = null;
    for (const listener of this.#parts.listeners) listener.maybeSaved?.(task, unsure);
    return task;
  }

  /** Records the outcomes separately, so that only those that are not accepted are left out, each with its change. */
  async #recordApart(batch: Pending[]): Promise<void> {
    const record = async (one: Pending) => {
      if (!one.row) return;
      if (!(await this.#recorder.record(one.row))) one.change = noChange;
      one.row = null;
    };
    await Promise.all(batch.map(record));
  }

  /** Null if another process has written the task since `before`; `refused` if the outcomes must be recorded separately. */
  async #save(
    entry: Entry,
    draft: Task,
    before: Task,
    context: ChangeContext,
    rows: ItemRow[],
  ): Promise<Task | 'refused' | null> {
    // After a retry or a choice of items, the next items were not known before.
    if (draft.retry_round !== before.retry_round || draft.picks !== before.picks)
      context.unfinished = await entry.unfinished.next(draft);
    settle(draft, context);
    if (!this.#parts.pauses.isPaused(draft.type)) entry.takers.offer(draft, before, context.now);
    draft.revision = before.revision + 1;
    let saved: boolean | 'refused';
    try {
      saved = await this.#store(draft, before, rows);
    } catch (error) {
      entry.unsure ??= before;
      throw error;
    }
    if (saved !== true) {
      entry.known = null;
      entry.takers.withdraw();
      return saved || null;
    }
    entry.unsure = null;
    const waits = tellSaved(this.#parts.listeners, draft, before);
    if (waits) await waits;
    return draft;
  }

  async #store(draft: Task, before: Task, rows: ItemRow[]): Promise<boolean | 'refused'> {
    const { tasks } = this.#parts;
    const deleted = draft.deleted_at && !before.deleted_at;
    const same =
      draft.name === before.name && draft.priority === before.priority && draft.shared === before.shared;
    if (rows.length > 0) {
      if (deleted || !same || !tasks.saveWithItems) return 'refused';
      if (!rows.every((row) => tasks.writesWithTask?.(draft, row))) return 'refused';
      return tasks.saveWithItems(draft, before.revision, rows, before);
    }
    if (deleted) return tasks.saveDeleted(draft, before.revision);
    return same ? tasks.save(draft, before.revision, before) : tasks.saveHead(draft, before.revision);
  }

  #forget(id: string, entry: Entry): void {
    if (entry.known ? isFinal(entry.known.status) : !entry.unsure) this.#entries.delete(id);
    if (this.#entries.size <= KEPT_TASKS) return;
    for (const [other, old] of this.#entries) {
      if (!old.writing && other !== id) {
        this.#entries.delete(other);
        return;
      }
    }
  }
}

const noChange = () => null;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** For work on many tasks: one that cannot be written, which the log names, must not hold up the others. */
export async function unlessDamaged<T, E>(work: Promise<T>, otherwise: E): Promise<T | E> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof DamagedData) return otherwise;
    throw error;
  }
}
