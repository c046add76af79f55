import type {
  SearchLimits,
  Task,
  TaskCount,
  TaskFilter,
  TaskPage,
  TaskPageQuery,
  TaskStore,
} from '../contracts/index.ts';
import { AFTER_ALL, rowOrder } from './row-order.ts';
import { fromJson, type SqliteReader } from './sqlite-reader.ts';
import type { SqliteWriter } from './sqlite-writer.ts';
import { headValues, liveValues, TASK_SELECT, taskFromRow } from './task-columns.ts';
import { countQueries, pageQuery } from './task-page-query.ts';
import { createTaskSearch, type FoundRows, SQLITE_SEARCH_LIMITS } from './task-search.ts';

/** Statements with fixed text, each served by an index; the test of query plans walks them. */
export const taskStatements = {
  get: `SELECT ${TASK_SELECT} FROM tasks WHERE id = ?`,
  getMany: `SELECT ${TASK_SELECT} FROM tasks WHERE id IN (SELECT value FROM json_each(?))`,
  params: 'SELECT params FROM tasks CROSS JOIN task_params ON task_params.seq = tasks.seq WHERE id = ?',
  seq: 'SELECT seq FROM tasks WHERE id = ?',
  claimable: `SELECT ${TASK_SELECT} FROM tasks INDEXED BY tasks_claimable
    WHERE owner_id = ? AND next_available_at IS NOT NULL AND next_available_at <= ?
    ORDER BY priority DESC, seq LIMIT ?`,
  waiting: `SELECT ${TASK_SELECT} FROM tasks INDEXED BY tasks_waiting
    WHERE seq > ? AND next_available_at IS NOT NULL AND next_available_at <= ? ORDER BY seq LIMIT ?`,
  running: `SELECT ${TASK_SELECT} FROM tasks INDEXED BY tasks_running
    WHERE seq > ? AND running > 0 ORDER BY seq LIMIT ?`,
  active: `SELECT ${TASK_SELECT} FROM tasks INDEXED BY tasks_owner
    WHERE owner_id = ? AND status IN ('pending', 'processing', 'cancelling') LIMIT ?`,
  finished: `SELECT ${TASK_SELECT} FROM tasks INDEXED BY tasks_finished
    WHERE finished_at < ? ORDER BY finished_at LIMIT ?`,
  deleted: `SELECT ${TASK_SELECT} FROM tasks INDEXED BY tasks_deleted
    WHERE deleted_at IS NOT NULL ORDER BY deleted_at LIMIT ?`,
  idFrom: 'SELECT id FROM tasks WHERE seq >= ? ORDER BY seq LIMIT 1',
} as const;

export function createSqliteTaskStore(
  reader: SqliteReader,
  writer: SqliteWriter,
  limits: SearchLimits = SQLITE_SEARCH_LIMITS,
): TaskStore {
  const search = createTaskSearch(reader, limits);
  const list = (sql: string, ...values: Parameters<SqliteReader['all']>[1][]): Task[] =>
    reader.all(sql, ...values).map(taskFromRow);

  /** The row's own place if it is still there, else where it would stand. */
  const seqOf = (id: string | undefined, none: bigint): bigint =>
    id === undefined ? none : (reader.getBigInt(taskStatements.seq, id) ?? rowOrder(id));

  function pageOf({ rows, searched_to }: FoundRows): TaskPage {
    // The row itself may have been deleted a moment ago; then it goes on from the next newer one.
    const from = searched_to === null ? undefined : reader.get(taskStatements.idFrom, searched_to);
    return {
      // A search tells with each row how many there are.
      tasks: rows.map(({ n, ...row }) => taskFromRow(row)),
      searched_to: from ? (from.id as string) : null,
    };
  }

  async function page({ before_id, limit, offset = 0, ...filter }: TaskPageQuery): Promise<TaskPage> {
    const window = { below: seqOf(before_id, AFTER_ALL), limit, offset };
    if (filter.words?.length) return pageOf(await search.page(filter, window));
    const { sql, values } = pageQuery(filter, window);
    return { tasks: list(sql, ...values), searched_to: null };
  }

  async function count(filter: TaskFilter, cap: number): Promise<TaskCount> {
    if (filter.words?.length) return search.count(filter, cap);
    const [first = 0, second = 0, both = 0] = countQueries(filter, cap).map(
      ({ sql, values }) => reader.get(sql, ...values)?.n as number,
    );
    return { count: Math.min(cap, first + second - both), complete: true };
  }

  return {
    create: (task, params) =>
      writer.run('createTask', [...headValues(task), ...liveValues(task)], JSON.stringify(params ?? null)),

    async get(id) {
      const row = reader.get(taskStatements.get, id);
      return row ? taskFromRow(row) : null;
    },

    async getMany(ids) {
      return list(taskStatements.getMany, JSON.stringify(ids));
    },

    async getParams(id) {
      return fromJson<unknown>(reader.get(taskStatements.params, id)?.params, null);
    },

    save: (task, expected_revision) => writer.run('saveTask', task.id, expected_revision, liveValues(task)),

    delete: (id) => writer.run('deleteTask', id),

    page,
    count,

    async list(query, cap) {
      const { before_id, limit, offset = 0, ...filter } = query;
      if (!filter.words?.length || before_id !== undefined || offset > 0)
        return { ...(await page(query)), total: await count(filter, cap) };
      const { total, ...found } = await search.list(filter, limit, cap);
      return { ...pageOf(found), total };
    },

    async claimable(owner_id, now, limit) {
      return list(taskStatements.claimable, owner_id, now, limit);
    },

    async waiting(before, limit, after_id) {
      return list(taskStatements.waiting, seqOf(after_id, -1n), before, limit);
    },

    async running(limit, after_id) {
      return list(taskStatements.running, seqOf(after_id, -1n), limit);
    },

    async activeOf(owner_id, limit) {
      return list(taskStatements.active, owner_id, limit);
    },

    async finishedBefore(time, limit) {
      return list(taskStatements.finished, time, limit);
    },

    async deleted(limit) {
      return list(taskStatements.deleted, limit);
    },
  };
}
