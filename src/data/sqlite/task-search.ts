import type { SQLOutputValue } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SearchLimits, TaskCount, TaskFilter } from '../contracts/index.ts';
import { KnownMany } from '../known-many.ts';
import { AFTER_ALL } from './row-order.ts';
import type { SqliteReader } from './sqlite-reader.ts';
import { pageQuery, type Query, type Range, type Window } from './task-page-query.ts';
import {
  failuresCountQuery,
  isMarked,
  type SearchSlice,
  searchTerms,
  sliceCountQuery,
  slicePageQuery,
  statusCountQuery,
  termCountQuery,
  wholeCountQuery,
  wholePageQuery,
} from './task-search-query.ts';
import { tasks } from './task-table.ts';

/** Number of tasks in a slice. A slice with two common words takes 0.5 ms of the event loop, any other at most about 1 ms. */
export const SQLITE_SEARCH_LIMITS: SearchLimits = {
  complete: 20_000,
  rare: 2_000,
  few: 250,
  first: 2_000,
  slice: 9_000,
  page: 20_000,
};

/** Number of matches that fill a page of the usual size. */
const ENOUGH = 20;

/** Rows begin with the columns of a task. `searched_to` is the number of a row. */
export interface FoundRows {
  rows: SQLOutputValue[][];
  searched_to: bigint | null;
}

export const searchStatements = {
  /** The same upwards. */
  passedUp: 'SELECT id FROM task_search_docsize WHERE id >= ? ORDER BY id LIMIT 1 OFFSET ?',
  /** The row that has this many newer rows below a number. Uses the table of FTS5 with the smallest rows. */
  passed: 'SELECT id FROM task_search_docsize WHERE id < ? ORDER BY id DESC LIMIT 1 OFFSET ?',
} as const;

/**
 * Searches by words, newest first. If one condition is rare, all tasks that meet it are examined. If all conditions are common, slices of
 * the newest tasks are examined, with a turn of the event loop in between, until the page is full or the limit is reached.
 */
export class TaskSearch {
  readonly #reader: SqliteReader;
  readonly #limits: SearchLimits;
  readonly #many = new KnownMany();

  constructor(reader: SqliteReader, limits: SearchLimits) {
    this.#reader = reader;
    this.#limits = limits;
  }

  async page(filter: TaskFilter, window: Window): Promise<FoundRows> {
    const terms = searchTerms(filter);
    if (terms === null) return { rows: [], searched_to: null };
    return this.#hasFew(filter) ? this.#listFew(filter, window) : this.#walk(filter, terms, window, null);
  }

