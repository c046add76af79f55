/**
 * How a page or a count of tasks is asked. Every form walks one index from the newest row down, or two that are merged, and
 * stops at the limit: nothing is sorted and nothing beyond the page is read. `INDEXED BY` makes SQLite fail rather than choose
 * another way.
 */

import type { SQLInputValue } from 'node:sqlite';
import type { TaskFilter } from '../contracts/index.ts';
import { matchExpression } from './search-tokens.ts';
import { TASK_SELECT } from './task-columns.ts';
import { walkSql } from './task-walk-query.ts';

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

/**
 * Which index leads: the full-text one; that of the status or the type, whatever else is asked being compared row by row;
 * or status and type in turns. It matters where more than one could.
 */
export type Leading = 'search' | 'status' | 'type' | 'both';

type Branch = { where: string[]; values: SQLInputValue[]; index: string | null };

/** The page of whole tasks; null when the filter can match nothing. */
export function pageQuery(filter: TaskFilter, window: Window, leading: Leading): Query | null {
  const { below, limit, offset } = window;
  if (leading === 'search') {
    const search = searchParts(filter, below);
    if (!search) return null;
    const sql = `SELECT ${TASK_SELECT} ${search.sql} ORDER BY task_search.rowid DESC LIMIT ? OFFSET ?`;
    return { sql, values: [...search.values, limit, offset] };
  }
  if (leading === 'both') {
    const sql = wholeTasks(`${walkSql(filter)} LIMIT ?4 OFFSET ?5`);
    return { sql, values: walkValues(filter, below, limit, offset) };
  }
  const [first, second] = branches(filter, below, leading);
  if (second) {
    const sql = wholeTasks(`${merged(first, second)} LIMIT ? OFFSET ?`);
    return { sql, values: [...first.values, ...second.values, limit, offset] };
  }
  const sql = `SELECT ${TASK_SELECT} ${from(first)} ORDER BY seq DESC LIMIT ? OFFSET ?`;
  return { sql, values: [...first.values, limit, offset] };
}

/** The number of matching tasks as `n`, at most `cap`. */
export function countQuery(filter: TaskFilter, cap: number, below: bigint, leading: Leading): Query | null {
  if (leading === 'both') {
    const sql = `SELECT count(*) AS n FROM (${walkSql(filter)} LIMIT ?4 OFFSET ?5)`;
    return { sql, values: walkValues(filter, below, cap, 0) };
  }
  const rows = matchingRows(filter, below, leading);
  if (!rows) return null;
  return { sql: `SELECT count(*) AS n FROM (${rows.sql} LIMIT ?)`, values: [...rows.values, cap] };
}

function matchingRows(
  filter: TaskFilter,
  below: bigint,
  leading: 'search' | 'status' | 'type',
): Query | null {
  if (leading === 'search') {
    const search = searchParts(filter, below);
    return search && { sql: `SELECT 1 ${search.sql}`, values: search.values };
  }
  const [first, second] = branches(filter, below, leading);
  if (second) return { sql: merged(first, second), values: [...first.values, ...second.values] };
  if (first.index !== null) return { sql: `SELECT 1 ${from(first)}`, values: first.values };
  // Nothing asked: any index over all tasks is smaller than the table.
  return {
    sql: `SELECT 1 FROM tasks INDEXED BY tasks_type WHERE type >= '' AND deleted_at IS NULL`,
    values: [],
  };
}

/** CROSS JOIN keeps the order of the loops, so the rows come in the order of the keys without a sort. */
const wholeTasks = (keys: string) =>
  `SELECT ${TASK_SELECT} FROM (${keys}) AS page CROSS JOIN tasks ON tasks.seq = page.seq`;

function walkValues(filter: TaskFilter, below: bigint, limit: number, offset: number): SQLInputValue[] {
  const owner = filter.owner_id ?? filter.visible_to;
  const values = [below, filter.type ?? '', filter.status ?? '', limit, offset];
  return owner === undefined ? values : [...values, owner];
}

const from = (branch: Branch) =>
  `FROM tasks ${branch.index === null ? 'NOT INDEXED' : `INDEXED BY ${branch.index}`} WHERE ${branch.where.join(' AND ')}`;

/**
 * Own and shared as a merge of two index scans; UNION drops what is both. Asking the second for "shared and not own" instead would
 * walk all of an owner's shared tasks in vain, and an OR takes 189 ms at 1,000,000 tasks where this takes 0.04.
 */
const merged = (own: Branch, shared: Branch) =>
  `SELECT seq ${from(own)} UNION SELECT seq ${from(shared)} ORDER BY seq DESC`;

function branches(filter: TaskFilter, below: bigint, leading: 'status' | 'type'): [Branch, Branch?] {
  const { visible_to, owner_id } = filter;
  if (visible_to === undefined || visible_to === owner_id) return [branch(filter, below, leading, false)];
  const shared = branch(filter, below, leading, true);
  if (owner_id !== undefined) return [shared];
  return [branch({ ...filter, owner_id: visible_to }, below, leading, false), shared];
}

function branch(filter: TaskFilter, below: bigint, leading: 'status' | 'type', shared: boolean): Branch {
  const where = ['seq < ?', 'deleted_at IS NULL'];
  const values: SQLInputValue[] = [below];
  if (shared) where.push('shared = 1');
  for (const key of ['owner_id', 'status', 'type'] as const) {
    const value = filter[key];
    if (value === undefined) continue;
    where.push(`${key} = ?`);
    values.push(value);
  }
  if (filter.words?.length) {
    where.push('has_words(name, ?)');
    values.push(JSON.stringify(filter.words));
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
function searchParts(filter: TaskFilter, below: bigint): Query | null {
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
