import type { SQLInputValue } from 'node:sqlite';
import { toJsonText } from '../../../runtime/text.ts';
import {
  deletedOnFirstDay,
  firstIdAt,
  type ItemRow,
  type NewTaskRecord,
  type SearchLimits,
  storedJson,
  type Task,
  type TaskCount,
  type TaskFilter,
  type TaskPage,
  type TaskPageQuery,
  type TaskStore,
} from '../../contracts/index.ts';
import { inSlices } from '../in-slices.ts';
import { KeptLists } from '../kept-lists.ts';
import { KEY_COLUMNS, KnownTasks } from '../known-tasks.ts';
import { AFTER_ALL, rowOrder } from '../row-order.ts';
import type { SqliteReader } from '../sqlite-reader.ts';
import { countQueries, pageQuery, type Range, type Window } from '../task-page-query.ts';
import { type FoundRows, SQLITE_SEARCH_LIMITS, TaskSearch } from '../task-search.ts';
import { changeableTasks, liveTasks, tasks } from '../task-table.ts';
import type { Writes } from '../writes.ts';
import type { deletedTaskWrites } from './deleted-tasks.ts';
import { items } from './items.ts';
import type { taskWrites } from './task-writes.ts';

type TaskWrites = Writes<typeof taskWrites> & Writes<typeof deletedTaskWrites>;

const EVERY_ROW: Range = { from: 0n, below: AFTER_ALL };

/** Statements with fixed text, each served by an index; the test of query plans walks them. */
export const taskStatements = {
  get: `SELECT ${tasks.columns} FROM tasks WHERE id = ?`,
  getMany: `SELECT ${tasks.columns} FROM tasks WHERE id IN (SELECT value FROM json_each(?))`,
  params: 'SELECT params FROM tasks CROSS JOIN task_params ON task_params.seq = tasks.seq WHERE id = ?',
  seq: 'SELECT seq FROM tasks WHERE id = ?',
  claimable: `SELECT ${tasks.columns} FROM tasks INDEXED BY tasks_claimable
    WHERE owner_id = ? AND next_available_at IS NOT NULL AND next_available_at <= ?
    ORDER BY priority DESC, seq LIMIT ?`,
  claimableOfType: `SELECT ${tasks.columns} FROM tasks INDEXED BY tasks_claimable_type
    WHERE owner_id = ? AND type = ? AND next_available_at IS NOT NULL AND next_available_at <= ?
    ORDER BY priority DESC, seq LIMIT ?`,
  waiting: `SELECT ${tasks.columns} FROM tasks INDEXED BY tasks_waiting
    WHERE seq > ? AND next_available_at IS NOT NULL AND next_available_at <= ? ORDER BY seq LIMIT ?`,
  // Goes from one owner to the next, past all tasks of each.
  waitingOwners: `WITH RECURSIVE owners (id) AS (
      SELECT min(owner_id) FROM tasks INDEXED BY tasks_claimable
        WHERE next_available_at IS NOT NULL AND owner_id > ?
      UNION ALL
      SELECT (SELECT min(owner_id) FROM tasks INDEXED BY tasks_claimable
        WHERE next_available_at IS NOT NULL AND owner_id > owners.id) FROM owners WHERE id IS NOT NULL
    ) SELECT id FROM owners WHERE id IS NOT NULL LIMIT ?`,
  running: `SELECT ${tasks.columns} FROM tasks INDEXED BY tasks_running
    WHERE seq > ? AND running > 0 ORDER BY seq LIMIT ?`,
  active: `SELECT ${tasks.columns} FROM tasks INDEXED BY tasks_owner
    WHERE owner_id = ? AND status IN ('pending', 'processing') LIMIT ?`,
  finished: `SELECT ${tasks.columns} FROM tasks INDEXED BY tasks_finished
    WHERE finished_at < ? ORDER BY finished_at LIMIT ?`,
  deleted: `SELECT ${tasks.columns} FROM tasks INDEXED BY tasks_deleted
    WHERE deleted_at IS NOT NULL AND finished_at IS NOT NULL ORDER BY deleted_at LIMIT ?`,
  finishedBetween: `SELECT ${tasks.columns} FROM tasks INDEXED BY tasks_finished
    WHERE finished_at >= ? AND finished_at < ? AND owner_id IN (SELECT value FROM json_each(?))
    ORDER BY finished_at LIMIT ?`,
  runningOf: `SELECT sum(running) AS running FROM tasks INDEXED BY tasks_running
    WHERE seq >= 0 AND running > 0 AND owner_id = ?`,
  storedBytes: `SELECT sum(stored_bytes) AS bytes FROM tasks INDEXED BY tasks_stored
    WHERE owner_id = ? AND stored_bytes > 0`,
  deletedOn: 'SELECT count FROM deleted_tasks WHERE owner_id = ? AND day = ?',
  idFrom: 'SELECT id FROM tasks WHERE seq >= ? ORDER BY seq LIMIT 1',
  idTo: 'SELECT id FROM tasks WHERE seq <= ? ORDER BY seq DESC LIMIT 1',
} as const;

