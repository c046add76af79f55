/** The statements for searching tasks by words; task-search.ts decides which of them is used. */

import type { SQLInputValue } from 'node:sqlite';
import type { TaskFilter } from '../contracts/index.ts';
import { type MarkedFilter, matchTerms } from './search-tokens.ts';
import { directionOf, inRange, type Query, type Range, type Window } from './task-page-query.ts';
import { tasks } from './task-table.ts';

/** The query of the full-text index: words, and marks for the other conditions except the status. Null if nothing can match. */
export function searchTerms({ status, ...filter }: TaskFilter): string[] | null {
  if (status?.length === 0) return null;
  const { owner_id, visible_to } = filter;
  // A status has an index with the type.
  const marked: MarkedFilter = status?.length === 1 ? { ...filter, type: undefined } : { ...filter };
  if (owner_id !== undefined && owner_id === visible_to) marked.visible_to = undefined;
  return matchTerms({ ...marked, words: filter.words ?? [] });
}

/**
 * All terms at once: FTS5 skips through the lists of rows, which is fastest if one of them is short. The time has no limit: two long
 * lists without a common row are read to their ends, which takes 9 ms with 1,000,000 tasks, whatever rows are requested.
 */
export function wholePageQuery(filter: TaskFilter, terms: string[], window: Window): Query {
  const compared = comparisons(filter);
  const sql = `SELECT ${tasks.columns} FROM task_search CROSS JOIN tasks ON tasks.seq = task_search.rowid
    WHERE task_search MATCH ? AND ${inRange('task_search.rowid')} AND ${compared.sql}
    ORDER BY task_search.rowid ${directionOf(window)} LIMIT ? OFFSET ?`;
  return {
    sql,
    values: [terms.join(' AND '), window.below, window.from, ...compared.values, window.limit, window.offset],
  };
}

export function wholeCountQuery(filter: TaskFilter, terms: string[], range: Range, cap: number): Query {
  const compared = comparisons(filter);
  const match = `task_search MATCH ? AND ${inRange('task_search.rowid')}`;
  const isCompared = !isMarked(filter);
  const sql = isCompared
    ? `SELECT count(*) AS n FROM (SELECT 1 FROM task_search CROSS JOIN tasks ON tasks.seq = task_search.rowid
        WHERE ${match} AND ${compared.sql} LIMIT ?)`
    : `SELECT count(*) AS n FROM (SELECT 1 FROM task_search WHERE ${match} LIMIT ?)`;
  const values = isCompared ? compared.values : [];
  return { sql, values: [terms.join(' AND '), range.below, range.from, ...values, cap] };
}

/** Whether all conditions are terms of the full-text index; the status and the failures of a task change, so they are not. */
export const isMarked = ({ status, has_failures }: TaskFilter): boolean =>
  status === undefined && !has_failures;

/** How many tasks have failures, up to the cap. */
export const failuresCountQuery = (cap: number): Query => ({
  sql: `SELECT count(*) AS n FROM (SELECT 1 FROM tasks INDEXED BY tasks_failures
    WHERE status > '' AND failed_items > 0 AND deleted_at IS NULL LIMIT ?)`,
  values: [cap],
});

/** How many tasks meet this condition, up to the cap. */
export const termCountQuery = (term: string, cap: number): Query => ({
  sql: 'SELECT count(*) AS n FROM (SELECT 1 FROM task_search WHERE task_search MATCH ? LIMIT ?)',
  values: [term, cap],
});

/** How many tasks have one of these statuses (and the type), up to the cap. */
export function statusCountQuery({ status = [], type }: TaskFilter, cap: number): Query {
  const parts = status.map((one) => statusRows(one, type));
  return {
    sql: `SELECT count(*) AS n FROM (${parts.map(({ sql }) => sql).join(' UNION ALL ')} LIMIT ?)`,
    values: [...parts.flatMap(({ values }) => values), cap],
  };
}

