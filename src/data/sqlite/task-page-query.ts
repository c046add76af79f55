/**
 * How a page or a count of tasks is asked where no full-text index is needed. Every form walks ordered parts of one index or two
 * from the page's first row on, merges them, and stops at the limit: nothing is sorted and nothing beyond the page is read.
 * `INDEXED BY` makes SQLite fail rather than choose another way.
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

/** Whose tasks: indexes for each of the answers; one with all statuses in one order, and one with the type. */
interface Scope {
  index: 'tasks' | 'tasks_owner' | 'tasks_shared' | 'tasks_shared_owner' | 'tasks_parent';
  /** Walks of one status each are not needed where this one has them all. */
  all_statuses?: 'tasks_owner_all' | 'tasks_shared_all';
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
  // What is both own and shared occurs twice, and UNION drops it. Asking for "shared and not own" instead would walk all of an
  // owner's shared tasks in vain, and an OR takes 189 ms at 1,000,000 tasks where this takes 0.04.
  const merged = keys.map(({ sql }) => sql).join(' UNION ');
  // CROSS JOIN keeps the order of the loops, so the rows come in the order of the keys without a sort.
  const sql = `SELECT ${columns} FROM (${merged} ORDER BY seq ${direction} LIMIT ? OFFSET ?) AS page
    CROSS JOIN tasks ON tasks.seq = page.seq`;
  return { sql, values: [...keys.flatMap(({ values }) => values), window.limit, window.offset] };
}

/** The ordered walks that together hold the rows, or null where that is the table itself. */
function keysOf(filter: TaskFilter, range: Range): Query[] | null {
  const statuses = filter.status ?? TASK_STATUSES;
  const found = scopes(filter);
  const [first] = found as [Scope];
  const plain = filter.status === undefined && filter.type === undefined && !filter.words?.length;
  if (plain && first.index === 'tasks') return null;
  if (statuses.length === 0) return [{ sql: 'SELECT seq FROM tasks WHERE seq < 0', values: [] }];
  return found.flatMap((scope) =>
    plain && scope.all_statuses
      ? [rowsOf({ ...scope, index: scope.all_statuses }, filter, 'seq', range)]
      : statuses.map((status) => rowsOf(scope, { ...filter, status: [status] }, 'seq', range)),
  );
}

/**
 * Counts of matching tasks as `n`, each at most `cap`. Of what somebody may see: the own, the shared, and those that are both,
 * which the first two count twice.
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
  // A range of time is a part of the index for one status at a time.
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
  const all: Scope = { index: 'tasks', where: [], values: [] };
  const ownedBy = (id: string): Scope => ({
    index: 'tasks_owner',
    all_statuses: 'tasks_owner_all',
    where: ['owner_id = ?'],
    values: [id],
  });
  const shared: Scope = {
    index: 'tasks_shared',
    all_statuses: 'tasks_shared_all',
    where: ['shared = 1'],
    values: [],
  };
  if (parent_id !== undefined) return [childrenOf(parent_id, { visible_to, owner_id })];
  if (visible_to === undefined) return [owner_id === undefined ? all : ownedBy(owner_id)];
  if (owner_id === visible_to) return [ownedBy(visible_to)];
  if (owner_id === undefined) return [ownedBy(visible_to), shared];
  return [{ index: 'tasks_shared_owner', where: ['shared = 1', 'owner_id = ?'], values: [owner_id] }];
}

/** The children of a task are compared with what else is asked, one by one: nearly all of them are of one owner and type. */
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

/** The rows of one walk, of one status or of all; of all they come in no order, but for an index that has them in one. */
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
  if (!scope.index.endsWith('_all')) {
    // A comparison with the status in any case: it is what keeps SQLite within the index.
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
    sql: `SELECT ${column} FROM tasks INDEXED BY ${scope.index}${suffixOf(scope.index, filter)} WHERE ${where.join(' AND ')}`,
    values,
  };
}

function suffixOf(index: string, { type }: TaskFilter): string {
  if (index === 'tasks_parent' || index.endsWith('_all')) return '';
  if (type !== undefined) return '_type';
  return index === 'tasks' ? '_status' : '';
}