  count(filter: TaskFilter, range: Range, cap: number): TaskCount {
    const terms = searchTerms(filter);
    if (terms === null) return { count: 0, complete: true };
    if (isAlone(filter, terms))
      return { count: this.#number(wholeCountQuery(filter, terms, range, cap)), complete: true };
    if (this.#hasFew(filter)) return this.#countFew(filter, range, cap);
    const slice = this.#firstSlice({ ...range, oldest_first: false });
    const counted = this.#number(sliceCountQuery(filter, terms, slice, cap));
    return this.#countBeyond(filter, terms, cap, range, { slice, count: counted });
  }

  /** The first matches with their count; the first slice is read only once for both. */
  async list(filter: TaskFilter, window: Window, cap: number): Promise<FoundRows & { total: TaskCount }> {
    const terms = searchTerms(filter);
    if (terms === null) return { rows: [], searched_to: null, total: { count: 0, complete: true } };
    if (this.#hasFew(filter))
      return { ...this.#listFew(filter, window), total: this.#countFew(filter, window, cap) };
    if (isAlone(filter, terms))
      return { ...(await this.#walk(filter, terms, window, null)), total: this.count(filter, window, cap) };
    const slice = this.#firstSlice(window);
    const rows = this.#rows(slicePageQuery(filter, terms, slice, { limit: window.limit, cap }));
    // Each row ends with the total number of rows.
    const counted = Number(rows[0]?.at(-1) ?? 0);
    const total = this.#countBeyond(filter, terms, cap, window, { slice, count: counted });
    return { ...(await this.#walk(filter, terms, window, { rows, slice })), total };
  }

  /** Examines slice by slice in the given order; `looked` is the first slice if it was already read. */
  async #walk(
    filter: TaskFilter,
    terms: string[],
    window: Window,
    looked: { rows: SQLOutputValue[][]; slice: SearchSlice } | null,
  ): Promise<FoundRows> {
    const { limit, oldest_first } = window;
    const limits = this.#limits;
    const rows = looked?.rows ?? [];
    let rest: SearchSlice = window;
    let { offset } = window;
    const look = async (slice: SearchSlice, isLast: boolean) => {
      if (offset > 0 && !isLast) {
        const passed = this.#number(sliceCountQuery(filter, terms, slice, offset));
        if (passed < offset) {
          offset -= passed;
          return;
        }
        await nextTurn();
      }
      const wanted = limit - rows.length;
      const part = { limit: wanted, offset, cap: offset + wanted };
      rows.push(...this.#rows(slicePageQuery(filter, terms, slice, part)));
      offset = 0;
    };

    const alone = isAlone(filter, terms);
    const all = alone || !this.#hasMany();
    for (let seen = 0; all || seen < limits.page; ) {
      // What comes before the page is counted in small slices.
      const most = seen === 0 || offset > 0 ? limits.first : limits.slice;
      const size = all ? most : Math.min(most, limits.page - seen);
      const whole = alone || (all && offset === 0);
      const slice = seen === 0 && looked ? looked.slice : whole ? rest : this.#sliceOf(rest, size);
      const isLast = oldest_first ? slice.below >= rest.below : slice.from <= rest.from;
      if (seen > 0 || !looked) await look(slice, isLast);
      if (isLast || rows.length >= limit) return { rows, searched_to: null };
      if (!all && seen === 0 && this.#someBelow(terms, limits.rare))
        return { rows: this.#rows(wholePageQuery(filter, terms, window)), searched_to: null };
      seen += size;
      rest = oldest_first ? { ...rest, from: slice.below } : { ...rest, below: slice.from };
      await nextTurn();
    }
    // The last examined row.
    return { rows, searched_to: oldest_first ? rest.from - 1n : rest.below };
  }

  /** The total count if the count of the first slice is known. */
  #countBeyond(
    filter: TaskFilter,
    terms: string[],
    cap: number,
    range: Range,
    { slice, count }: { slice: Range; count: number },
  ): TaskCount {
    const isAll = slice.from <= range.from && slice.below >= range.below;
    if (isAll || count === cap) return { count, complete: true };
    if (!this.#someBelow(terms, count < ENOUGH ? this.#limits.rare : this.#limits.few))
      return { count, complete: false };
    return { count: this.#number(wholeCountQuery(filter, terms, range, cap)), complete: true };
  }

  #listFew(filter: TaskFilter, window: Window): FoundRows {
    return { rows: this.#rows(pageQuery(tasks.columns, filter, window)), searched_to: null };
  }

  #countFew(filter: TaskFilter, { from, below }: Range, cap: number): TaskCount {
    const window = { from, below, oldest_first: false, limit: this.#limits.few, offset: 0 };
    return { count: Math.min(cap, this.#listFew(filter, window).rows.length), complete: true };
  }

  /** Whether few tasks have one of the statuses, or failures at all: then these are compared one by one. */
  #hasFew(filter: TaskFilter): boolean {
    const { few } = this.#limits;
    const isFew = (query: Query) => this.#number(query) < few;
    return (
      (filter.status !== undefined && isFew(statusCountQuery(filter, few))) ||
      (filter.has_failures === true && isFew(failuresCountQuery(few)))
    );
  }

  #hasMany(): boolean {
    return this.#isMany('tasks', () => this.#rowDown(AFTER_ALL, this.#limits.complete) !== undefined);
  }

  #someBelow(terms: string[], most: number): boolean {
    return terms.some(
      (term) => !this.#isMany(`${most} ${term}`, () => this.#number(termCountQuery(term, most)) === most),
    );
  }

  #isMany(key: string, look: () => boolean): boolean {
    if (this.#many.has(key)) return true;
    const found = look();
    if (found) this.#many.add(key);
    return found;
  }

  #firstSlice(range: SearchSlice): SearchSlice {
    return this.#hasMany() ? this.#sliceOf(range, this.#limits.first) : range;
  }

  /** The first so many tasks of the range, in its order. */
  #sliceOf(range: SearchSlice, size: number): SearchSlice {
    if (range.oldest_first) {
      const next = this.#reader.getBigInt(searchStatements.passedUp, range.from, size);
      return { ...range, below: next === undefined || next > range.below ? range.below : next };
    }
    const last = this.#rowDown(range.below, size - 1);
    return { ...range, from: last === undefined || last < range.from ? range.from : last };
  }

  #rowDown(below: bigint, tasks_passed: number): bigint | undefined {
    return this.#reader.getBigInt(searchStatements.passed, below, tasks_passed);
  }

  #number({ sql, values }: Query): number {
    return this.#reader.get(sql, ...values)?.n as number;
  }

  #rows({ sql, values }: Query): SQLOutputValue[][] {
    return this.#reader.lists(sql, ...values);
  }
}

/** With only one condition, every row that is read is a match. */
const isAlone = (filter: TaskFilter, terms: string[]) => terms.length === 1 && isMarked(filter);
