import type { Database, ItemError, ItemRow, NewTaskRecord, Task } from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import type { SteadyClock } from '../../runtime/clock.ts';
import { isoTime, parseIso } from '../../runtime/iso-time.ts';
import type { AttemptOutcome, ClaimedItem } from './attempt.ts';
import type { AttemptListener } from './attempt-listeners.ts';
import {
  type ChosenRows,
  cancelChosen,
  type Edition,
  editionOf,
  notToCancel,
  notToRetry,
  retryChosen,
} from './chosen-items.ts';
import type { DirectStart, DirectStarts } from './direct-starts.ts';
import { correctTimes, finishItem, handBack, letGo, queueAgain, reportProgress } from './item-changes.ts';
import { type OwnerClaim, OwnerClaims } from './owner-claims.ts';
import { rescueTask } from './rescue.ts';
import { type SavedListener, tellSaved } from './saved-listeners.ts';
import type { ClaimedSlot } from './slots.ts';
import type { StartLimits } from './start-limits.ts';
import {
  type Change,
  cancelTask,
  deleteTask,
  editTask,
  endDamaged,
  retryTask,
  slotsAreDamaged,
  type TaskEdit,
} from './task-changes.ts';
import type { TaskPurge } from './task-purge.ts';
import { TaskWriter, unlessDamaged, type Written } from './task-writer.ts';
import type { TypePauses } from './type-pauses.ts';
import { undoCancelOf } from './undo-cancel.ts';

/** How often a choice of items is made again if the task has changed in the meantime. */
const CHOICE_TRIES = 10;

/** `task` is null if there is none. If `unfit` is not empty, nothing was changed. */
export interface Chosen {
  task: Task | null;
  unfit: number[];
}

export interface TaskEngineParts {
  database: Pick<Database, 'tasks' | 'items' | 'itemLogs'>;
  /** Called after every saved change, in this order. */
  listeners: readonly SavedListener[];
  purge: TaskPurge;
  /** Called for attempts that this process starts and ends. */
  attempts: readonly AttemptListener[];
  /** The types whose items may not be claimed. */
  pauses: Pick<TypePauses, 'claimable' | 'isPaused'>;
  /** Decides which items must wait. */
  limits: StartLimits;
  direct: DirectStarts;
  clock: SteadyClock;
}

/**
 * The operations on stored tasks: claim, report, finish, hand back, cancel, retry, delete. It checks no permissions: the task service
 * does. Every method may throw `Unavailable`, and every method can be repeated until it succeeds.
 */
export class TaskEngine {
  readonly #parts: TaskEngineParts;
  readonly #writer: TaskWriter;
  readonly #claims: OwnerClaims;

  constructor(parts: TaskEngineParts) {
    const { tasks, items } = parts.database;
    this.#parts = parts;
    const { listeners, pauses, limits, clock } = parts;
    this.#writer = new TaskWriter({ tasks, items, listeners, pauses, clock });
    const started = (task: Task, slot: ClaimedSlot) => this.#started(task, slot);
    this.#claims = new OwnerClaims({ tasks, writer: this.#writer, pauses, limits, clock, started });
  }

  /** Stores a new task in one durable write. False if a task with its id already exists. */
  create(task: Task, params: unknown): Promise<boolean> {
    return this.#parts.database.tasks.create(task, params);
  }

  /** The same. If a place is free for its only item, the same write claims the item, which runs after `created` was called. */
  async createAndStart(
    task: Task,
    params: unknown,
  ): Promise<{ created: boolean; start: DirectStart | null }> {
    const start = await this.#parts.direct.of(task, params);
    try {
      const created = await this.create(start?.task ?? task, params);
      if (created) return { created, start };
      start?.place.giveBack();
      return { created, start: null };
    } catch (error) {
      start?.place.lose();
      throw error;
    }
  }

  /** Stores several tasks in one write: all or none. Returns, in order, false for each task whose id already exists. */
  async createMany(made: readonly NewTaskRecord[]): Promise<boolean[]> {
    return this.#parts.database.tasks.createMany(made);
  }