export class SqliteTaskStore implements TaskStore {
  readonly writesWithTask = () => true;
  readonly #reader: SqliteReader;
  readonly #writes: TaskWrites;
  readonly #search: TaskSearch;
  readonly #kept: KeptLists;
  readonly #known: KnownTasks;

  constructor(reader: SqliteReader, writes: TaskWrites, limits: SearchLimits = SQLITE_SEARCH_LIMITS) {
    this.#reader = reader;
    this.#writes = writes;
    this.#search = new TaskSearch(reader, limits);
    this.#kept = new KeptLists(reader);
    this.#known = new KnownTasks(reader, taskStatements.getMany);
  }

  create(task: Task, params: unknown): Promise<boolean> {
    return this.#writes.createTask(tasks.values(task), toJsonText(params));
  }

  async createMany(made: readonly NewTaskRecord[]): Promise<boolean[]> {
    const rows = made.map(({ task, params }) => ({ values: tasks.values(task), params: toJsonText(params) }));
    return this.#writes.createTasks(rows);
  }

  async get(id: string): Promise<Task | null> {
    return tasks.recordOrNull(this.#reader.list(taskStatements.get, id));
  }

  async getMany(ids: string[]): Promise<Task[]> {
    return this.#read(taskStatements.getMany, JSON.stringify(ids));
  }

  async getParams(id: string): Promise<unknown> {
    const params = this.#reader.get(taskStatements.params, id)?.params;
    return typeof params === 'string' ? storedJson(params, 'task_params.params', id) : null;
  }

  save(task: Task, expected_revision: number): Promise<boolean> {
    return this.#writes.saveTask(task.id, expected_revision, liveTasks.values(task), null);
  }

  saveWithItems(task: Task, expected_revision: number, rows: ItemRow[]): Promise<boolean | 'refused'> {
    const values = rows.map((row) => items.values(row));
    return this.#writes.saveTaskWithItems(task.id, expected_revision, liveTasks.values(task), values);
  }

  saveHead(task: Task, expected_revision: number, params?: unknown): Promise<boolean> {
    return this.#writes.saveTaskHead(
      task.id,
      expected_revision,
      liveTasks.values(task),
      changeableTasks.values(task),
      params === undefined ? null : toJsonText(params),
    );
  }

  saveDeleted(task: Task, expected_revision: number): Promise<boolean> {
    const deleted = deletedOnFirstDay(task);
    return this.#writes.saveTask(task.id, expected_revision, liveTasks.values(task), deleted);
  }

  delete(id: string): Promise<void> {
    return this.#writes.deleteTask(id);
  }