/**
 * The tasks of a slice after the first `offset`, each with the total number up to `cap` as `n`. The lists of the terms and of the status
 * are merged, so only rows of the slice are read, and in full only those of the page.
 */
export function slicePageQuery(
  filter: TaskFilter,
  terms: string[],
  slice: SearchSlice,
  { limit, offset = 0, cap }: { limit: number; offset?: number; cap: number },
): Query {
  const found = sliceRows(filter, terms, slice, cap);
  const sql = `WITH found AS MATERIALIZED (${found.sql}), page AS MATERIALIZED (SELECT seq FROM found LIMIT ? OFFSET ?)
    SELECT ${tasks.columns}, (SELECT count(*) FROM found) AS n FROM page CROSS JOIN tasks ON tasks.seq = page.seq`;
  return { sql, values: [...found.values, limit, offset] };
}

export function sliceCountQuery(filter: TaskFilter, terms: string[], slice: SearchSlice, cap: number): Query {
  const { sql, values } = sliceRows(filter, terms, slice, cap);
  return { sql: `SELECT count(*) AS n FROM (${sql})`, values };
}

export type SearchSlice = Range & Pick<Window, 'oldest_first'>;

function sliceRows(filter: TaskFilter, terms: string[], slice: SearchSlice, cap: number): Query {
  const range = [slice.below, slice.from];
  const parts: Query[] = terms.map((term) => ({
    sql: `SELECT rowid AS seq FROM task_search WHERE task_search MATCH ? AND ${inRange('rowid')}`,
    values: [term, ...range],
  }));
  const [status, another] = filter.status ?? [];
  // With several statuses, the rows are in no order, so they are compared with the matches of the words.
  if (status !== undefined && another === undefined) {
    const { sql, values } = statusRows(status, filter.type);
    parts.push({ sql: `${sql} AND ${inRange('seq')}`, values: [...values, ...range] });
  }
  // "Own or shared" would be the longest list, of two terms, so it is cheaper to compare the matches of the other terms.
  if (filter.visible_to !== undefined && filter.owner_id === undefined) parts.shift();
  const compared = comparisons(filter);
  // Without its own limit, SQLite would drop the order of the inner query.
  return {
    sql: `SELECT tasks.seq FROM (${parts.map(({ sql }) => sql).join(' INTERSECT ')} ORDER BY seq ${directionOf(slice)} LIMIT -1) AS merged
      CROSS JOIN tasks ON tasks.seq = merged.seq WHERE ${compared.sql} LIMIT ?`,
    values: [...parts.flatMap(({ values }) => values), ...compared.values, cap],
  };
}

const statusRows = (status: string, type: string | undefined): Query =>
  type === undefined
    ? {
        sql: 'SELECT seq FROM tasks INDEXED BY tasks_status WHERE status = ? AND deleted_at IS NULL',
        values: [status],
      }
    : {
        sql: 'SELECT seq FROM tasks INDEXED BY tasks_type WHERE type = ? AND status = ? AND deleted_at IS NULL',
        values: [type, status],
      };

/** The columns are compared too, because the marks are only parts of a hash. */
function comparisons(filter: TaskFilter): Query {
  const where = ['tasks.deleted_at IS NULL'];
  const values: SQLInputValue[] = [];
  for (const key of ['owner_id', 'type', 'parent_id'] as const) {
    const value = filter[key];
    if (value === undefined) continue;
    where.push(`tasks.${key} = ?`);
    values.push(value);
  }
  if (filter.status !== undefined) {
    where.push(`tasks.status IN (${filter.status.map(() => '?').join(', ')})`);
    values.push(...filter.status);
  }
  if (filter.has_failures) where.push('tasks.failed_items > 0');
  if (filter.visible_to !== undefined) {
    where.push('(tasks.owner_id = ? OR tasks.shared = 1)');
    values.push(filter.visible_to);
  }
  return { sql: where.join(' AND '), values };
}
