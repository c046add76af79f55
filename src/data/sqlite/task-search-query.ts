/** How tasks are searched for by words: the statements; task-search.ts decides which of them is asked. */

import type { SQLInputValue } from 'node:sqlite';
import type { TaskFilter } from '../contracts/index.ts';
import { type MarkedFilter, matchTerms } from './search-tokens.ts';
import { directionOf, inRange, type Query, type Range, type Window } from './task-page-query.ts';
import { tasks } from './task-table.ts';

/** What the full-text index is asked: words, and marks for the rest but the status. Null when nothing can match. */
export function searchTerms({ status, ...filter }: TaskFilter): string[] | null {
  if (status?.length === 0) return null;
  const { owner_id, visible_to } = filter;
  // A status has an index with the type.
  const marked: MarkedFilter = status?.length === 1 ? { ...filter, type: undefined } : { ...filter };
  if (owner_id !== undefined && owner_id === visible_to) marked.visible_to = undefined;
  return matchTerms({ ...marked, words: filter.words ?? [] });
}

/**
 * All terms at once: FTS5 leaps from one list of rows to the other, which is quickest where one list is short, and has no bound:
 * two long ones that share nothing are walked to their ends, 9 ms at 1,000,000 tasks, whatever rows are asked for.
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
  const sql =
    filter.status === undefined
      ? `SELECT count(*) AS n FROM (SELECT 1 FROM task_search WHERE ${match} LIMIT ?)`
      : `SELECT count(*) AS n FROM (SELECT 1 FROM task_search CROSS JOIN tasks ON tasks.seq = task_search.rowid
          WHERE ${match} AND ${compared.sql} LIMIT ?)`;
  const values = filter.status === undefined ? [] : compared.values;
  return { sql, values: [terms.join(' AND '), range.below, range.from, ...values, cap] };
}

/** How many tasks have this, to the cap. */
export const termCountQuery = (term: string, cap: number): Query => ({
  sql: 'SELECT count(*) AS n FROM (SELECT 1 FROM task_search WHERE task_search MATCH ? LIMIT ?)',
  values: [term, cap],
});

/** How many tasks have one of these statuses (and the type), to the cap. */
export function statusCountQuery({ status = [], type }: TaskFilter, cap: number): Query {
  const parts = status.map((one) => statusRows(one, type));
  return {
    sql: `SELECT count(*) AS n FROM (${parts.map(({ sql }) => sql).join(' UNION ALL ')} LIMIT ?)`,
    values: [...parts.flatMap(({ values }) => values), cap],
  };
}

/**
 * The first tasks of a slice, each with the number of all of them to `cap` as `n`. Each term's list and the status's are merged, so no
 * more is read than the slice holds.
 */
export function slicePageQuery(
  filter: TaskFilter,
  terms: string[],
  slice: SearchSlice,
  { limit, cap }: { limit: number; cap: number },
): Query {
  const found = sliceRows(filter, terms, slice, cap);
  const sql = `WITH found AS MATERIALIZED (${found.sql})
    SELECT ${tasks.columns}, (SELECT count(*) FROM found) AS n FROM found CROSS JOIN tasks ON tasks.seq = found.seq LIMIT ?`;
  return { sql, values: [...found.values, limit] };
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
  // Of several statuses the rows come in no order; they are compared with what the words leave.
  if (status !== undefined && another === undefined) {
    const { sql, values } = statusRows(status, filter.type);
    parts.push({ sql: `${sql} AND ${inRange('seq')}`, values: [...values, ...range] });
  }
  // "Own or shared" is the longest list, of two terms, and comes first. It is cheaper to compare what the others leave.
  if (filter.visible_to !== undefined && filter.owner_id === undefined) parts.shift();
  const compared = comparisons(filter);
  // Without a limit of its own, SQLite takes the order of the inner query for needless.
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

/** The columns are compared as well as the marks, which are parts of a hash. */
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
  if (filter.visible_to !== undefined) {
    where.push('(tasks.owner_id = ? OR tasks.shared = 1)');
    values.push(filter.visible_to);
  }
  return { sql: where.join(' AND '), values };
}
