import type { SQLOutputValue } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SearchLimits, TaskCount, TaskFilter } from '../contracts/index.ts';
import { KnownMany } from '../known-many.ts';
import { AFTER_ALL } from './row-order.ts';
import type { SqliteReader } from './sqlite-reader.ts';
import { pageQuery, type Query, type Range, type Window } from './task-page-query.ts';
import {
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

/** Rows begin with the columns of a task. `searched_to` is the number of a row. */
export interface FoundRows {
  rows: SQLOutputValue[][];
  searched_to: bigint | null;
}

export const searchStatements = {
  /** The same upwards. */
  passedUp: 'SELECT id FROM task_search_docsize WHERE id >= ? ORDER BY id LIMIT 1 OFFSET ?',
  /** The row with so many newer ones below a number. This table of FTS5's has the smallest rows of any with one for each task. */
  passed: 'SELECT id FROM task_search_docsize WHERE id < ? ORDER BY id DESC LIMIT 1 OFFSET ?',
} as const;

/**
 * Searches by words, newest first. Whatever is rare among what is asked leads, and all of its tasks are looked at; where everything is
 * common, slices of the newest tasks are, with a turn of the event loop between them, until the page is full or the limit reached.
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
    return this.#hasRareStatus(filter)
      ? this.#listFew(filter, window)
      : this.#walk(filter, terms, window, null);
  }

  count(filter: TaskFilter, range: Range, cap: number): TaskCount {
    const terms = searchTerms(filter);
    if (terms === null) return { count: 0, complete: true };
    if (isAlone(filter, terms))
      return { count: this.#number(wholeCountQuery(filter, terms, range, cap)), complete: true };
    if (this.#hasRareStatus(filter)) return this.#countFew(filter, range, cap);
    const slice = this.#firstSlice({ ...range, oldest_first: false });
    const counted = this.#number(sliceCountQuery(filter, terms, slice, cap));
    return this.#countBeyond(filter, terms, cap, range, { slice, count: counted });
  }

  /** The first with their count, for which the first slice is read once. */
  async list(filter: TaskFilter, window: Window, cap: number): Promise<FoundRows & { total: TaskCount }> {
    const terms = searchTerms(filter);
    if (terms === null) return { rows: [], searched_to: null, total: { count: 0, complete: true } };
    if (this.#hasRareStatus(filter))
      return { ...this.#listFew(filter, window), total: this.#countFew(filter, window, cap) };
    if (isAlone(filter, terms))
      return { ...(await this.#walk(filter, terms, window, null)), total: this.count(filter, window, cap) };
    const slice = this.#firstSlice(window);
    const rows = this.#rows(slicePageQuery(filter, terms, slice, { limit: window.limit, cap }));
    // Each row ends with the number of all of them.
    const counted = Number(rows[0]?.at(-1) ?? 0);
    const total = this.#countBeyond(filter, terms, cap, window, { slice, count: counted });
    return { ...(await this.#walk(filter, terms, window, { rows, slice })), total };
  }

  /** Slice by slice in the order of the window; `looked` is the first one where it has been read already. */
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
    const look = (slice: SearchSlice) => {
      if (offset > 0) {
        const passed = this.#number(sliceCountQuery(filter, terms, slice, offset));
        if (passed < offset) {
          offset -= passed;
          return;
        }
      }
      const wanted = offset + limit - rows.length;
      const found = this.#rows(slicePageQuery(filter, terms, slice, { limit: wanted, cap: wanted }));
      rows.push(...found.slice(offset));
      offset = 0;
    };

    const all = isAlone(filter, terms) || !this.#hasMany();
    for (let seen = 0; seen < limits.page; ) {
      const size = seen === 0 ? limits.first : Math.min(limits.slice, limits.page - seen);
      const slice = seen === 0 && looked ? looked.slice : all ? rest : this.#sliceOf(rest, size);
      if (seen > 0 || !looked) look(slice);
      const isLast = oldest_first ? slice.below >= rest.below : slice.from <= rest.from;
      if (isLast || rows.length >= limit) return { rows, searched_to: null };
      if (seen === 0 && this.#someBelow(terms, limits.rare))
        return { rows: this.#rows(wholePageQuery(filter, terms, window)), searched_to: null };
      seen += size;
      rest = oldest_first ? { ...rest, from: slice.below } : { ...rest, below: slice.from };
      await nextTurn();
    }
    // The last row that was looked at.
    return { rows, searched_to: oldest_first ? rest.from - 1n : rest.below };
  }

  /** The count where that of the first slice is known. */
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

  #hasRareStatus(filter: TaskFilter): boolean {
    return (
      filter.status !== undefined &&
      this.#number(statusCountQuery(filter, this.#limits.few)) < this.#limits.few
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

/** One condition alone finds something with each row it reads. */
const isAlone = (filter: TaskFilter, terms: string[]) => terms.length === 1 && filter.status === undefined;
