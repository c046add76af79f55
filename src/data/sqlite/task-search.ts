import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SearchLimits, TaskCount, TaskFilter } from '../contracts/index.ts';
import { KnownMany } from '../known-many.ts';
import { AFTER_ALL } from './row-order.ts';
import type { Row, SqliteReader } from './sqlite-reader.ts';
import { pageQuery, type Query, type Window } from './task-page-query.ts';
import {
  type Slice,
  searchTerms,
  sliceCountQuery,
  slicePageQuery,
  statusCountQuery,
  termCountQuery,
  wholeCountQuery,
  wholePageQuery,
} from './task-search-query.ts';

/** In tasks. A slice of two common words takes 0.5 ms of the event loop, of any words at most about 1 ms. */
export const SQLITE_SEARCH_LIMITS: SearchLimits = {
  complete: 20_000,
  rare: 2_000,
  few: 250,
  first: 2_000,
  slice: 9_000,
  page: 20_000,
};

/** Matches that fill a page of the usual size. */
const ENOUGH = 20;

/** `searched_to` is the number of a row. */
export interface FoundRows {
  rows: Row[];
  searched_to: bigint | null;
}

export interface TaskSearch {
  page(filter: TaskFilter, window: Window): Promise<FoundRows>;
  count(filter: TaskFilter, cap: number): TaskCount;
  /** The newest with their count, for which the first slice is read once. */
  list(filter: TaskFilter, limit: number, cap: number): Promise<FoundRows & { total: TaskCount }>;
}

export const searchStatements = {
  /** The row with so many newer ones below a number. This table of FTS5's has the smallest rows of any with one for each task. */
  passed: 'SELECT id FROM task_search_docsize WHERE id < ? ORDER BY id DESC LIMIT 1 OFFSET ?',
} as const;

/**
 * Searches by words, newest first. Whatever is rare among what is asked leads, and all of its tasks are looked at; where everything is
 * common, slices of the newest tasks are, with a turn of the event loop between them, until the page is full or the limit reached.
 */
export function createTaskSearch(reader: SqliteReader, limits: SearchLimits): TaskSearch {
  const countOf = ({ sql, values }: Query): number => reader.get(sql, ...values)?.n as number;
  const rowsOf = ({ sql, values }: Query): Row[] => reader.all(sql, ...values);
  const rowAfter = (below: bigint, tasks: number) =>
    reader.getBigInt(searchStatements.passed, below, tasks) ?? 0n;

  const many = new KnownMany();
  function isMany(key: string, look: () => boolean): boolean {
    if (many.has(key)) return true;
    const found = look();
    if (found) many.add(key);
    return found;
  }
  const hasMany = () => isMany('tasks', () => rowAfter(AFTER_ALL, limits.complete) !== 0n);
  const someBelow = (terms: string[], most: number) =>
    terms.some((term) => !isMany(`${most} ${term}`, () => countOf(termCountQuery(term, most)) === most));

  const hasRareStatus = (filter: TaskFilter) =>
    filter.status !== undefined && countOf(statusCountQuery(filter, limits.few)) < limits.few;

  /** One condition alone finds something with each row it reads. */
  const isAlone = (filter: TaskFilter, terms: string[]) => terms.length === 1 && filter.status === undefined;

  async function page(
    filter: TaskFilter,
    terms: string[],
    window: Window,
    looked: { rows: Row[]; from: bigint } | null,
  ): Promise<FoundRows> {
    const { limit } = window;
    const rows = looked?.rows ?? [];
    let { below, offset } = window;
    const look = (slice: Slice) => {
      if (offset > 0) {
        const passed = countOf(sliceCountQuery(filter, terms, slice, offset));
        if (passed < offset) {
          offset -= passed;
          return;
        }
      }
      const wanted = offset + limit - rows.length;
      const found = rowsOf(slicePageQuery(filter, terms, slice, { limit: wanted, cap: wanted }));
      rows.push(...found.slice(offset));
      offset = 0;
    };

    const all = isAlone(filter, terms) || !hasMany();
    for (let seen = 0; seen < limits.page; ) {
      const size = seen === 0 ? limits.first : Math.min(limits.slice, limits.page - seen);
      let from = all ? 0n : rowAfter(below, size - 1);
      if (seen === 0 && looked) from = looked.from;
      else look({ from, below });
      if (from === 0n || rows.length >= limit) return { rows, searched_to: null };
      if (seen === 0 && someBelow(terms, limits.rare))
        return { rows: rowsOf(wholePageQuery(filter, terms, window)), searched_to: null };
      seen += size;
      below = from;
      await nextTurn();
    }
    return { rows, searched_to: below };
  }

  /** The count where the newest, from `from`, are counted. */
  function countFrom(
    filter: TaskFilter,
    terms: string[],
    cap: number,
    { from, count }: { from: bigint; count: number },
  ): TaskCount {
    if (from === 0n || count === cap) return { count, complete: true };
    if (!someBelow(terms, count < ENOUGH ? limits.rare : limits.few)) return { count, complete: false };
    return { count: countOf(wholeCountQuery(filter, terms, cap)), complete: true };
  }

  const listFew = (filter: TaskFilter, window: Window): FoundRows => ({
    rows: rowsOf(pageQuery(filter, window)),
    searched_to: null,
  });
  function countFew(filter: TaskFilter, cap: number): TaskCount {
    const { rows } = listFew(filter, { below: AFTER_ALL, limit: limits.few, offset: 0 });
    return { count: Math.min(cap, rows.length), complete: true };
  }

  function count(filter: TaskFilter, cap: number): TaskCount {
    const terms = searchTerms(filter);
    if (terms === null) return { count: 0, complete: true };
    if (isAlone(filter, terms))
      return { count: countOf(wholeCountQuery(filter, terms, cap)), complete: true };
    if (hasRareStatus(filter)) return countFew(filter, cap);
    const from = hasMany() ? rowAfter(AFTER_ALL, limits.first - 1) : 0n;
    const counted = countOf(sliceCountQuery(filter, terms, { from, below: AFTER_ALL }, cap));
    return countFrom(filter, terms, cap, { from, count: counted });
  }

  return {
    count,

    async page(filter, window) {
      const terms = searchTerms(filter);
      if (terms === null) return { rows: [], searched_to: null };
      return hasRareStatus(filter) ? listFew(filter, window) : page(filter, terms, window, null);
    },

    async list(filter, limit, cap) {
      const terms = searchTerms(filter);
      const window = { below: AFTER_ALL, limit, offset: 0 };
      if (terms === null) return { rows: [], searched_to: null, total: { count: 0, complete: true } };
      if (hasRareStatus(filter)) return { ...listFew(filter, window), total: countFew(filter, cap) };
      if (isAlone(filter, terms))
        return { ...(await page(filter, terms, window, null)), total: count(filter, cap) };
      const from = hasMany() ? rowAfter(AFTER_ALL, limits.first - 1) : 0n;
      const rows = rowsOf(slicePageQuery(filter, terms, { from, below: AFTER_ALL }, { limit, cap }));
      const counted = (rows[0]?.n as number | undefined) ?? 0;
      const total = countFrom(filter, terms, cap, { from, count: counted });
      return { ...(await page(filter, terms, window, { rows, from })), total };
    },
  };
}
