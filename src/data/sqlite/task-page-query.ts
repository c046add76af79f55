/**
 * The queries for pages and counts of tasks that need no full-text index. Every query reads ordered ranges of one or two indexes from the
 * first row of the page on, merges them, and stops at the limit: nothing is sorted, and nothing beyond the page is read.
 * With `INDEXED BY`, SQLite fails instead of choosing another plan.
 */

import type { SQLInputValue } from 'node:sqlite';
import { TASK_STATUSES, type TaskFilter } from '../contracts/index.ts';

/** A statement with its values. */
export interface Query {
  sql: string;
  values: SQLInputValue[];
}

/** Rows with `from <= seq < below`. */
export interface Range {
  from: bigint;
  below: bigint;
}

/** Of a range, in order, `limit` rows after the first `offset`. */
export interface Window extends Range {
  oldest_first: boolean;
  limit: number;
  offset: number;
}

export const directionOf = ({ oldest_first }: Pick<Window, 'oldest_first'>): 'ASC' | 'DESC' =>
  oldest_first ? 'ASC' : 'DESC';

export const inRange = (column: string) => `${column} < ? AND ${column} >= ?`;

/** Indexes for the tasks of an owner, shared tasks and all tasks: one with all statuses in one order, one with the type, and one of tasks with failures. */
interface Scope {
  index: 'tasks' | 'tasks_owner' | 'tasks_shared' | 'tasks_shared_owner' | 'tasks_parent';
  /** With this index, no separate scan for each status is needed. */
  all_statuses?: 'tasks_owner_all' | 'tasks_shared_all';
  /** With all statuses; the type is compared within the index. */
  failures?: 'tasks_failures' | 'tasks_owner_failures' | 'tasks_shared_failures';
  where: string[];
  values: SQLInputValue[];
}

/** The page of these columns. `words` are compared task by task: only for a filter that few rows pass. */
export function pageQuery(columns: string, filter: TaskFilter, window: Window): Query {
  const direction = directionOf(window);
  const keys = keysOf(filter, window);
  if (keys === null) {
    const sql = `SELECT ${columns} FROM tasks NOT INDEXED
      WHERE ${inRange('seq')} AND deleted_at IS NULL ORDER BY seq ${direction} LIMIT ? OFFSET ?`;
    return { sql, values: [window.below, window.from, window.limit, window.offset] };
  }
  // Tasks that are both own and shared occur twice; UNION removes the duplicates. A query for "shared and not own" would read all shared
  // tasks of an owner in vain, and an OR takes 189 ms with 1,000,000 tasks instead of 0.04 ms.
  const merged = keys.map(({ sql }) => sql).join(' UNION ');
  // CROSS JOIN keeps the order of the loops, so the rows come in the order of the keys without a sort.
  const sql = `SELECT ${columns} FROM (${merged} ORDER BY seq ${direction} LIMIT ? OFFSET ?) AS page
    CROSS JOIN tasks ON tasks.seq = page.seq`;
  return { sql, values: [...keys.flatMap(({ values }) => values), window.limit, window.offset] };
}

/** The ordered scans that together contain the rows, or null if the table itself is scanned. */
function keysOf(filter: TaskFilter, range: Range): Query[] | null {
  const statuses = filter.status ?? TASK_STATUSES;
  const found = scopes(filter);
  const [first] = found as [Scope];
  const plain =
    filter.status === undefined && filter.type === undefined && !filter.has_failures && !filter.words?.length;
  if (plain && first.index === 'tasks') return null;
  if (statuses.length === 0) return [{ sql: 'SELECT seq FROM tasks WHERE seq < 0', values: [] }];
  return found.flatMap((scope) =>
    plain && scope.all_statuses
      ? [rowsOf({ ...scope, index: scope.all_statuses }, filter, 'seq', range)]
      : statuses.map((status) => rowsOf(scope, { ...filter, status: [status] }, 'seq', range)),
  );
}

/**
 * Counts of matching tasks as `n`, each at most `cap`. For the tasks that somebody may see: own tasks, shared tasks, and tasks that are
 * both, which the first two count twice.
 */