  async page({ order, after_id, limit, offset, ...filter }: TaskPageQuery): Promise<TaskPage> {
    const window = this.#windowOf({ order, after_id, limit, offset, ...filter });
    if (filter.words?.length)
      return this.#pageOf(await this.#search.page(filter, window), window.oldest_first);
    return { tasks: this.#known.read(pageQuery(KEY_COLUMNS, filter, window)), searched_to: null };
  }

  async count(filter: TaskFilter, cap: number): Promise<TaskCount> {
    const range = createdRange(filter);
    if (filter.words?.length) return this.#search.count(filter, range ?? EVERY_ROW, cap);
    const [first = 0, second = 0, both = 0] = countQueries(filter, range, cap).map(
      ({ sql, values }) => this.#reader.get(sql, ...values)?.n as number,
    );
    return { count: Math.min(cap, first + second - both), complete: true };
  }

  list(query: TaskPageQuery, cap: number): Promise<TaskPage & { total: TaskCount }> {
    return this.#kept.get(query, cap, () => this.#list(query, cap));
  }

  async #list(query: TaskPageQuery, cap: number): Promise<TaskPage & { total: TaskCount }> {
    const { order, after_id, limit, offset = 0, ...filter } = query;
    if (!filter.words?.length || after_id !== undefined || offset > 0)
      return { ...(await this.page(query)), total: await this.count(filter, cap) };
    const window = this.#windowOf(query);
    const { total, ...found } = await this.#search.list(filter, window, cap);
    return { ...this.#pageOf(found, window.oldest_first), total };
  }

  async claimable(owner_id: string, now: string, limit: number, types?: string[]): Promise<Task[]> {
    if (!types) return this.#read(taskStatements.claimable, owner_id, now, limit);
    const found = types.flatMap((type) =>
      this.#read(taskStatements.claimableOfType, owner_id, type, now, limit),
    );
    return found.sort((a, b) => b.priority - a.priority || (a.id < b.id ? -1 : 1)).slice(0, limit);
  }

  async waiting(before: string, limit: number, after_id?: string): Promise<Task[]> {
    return this.#read(taskStatements.waiting, this.#after(after_id), before, limit);
  }

  async running(limit: number, after_id?: string): Promise<Task[]> {
    return this.#read(taskStatements.running, this.#after(after_id), limit);
  }

  async waitingOwners(limit: number, after_id = ''): Promise<string[]> {
    return this.#reader.lists(taskStatements.waitingOwners, after_id, limit).map(([id]) => String(id));
  }

  async activeOf(owner_id: string, limit: number): Promise<Task[]> {
    return this.#read(taskStatements.active, owner_id, limit);
  }

  async finishedBefore(time: string, limit: number): Promise<Task[]> {
    return this.#read(taskStatements.finished, time, limit);
  }

  async finishedBetween(from: string, to: string, owner_ids: string[], limit: number): Promise<Task[]> {
    return this.#read(taskStatements.finishedBetween, from, to, JSON.stringify(owner_ids), limit);
  }

  async runningOf(owner_id: string): Promise<number> {
    return Number(this.#reader.get(taskStatements.runningOf, owner_id)?.running ?? 0);
  }

  async storedBytesOf(owner_id: string): Promise<number> {
    return Number(this.#reader.get(taskStatements.storedBytes, owner_id)?.bytes ?? 0);
  }

  async deletedOn(owner_id: string, day: string): Promise<number> {
    return Number(this.#reader.get(taskStatements.deletedOn, owner_id, day)?.count ?? 0);
  }

  purgeDeletedCounts(before_day: string, limit: number): Promise<number> {
    return inSlices(limit, (slice) => this.#writes.purgeDeletedCounts(before_day, slice));
  }

  async deleted(limit: number): Promise<Task[]> {
    return this.#read(taskStatements.deleted, limit);
  }

  #read(sql: string, ...values: SQLInputValue[]): Task[] {
    return tasks.records(this.#reader.lists(sql, ...values));
  }

  /** The beginning of the page and its limits. */
  #windowOf({ order, after_id, limit, offset = 0, ...filter }: TaskPageQuery): Window {
    const { from, below } = createdRange(filter) ?? EVERY_ROW;
    const window = { from, below, oldest_first: order === 'oldest', limit, offset };
    if (after_id === undefined) return window;
    const after = this.#seqOf(after_id);
    if (window.oldest_first) return { ...window, from: after + 1n > from ? after + 1n : from };
    return { ...window, below: after < below ? after : below };
  }

  /** The position of the row, or the position it would have if it was deleted. */
  #seqOf(id: string): bigint {
    return this.#reader.getBigInt(taskStatements.seq, id) ?? rowOrder(id);
  }

  /** For lists in ascending order, from a task or from the first one. */
  #after(id: string | undefined): bigint {
    return id === undefined ? -1n : this.#seqOf(id);
  }

  #pageOf({ rows, searched_to }: FoundRows, oldest_first: boolean): TaskPage {
    // If the row was deleted a moment ago, the list continues from the next examined row.
    const next = oldest_first ? taskStatements.idTo : taskStatements.idFrom;
    const from = searched_to === null ? undefined : this.#reader.get(next, searched_to);
    return { tasks: tasks.records(rows), searched_to: from ? (from.id as string) : null };
  }
}

/** Null = all rows. */
function createdRange({ created_after, created_before }: TaskFilter): Range | null {
  if (created_after === undefined && created_before === undefined) return null;
  return {
    from: created_after === undefined ? EVERY_ROW.from : rowOrder(firstIdAt(created_after)),
    below: created_before === undefined ? EVERY_ROW.below : rowOrder(firstIdAt(created_before)),
  };
}
