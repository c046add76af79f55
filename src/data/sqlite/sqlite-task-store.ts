import type { Task, TaskFilter, TaskPageQuery, TaskStore } from '../contracts/index.ts';
import { AFTER_ALL, rowOrder } from './row-order.ts';
import { fromJson, type SqliteReader } from './sqlite-reader.ts';
import type { SqliteWriter } from './sqlite-writer.ts';
import { headValues, liveValues, TASK_SELECT, taskFromRow } from './task-columns.ts';
import { countQuery, type Leading, pageQuery } from './task-page-query.ts';

/** Fewer rows than this are looked through one by one, at most 3 µs each. */
const RARE = 2_000;

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
  active: `SELECT ${TASK_SELECT} FROM tasks INDEXED BY tasks_owner_status
    WHERE owner_id = ? AND status IN ('pending', 'processing', 'cancelling') LIMIT ?`,
  finished: `SELECT ${TASK_SELECT} FROM tasks INDEXED BY tasks_finished
    WHERE finished_at < ? ORDER BY finished_at LIMIT ?`,
  deleted: `SELECT ${TASK_SELECT} FROM tasks INDEXED BY tasks_deleted
    WHERE deleted_at IS NOT NULL ORDER BY deleted_at LIMIT ?`,
  withStatus: `SELECT count(*) AS n FROM (SELECT 1 FROM tasks INDEXED BY tasks_status
    WHERE status = ? AND deleted_at IS NULL LIMIT ${RARE})`,
  withType: `SELECT count(*) AS n FROM (SELECT 1 FROM tasks INDEXED BY tasks_type
    WHERE type = ? AND deleted_at IS NULL LIMIT ${RARE})`,
} as const;

export function createSqliteTaskStore(reader: SqliteReader, writer: SqliteWriter): TaskStore {
  const list = (sql: string, ...values: Parameters<SqliteReader['all']>[1][]): Task[] =>
    reader.all(sql, ...values).map(taskFromRow);

  /** The row's own place if it is still there, else where it would stand. */
  const seqOf = (id: string | undefined, none: bigint): bigint =>
    id === undefined ? none : (reader.getBigInt(taskStatements.seq, id) ?? rowOrder(id));

  /** Which way keeps the work small whatever is stored: see `Leading`. */
  const leading = (filter: TaskFilter): Leading => {
    const { status, type, owner_id, visible_to } = filter;
    const searching = filter.words !== undefined && filter.words.length > 0;
    if (status === undefined) return searching ? 'search' : 'type';
    if (!searching && type === undefined) return 'status';
    const withStatus = reader.get(taskStatements.withStatus, status)?.n as number;
    if (searching) return withStatus < RARE ? 'status' : 'search';
    const withType = reader.get(taskStatements.withType, type as string)?.n as number;
    if (Math.min(withStatus, withType) < RARE) return withType < withStatus ? 'type' : 'status';
    const sharedOfOther = visible_to !== undefined && owner_id !== undefined && visible_to !== owner_id;
    return sharedOfOther ? 'status' : 'both';
  };

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

    async page(query: TaskPageQuery) {
      const window = {
        below: seqOf(query.before_id, AFTER_ALL),
        limit: query.limit,
        offset: query.offset ?? 0,
      };
      const page = pageQuery(query, window, leading(query));
      return page ? list(page.sql, ...page.values) : [];
    },

    async count(filter, cap) {
      const count = countQuery(filter, cap, AFTER_ALL, leading(filter));
      return count ? (reader.get(count.sql, ...count.values)?.n as number) : 0;
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
