/**
 * How a page or a count of tasks is asked. Every form walks one index from the newest row down, or two that are merged, and
 * stops at the limit: nothing is sorted and nothing beyond the page is read. `INDEXED BY` makes SQLite fail rather than choose
 * another way.
 */

import type { SQLInputValue } from 'node:sqlite';
import type { TaskFilter } from '../contracts/index.ts';
import { matchExpression } from './search-tokens.ts';
import { TASK_SELECT } from './task-columns.ts';

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

/** Which of two filters, each with an index of its own, leads; asked only when both are given. */
export type Leading = 'status' | 'type';

type Branch = { where: string[]; values: SQLInputValue[]; index: string | null };

/** The page of whole tasks; null when the filter can match nothing. */
export function pageQuery(filter: TaskFilter, window: Window, leading: Leading): Query | null {
  const { limit, offset } = window;
  if (filter.words?.length) {
    const search = searchParts(filter, window);
    if (!search) return null;
    const sql = `SELECT ${TASK_SELECT} ${search.sql} ORDER BY task_search.rowid DESC LIMIT ? OFFSET ?`;
    return { sql, values: [...search.values, limit, offset] };
  }
  const [first, second] = branches(filter, window.below, leading);
  if (!second) {
    const sql = `SELECT ${TASK_SELECT} ${from(first)} ORDER BY seq DESC LIMIT ? OFFSET ?`;
    return { sql, values: [...first.values, limit, offset] };
  }
  // CROSS JOIN keeps the order of the loops, so the rows come in the order of the keys without a sort.
  const sql = `SELECT ${TASK_SELECT} FROM (${merged(first, second)} LIMIT ? OFFSET ?) AS page
    CROSS JOIN tasks ON tasks.seq = page.seq`;
  return { sql, values: [...first.values, ...second.values, limit, offset] };
}

/** The number of matching tasks as `n`, at most `cap`. */
export function countQuery(filter: TaskFilter, cap: number, below: bigint, leading: Leading): Query | null {
  const count = (rows: Query): Query => ({
    sql: `SELECT count(*) AS n FROM (${rows.sql} LIMIT ?)`,
    values: [...rows.values, cap],
  });
  if (filter.words?.length) {
    const search = searchParts(filter, { below, limit: cap, offset: 0 });
    return search && count({ sql: `SELECT 1 ${search.sql}`, values: search.values });
  }
  const [first, second] = branches(filter, below, leading);
  if (second) return count({ sql: merged(first, second), values: [...first.values, ...second.values] });
  if (first.index !== null) return count({ sql: `SELECT 1 ${from(first)}`, values: first.values });
  // Nothing asked: any index over all tasks is smaller than the table.
  return count({
    sql: `SELECT 1 FROM tasks INDEXED BY tasks_type WHERE type >= '' AND deleted_at IS NULL`,
    values: [],
  });
}

const from = (branch: Branch) =>
  `FROM tasks ${branch.index === null ? 'NOT INDEXED' : `INDEXED BY ${branch.index}`} WHERE ${branch.where.join(' AND ')}`;

/**
 * Own and shared as a merge of two index scans; UNION drops what is both. Asking the second for "shared and not own" instead would
 * walk all of an owner's shared tasks in vain, and an OR takes 189 ms at 1,000,000 tasks where this takes 0.04.
 */
const merged = (own: Branch, shared: Branch) =>
  `SELECT seq ${from(own)} UNION SELECT seq ${from(shared)} ORDER BY seq DESC`;

function branches(filter: TaskFilter, below: bigint, leading: Leading): [Branch, Branch?] {
  const { visible_to, owner_id } = filter;
  if (visible_to === undefined || visible_to === owner_id) return [branch(filter, below, leading, false)];
  const shared = branch(filter, below, leading, true);
  if (owner_id !== undefined) return [shared];
  return [branch({ ...filter, owner_id: visible_to }, below, leading, false), shared];
}

function branch(filter: TaskFilter, below: bigint, leading: Leading, shared: boolean): Branch {
  const where = ['seq < ?', 'deleted_at IS NULL'];
  const values: SQLInputValue[] = [below];
  if (shared) where.push('shared = 1');
  for (const key of ['owner_id', 'status', 'type'] as const) {
    const value = filter[key];
    if (value === undefined) continue;
    where.push(`${key} = ?`);
    values.push(value);
  }
  const narrow = filter.status && filter.type ? leading : filter.status ? 'status' : filter.type && 'type';
  const owner = filter.owner_id !== undefined;
  if (shared)
    return { where, values, index: owner ? 'tasks_shared_owner' : indexName('tasks_shared', narrow) };
  if (owner) return { where, values, index: indexName('tasks_owner', narrow) };
  return { where, values, index: narrow ? `tasks_${narrow}` : null };
}

const indexName = (base: string, narrow: string | undefined) => (narrow ? `${base}_${narrow}` : base);

/** FROM and WHERE of a search. The columns are compared as well as the marks, see search-tokens.ts. */
function searchParts(filter: TaskFilter, { below }: Window): Query | null {
  const match = matchExpression({ ...filter, words: filter.words ?? [] });
  if (match === null) return null;
  const where = ['task_search MATCH ?', 'task_search.rowid < ?', 'tasks.deleted_at IS NULL'];
  const values: SQLInputValue[] = [match, below];
  for (const key of ['owner_id', 'status', 'type'] as const) {
    const value = filter[key];
    if (value === undefined) continue;
    where.push(`tasks.${key} = ?`);
    values.push(value);
  }
  if (filter.visible_to !== undefined) {
    where.push('(tasks.owner_id = ? OR tasks.shared = 1)');
    values.push(filter.visible_to);
  }
  return {
    sql: `FROM task_search CROSS JOIN tasks ON tasks.seq = task_search.rowid WHERE ${where.join(' AND ')}`,
    values,
  };
}