  /** Informs the listeners that a task was created and will stay. */
  async created(task: Task, start: DirectStart | null = null): Promise<void> {
    try {
      await tellSaved(this.#parts.listeners, start?.task ?? task, null);
    } finally {
      if (start) this.#startDirectly(start);
    }
  }

  #startDirectly(start: DirectStart): void {
    const { direct } = this.#parts;
    // Attempts of other processes are counted there.
    if (start.place.sends) direct.start(start, { task: start.task, ...start.slot });
    else direct.start(start, this.#started(start.task, start.slot));
  }

  /** To be called if an item that was claimed elsewhere starts in this process. */
  begun({ task, waited_ms }: ClaimedItem): void {
    for (const listener of this.#parts.attempts) listener.started(task, waited_ms);
  }

  /** Null for a finished task. */
  cancel(id: string): Promise<Written<true>> {
    return this.#writer.update(id, cancelTask);
  }

  /** Null while the task runs, or if none of its items failed or were cancelled. */
  retry(id: string): Promise<Written<true>> {
    return this.#writer.update(id, retryTask);
  }

  /** Runs again what the cancel of the task stopped, or is stopping. Null if something of it has been retried since. */
  undoCancel(id: string): Promise<Written<true>> {
    const { itemLogs: item_logs } = this.#parts.database;
    return undoCancelOf({ writer: this.#writer, item_logs, now: this.#iso() }, id);
  }

  /** Makes the task invisible, and cancels it if it runs. It is purged once it has ended. Null if it was already deleted. */
  delete(id: string): Promise<Written<true>> {
    return this.#writer.update(id, deleteTask);
  }

  /** Cancels these items, also while the rest runs. `unfit` lists those that have ended; then nothing is changed. */
  cancelItems(id: string, indexes: readonly number[]): Promise<Chosen> {
    return this.#choose(id, indexes, notToCancel, (rows) => cancelChosen(indexes, rows));
  }

  /** Runs these items again, also while the rest runs. `unfit` lists those that did not fail and were not cancelled. */
  retryItems(id: string, indexes: readonly number[]): Promise<Chosen> {
    return this.#choose(id, indexes, notToRetry, (rows, seen) => retryChosen(indexes, rows, seen));
  }

  /** Changes the fields of a task that may be changed after its creation. */
  edit(id: string, set: TaskEdit): Promise<Written<true>> {
    return this.#writer.update(id, editTask(set));
  }

  /** Claims up to `count` of the owner's best queued items, of types in `pool` (null = all); with `solo`, only those that run alone. */
  claim(
    worker_id: string,
    owner_id: string,
    count: number,
    solo: boolean,
    pool: string | null = null,
  ): Promise<OwnerClaim> {
    return this.#claims.claim({ worker_id, owner_id, count, solo, pool });
  }

  /** Makes an item claimable that waits for a limit of its type; false if it no longer waits. */
  async letGo(task_id: string, index: number): Promise<boolean> {
    return (await this.#writer.update(task_id, letGo(index))).value !== null;
  }

  /** The next item of the task, once a write of this process has released one; null if `until` settles first. */
  async claimReleased(
    worker_id: string,
    task_id: string,
    until: Promise<unknown>,
  ): Promise<ClaimedItem | null> {
    const taken = await this.#writer.takeReleased(task_id, worker_id, until);
    return taken && this.#started(taken.task, taken.slot);
  }

  /** `percent` is from 0 to 100; `note` is the handler's text, and null keeps the previous one. */
  async progress(
    task_id: string,
    index: number,
    attempt: number,
    percent: number,
    note: string | null,
  ): Promise<void> {
    await this.#writer.update(task_id, reportProgress(index, attempt, percent, note));
  }

  /** Records the outcome once; false if the attempt no longer belonged to the worker (then nothing of it counts). */
  async finish(item: ClaimedItem, outcome: AttemptOutcome): Promise<boolean> {
    const { task, index, attempt } = item;
    const row = rowOf(item, outcome);
    const change =
      outcome.kind === 'retry'
        ? queueAgain(index, attempt, this.#iso(outcome.after_ms), outcome.postponed)
        : finishItem(index, attempt, outcome.kind, inShort(row.error), row.files);
    const { task: after, value } = await this.#writer.finish(task, row, change);
    // The task was purged while this attempt still ran: nothing of it may stay behind.
    if (!after) await this.#parts.purge.purge(task.id);
    if (value !== null) {
      const run_ms = Math.max(0, parseIso(outcome.ended_at) - parseIso(outcome.started_at));
      for (const listener of this.#parts.attempts) listener.ended(task, outcome.kind, run_ms);
    }
    return value !== null;
  }

  /** Puts unfinished items back into the queue while the worker stops. */
  async handBack(list: Pick<ClaimedItem, 'task' | 'index' | 'attempt'>[]): Promise<void> {
    await Promise.all(
      list.map(({ task, index, attempt }) => this.#writer.update(task.id, handBack(index, attempt, false))),
    );
  }

  /** Takes the items of `task` away from every worker for which `isDead` is true; returns how many. */
  rescue(task: Task, isDead: (worker_id: string) => boolean): Promise<number> {
    const { purge, database } = this.#parts;
    const { items, itemLogs: item_logs } = database;
    const removeFiles = purge.filesOf.bind(purge);
    const parts = { items, item_logs, writer: this.#writer, now: this.#iso(), removeFiles };
    return unlessDamaged(rescueTask(parts, task, isDead), 0);
  }

  /** Corrects the times of items that would wait too long because the clock was set back. */
  async correctTimes(task_id: string): Promise<Task | null> {
    return (await this.#writer.update(task_id, correctTimes)).task;
  }

  /** Ends those of the tasks whose slots are damaged where they are stored: nobody could claim or finish their items. */
  async endDamaged(tasks: readonly Task[]): Promise<void> {
    for (const task of tasks)
      if (slotsAreDamaged(task)) await unlessDamaged(this.#writer.update(task.id, endDamaged), null);
  }

  /** Reads the rows first, and reads them again if the task has changed in the meantime. */
  async #choose(
    id: string,
    indexes: readonly number[],
    unfitOf: typeof notToCancel,
    changeOf: (rows: ChosenRows, seen: Edition) => Change<true>,
  ): Promise<Chosen> {
    const { tasks, items } = this.#parts.database;
    for (let tries = 0; tries < CHOICE_TRIES; tries += 1) {
      const task = await tasks.get(id);
      if (!task || task.deleted_at) return { task, unfit: [] };
      const rows = new Map((await items.getMany(id, [...indexes])).map((row) => [row.index, row]));
      const unfit = unfitOf(task, indexes, rows);
      if (unfit.length > 0) return { task, unfit };
      const written = await this.#writer.update(id, changeOf(rows, editionOf(task)));
      if (written.value || !written.task) return { task: written.task, unfit: [] };
    }
    throw new Fault('edit_conflict');
  }

  #started(task: Task, slot: ClaimedSlot): ClaimedItem {
    for (const listener of this.#parts.attempts) listener.started(task, slot.waited_ms);
    return { task, ...slot };
  }

  #iso(later_ms = 0): string {
    return isoTime(this.#parts.clock.now() + later_ms);
  }
}

/** The task is written with every change, so it keeps only those parts of an error that everybody may see. */
const inShort = (error: ItemError | null): ItemError | null =>
  error && {
    type: error.type,
    message: error.message,
    ...(error.zh !== undefined && { zh: error.zh }),
  };

function rowOf({ task, index, attempt }: ClaimedItem, outcome: AttemptOutcome): ItemRow {
  const completed = outcome.kind === 'completed';
  return {
    task_id: task.id,
    index,
    attempt,
    round: task.retry_round,
    status: outcome.kind === 'retry' ? 'queued' : outcome.kind,
    label: outcome.label,
    result: completed ? outcome.result : null,
    error: 'error' in outcome ? outcome.error : null,
    note: outcome.note,
    files: completed ? outcome.files : [],
    started_at: outcome.started_at,
    finished_at: outcome.kind === 'retry' ? null : outcome.ended_at,
  };
}
