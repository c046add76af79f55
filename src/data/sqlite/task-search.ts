import type { SQLOutputValue } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SearchLimits, TaskCount, TaskFilter } from '../contracts/index.ts';
import { KnownMany } from '../known-many.ts';
import { AFTER_ALL } from './row-order.ts';
import type { SqliteReader } from './sqlite-reader.ts';
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

/** Rows begin with the columns of a task. `searched_to` is the number of a row. */
export interface FoundRows {
  rows: SQLOutputValue[][];
  searched_to: bigint | null;
}

export const searchStatements = {
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

  count(filter: TaskFilter, cap: number): TaskCount {
    const terms = searchTerms(filter);
    if (terms === null) return { count: 0, complete: true };
    if (isAlone(filter, terms))
      return { count: this.#number(wholeCountQuery(filter, terms, cap)), complete: true };
    if (this.#hasRareStatus(filter)) return this.#countFew(filter, cap);
    const from = this.#hasMany() ? this.#rowAfter(AFTER_ALL, this.#limits.first - 1) : 0n;
    const counted = this.#number(sliceCountQuery(filter, terms, { from, below: AFTER_ALL }, cap));
    return this.#countFrom(filter, terms, cap, { from, count: counted });
  }

  /** The newest with their count, for which the first slice is read once. */
  async list(filter: TaskFilter, limit: number, cap: number): Promise<FoundRows & { total: TaskCount }> {
    const terms = searchTerms(filter);
    const window = { below: AFTER_ALL, limit, offset: 0 };
    if (terms === null) return { rows: [], searched_to: null, total: { count: 0, complete: true } };
    if (this.#hasRareStatus(filter))
      return { ...this.#listFew(filter, window), total: this.#countFew(filter, cap) };
    if (isAlone(filter, terms))
      return { ...(await this.#walk(filter, terms, window, null)), total: this.count(filter, cap) };
    const from = this.#hasMany() ? this.#rowAfter(AFTER_ALL, this.#limits.first - 1) : 0n;
    const rows = this.#rows(slicePageQuery(filter, terms, { from, below: AFTER_ALL }, { limit, cap }));
    // Each row ends with the number of all of them.
    const counted = Number(rows[0]?.at(-1) ?? 0);
    const total = this.#countFrom(filter, terms, cap, { from, count: counted });
    return { ...(await this.#walk(filter, terms, window, { rows, from })), total };
  }

  /** Slice by slice from the newest; `looked` is the first one where it has been read already. */
  async #walk(
    filter: TaskFilter,
    terms: string[],
    window: Window,
    looked: { rows: SQLOutputValue[][]; from: bigint } | null,
  ): Promise<FoundRows> {
    const { limit } = window;
    const limits = this.#limits;
    const rows = looked?.rows ?? [];
    let { below, offset } = window;
    const look = (slice: Slice) => {
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
      let from = all ? 0n : this.#rowAfter(below, size - 1);
      if (seen === 0 && looked) from = looked.from;
      else look({ from, below });
      if (from === 0n || rows.length >= limit) return { rows, searched_to: null };
      if (seen === 0 && this.#someBelow(terms, limits.rare))
        return { rows: this.#rows(wholePageQuery(filter, terms, window)), searched_to: null };
      seen += size;
      below = from;
      await nextTurn();
    }
    return { rows, searched_to: below };
  }

  /** The count where the newest, from `from`, are counted. */
  #countFrom(
    filter: TaskFilter,
    terms: string[],
    cap: number,
    { from, count }: { from: bigint; count: number },
  ): TaskCount {
    if (from === 0n || count === cap) return { count, complete: true };
    if (!this.#someBelow(terms, count < ENOUGH ? this.#limits.rare : this.#limits.few))
      return { count, complete: false };
    return { count: this.#number(wholeCountQuery(filter, terms, cap)), complete: true };
  }

  #listFew(filter: TaskFilter, window: Window): FoundRows {
    return { rows: this.#rows(pageQuery(filter, window)), searched_to: null };
  }

  #countFew(filter: TaskFilter, cap: number): TaskCount {
    const { rows } = this.#listFew(filter, { below: AFTER_ALL, limit: this.#limits.few, offset: 0 });
    return { count: Math.min(cap, rows.length), complete: true };
  }

  #hasRareStatus(filter: TaskFilter): boolean {
    return (
      filter.status !== undefined &&
      this.#number(statusCountQuery(filter, this.#limits.few)) < this.#limits.few
    );
  }

  #hasMany(): boolean {
    return this.#isMany('tasks', () => this.#rowAfter(AFTER_ALL, this.#limits.complete) !== 0n);
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

  #rowAfter(below: bigint, tasks: number): bigint {
    return this.#reader.getBigInt(searchStatements.passed, below, tasks) ?? 0n;
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
