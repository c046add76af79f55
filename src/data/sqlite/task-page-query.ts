/**
 * How a page or a count of tasks is asked where no full-text index is needed. Every form walks ordered parts of one index or two
 * from the newest row down, merges them, and stops at the limit: nothing is sorted and nothing beyond the page is read.
 * `INDEXED BY` makes SQLite fail rather than choose another way.
 */

import type { SQLInputValue } from 'node:sqlite';
import { TASK_STATUSES, type TaskFilter } from '../contracts/index.ts';
import { tasks } from './task-table.ts';

/** A statement with its values. */
export interface Query {
  sql: string;
  values: SQLInputValue[];
}

/** Rows with `seq < below`, newest first; `limit` rows after the first `offset`. */
export interface Window {
  below: bigint;
  limit: number;
  offset: number;
}

/** Whose tasks: an index for each of the four answers, and a second one with the type. */
interface Scope {
  index: 'tasks' | 'tasks_owner' | 'tasks_shared' | 'tasks_shared_owner';
  where: string[];
  values: SQLInputValue[];
}

/** The page of whole tasks. `words` are compared name by name: only for a filter that few rows pass. */
export function pageQuery(filter: TaskFilter, { below, limit, offset }: Window): Query {
  if (everything(filter) && !filter.type && !filter.status) {
    const sql = `SELECT ${tasks.columns} FROM tasks NOT INDEXED WHERE seq < ? AND deleted_at IS NULL ORDER BY seq DESC LIMIT ? OFFSET ?`;
    return { sql, values: [below, limit, offset] };
  }
  const statuses = filter.status ? [filter.status] : TASK_STATUSES;
  const parts = scopes(filter).flatMap((scope) =>
    statuses.map((status) => rowsOf(scope, { ...filter, status }, 'seq', below)),
  );
  // What is both own and shared occurs twice, and UNION drops it. Asking for "shared and not own" instead would walk all of an
  // owner's shared tasks in vain, and an OR takes 189 ms at 1,000,000 tasks where this takes 0.04.
  const keys = parts.map(({ sql }) => sql).join(' UNION ');
  // CROSS JOIN keeps the order of the loops, so the rows come in the order of the keys without a sort.
  const sql = `SELECT ${tasks.columns} FROM (${keys} ORDER BY seq DESC LIMIT ? OFFSET ?) AS page
    CROSS JOIN tasks ON tasks.seq = page.seq`;
  return { sql, values: [...parts.flatMap(({ values }) => values), limit, offset] };
}

/**
 * Counts of matching tasks as `n`, each at most `cap`. Of what somebody may see: the own, the shared, and those that are both,
 * which the first two count twice.
 */
export function countQueries(filter: TaskFilter, cap: number): Query[] {
  const counted = scopes(filter);
  if (counted.length > 1) counted.push(...scopes({ owner_id: filter.visible_to, visible_to: '' }));
  return counted.map((scope) => {
    const rows = rowsOf(scope, filter, '1');
    return { sql: `SELECT count(*) AS n FROM (${rows.sql} LIMIT ?)`, values: [...rows.values, cap] };
  });
}

const everything = ({ owner_id, visible_to }: TaskFilter) =>
  owner_id === undefined && visible_to === undefined;

function scopes({ visible_to, owner_id }: TaskFilter): Scope[] {
  const all: Scope = { index: 'tasks', where: [], values: [] };
  const ownedBy = (id: string): Scope => ({ index: 'tasks_owner', where: ['owner_id = ?'], values: [id] });
  const shared: Scope = { index: 'tasks_shared', where: ['shared = 1'], values: [] };
  if (visible_to === undefined) return [owner_id === undefined ? all : ownedBy(owner_id)];
  if (owner_id === visible_to) return [ownedBy(visible_to)];
  if (owner_id === undefined) return [ownedBy(visible_to), shared];
  return [{ index: 'tasks_shared_owner', where: ['shared = 1', 'owner_id = ?'], values: [owner_id] }];
}

/** The rows of one walk; without a status they come in no order. */
function rowsOf(scope: Scope, filter: TaskFilter, column: string, below?: bigint): Query {
  const where = [...scope.where, 'deleted_at IS NULL'];
  const values = [...scope.values];
  if (filter.type !== undefined) {
    where.push('type = ?');
    values.push(filter.type);
  }
  // A comparison with the status in any case: it is what keeps SQLite within the index.
  where.push(filter.status === undefined ? `status > ''` : 'status = ?');
  if (filter.status !== undefined) values.push(filter.status);
  if (below !== undefined) {
    where.push('seq < ?');
    values.push(below);
  }
  if (filter.words?.length) {
    where.push('has_words(name, ?)');
    values.push(JSON.stringify(filter.words));
  }
  const suffix = filter.type === undefined ? (scope.index === 'tasks' ? '_status' : '') : '_type';
  return {
    sql: `SELECT ${column} FROM tasks INDEXED BY ${scope.index}${suffix} WHERE ${where.join(' AND ')}`,
    values,
  };
}