export function countQueries(filter: TaskFilter, range: Range | null, cap: number): Query[] {
  const counted = scopes(filter);
  if (counted.length > 1) counted.push(...scopes({ owner_id: filter.visible_to, visible_to: '' }));
  return counted.map((scope) => {
    const rows = countedRows(scope, filter, range);
    return { sql: `SELECT count(*) AS n FROM (${rows.sql} LIMIT ?)`, values: [...rows.values, cap] };
  });
}

function countedRows(scope: Scope, filter: TaskFilter, range: Range | null): Query {
  const { status } = filter;
  if (status === undefined && range === null) return rowsOf(scope, filter, '1', null);
  if (status?.length === 0) return { sql: 'SELECT 1 FROM tasks WHERE seq < 0', values: [] };
  // A time range is one range of the index only for a single status.
  const parts = (status ?? TASK_STATUSES).map((one) =>
    rowsOf(scope, { ...filter, status: [one] }, '1', range),
  );
  const sql = parts.map((part) => part.sql).join(' UNION ALL ');
  return {
    sql: parts.length === 1 ? sql : `SELECT 1 FROM (${sql})`,
    values: parts.flatMap(({ values }) => values),
  };
}

function scopes({ visible_to, owner_id, parent_id }: TaskFilter): Scope[] {
  const all: Scope = { index: 'tasks', failures: 'tasks_failures', where: [], values: [] };
  const ownedBy = (id: string): Scope => ({
    index: 'tasks_owner',
    all_statuses: 'tasks_owner_all',
    failures: 'tasks_owner_failures',
    where: ['owner_id = ?'],
    values: [id],
  });
  const shared: Scope = {
    index: 'tasks_shared',
    all_statuses: 'tasks_shared_all',
    failures: 'tasks_shared_failures',
    where: ['shared = 1'],
    values: [],
  };
  if (parent_id !== undefined) return [childrenOf(parent_id, { visible_to, owner_id })];
  if (visible_to === undefined) return [owner_id === undefined ? all : ownedBy(owner_id)];
  if (owner_id === visible_to) return [ownedBy(visible_to)];
  if (owner_id === undefined) return [ownedBy(visible_to), shared];
  const where = ['shared = 1', 'owner_id = ?'];
  return [{ index: 'tasks_shared_owner', failures: 'tasks_shared_failures', where, values: [owner_id] }];
}

/** The children of a task are compared with the other conditions one by one, because nearly all have the same owner and type. */
function childrenOf(parent_id: string, { visible_to, owner_id }: TaskFilter): Scope {
  const where = ['parent_id = ?'];
  const values = [parent_id];
  if (visible_to !== undefined) {
    where.push('(owner_id = ? OR shared = 1)');
    values.push(visible_to);
  }
  if (owner_id !== undefined) {
    where.push('owner_id = ?');
    values.push(owner_id);
  }
  return { index: 'tasks_parent', where, values };
}

/** The rows of one scan, with one status or all; with all, they are unordered unless the index contains all statuses in one order. */
function rowsOf(
  scope: Omit<Scope, 'index'> & { index: Scope['index'] | NonNullable<Scope['all_statuses']> },
  filter: TaskFilter,
  column: string,
  range: Range | null,
): Query {
  const where = [...scope.where, 'deleted_at IS NULL'];
  const values = [...scope.values];
  if (filter.type !== undefined) {
    where.push('type = ?');
    values.push(filter.type);
  }
  const [status] = filter.status ?? [];
  if (filter.has_failures) where.push('failed_items > 0');
  if (!scope.index.endsWith('_all')) {
    // The status is always compared, because this keeps SQLite within the index.
    where.push(status === undefined ? `status > ''` : 'status = ?');
    if (status !== undefined) values.push(status);
  }
  if (range) {
    where.push(inRange('seq'));
    values.push(range.below, range.from);
  }
  if (filter.words?.length) {
    where.push(`has_words(concat_ws(' ', name, summary), ?)`);
    values.push(JSON.stringify(filter.words));
  }
  return {
    sql: `SELECT ${column} FROM tasks INDEXED BY ${indexOf(scope, filter)} WHERE ${where.join(' AND ')}`,
    values,
  };
}

function indexOf({ index, failures }: { index: string; failures?: string }, filter: TaskFilter): string {
  if (index === 'tasks_parent' || index.endsWith('_all')) return index;
  if (filter.has_failures && failures !== undefined) return failures;
  if (filter.type !== undefined) return `${index}_type`;
  return index === 'tasks' ? 'tasks_status' : index;
}
