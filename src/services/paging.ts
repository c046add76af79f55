import { isId, searchWords } from '../data/contracts/index.ts';
import { Fault, type FaultDetail } from '../errors.ts';
import { LongWork } from '../runtime/long-work.ts';

/**
 * A page of a list. `total` counts up to 1,000 (in a search perhaps fewer) and sets `total_capped` beyond that. A search may return fewer
 * than `page_size` entries although there is a `next_cursor`.
 */
export interface Page<T> {
  items: T[];
  total: number;
  total_capped?: boolean;
  page: number;
  page_size: number;
  next_cursor: string | null;
}

export interface PageQuery {
  page?: number;
  page_size?: number;
  cursor?: string;
}

/** Is told the characters of each part of a page as soon as it is read; what it throws ends the reading. */
export type Grow = (characters: number) => void;

const MOST_ROWS_PASSED = 10_000;
export const COUNT_CAP = 1_000;

export interface PageStart {
  /** The key of the row before the first one, if a cursor names it. */
  after: string | undefined;
  offset: number;
  page: number;
  page_size: number;
  /** Tells the cursors of this list, in this order and with these filters, from those of others. */
  mark: string;
}

/** What a cursor belongs to: the name of the list, what it is the list of, its order and its filters. */
export type ListIdentity = readonly (string | number | boolean | undefined)[];

const NO_CURSOR: FaultDetail = {
  path: 'cursor',
  message: 'is not a cursor of this list; use the next_cursor of its previous page',
  zh: '不是此列表的游标；请使用此列表上一页的 next_cursor',
};
const OTHER_CURSOR: FaultDetail = {
  path: 'cursor',
  message:
    'comes from another list, or from this list with another order or other filters; leave it out to begin with the first page',
  zh: '来自其他列表，或来自排序、筛选条件不同的同一列表；请去掉它，从第一页开始',
};

/** What is wrong with the page, page size and cursor of any list; empty if they can be used. */
export function pageFaults({ page, page_size = 20, cursor }: PageQuery): FaultDetail[] {
  const faults: FaultDetail[] = [];
  if ((page ?? 1) * page_size > MOST_ROWS_PASSED)
    faults.push({
      path: 'page',
      message: `page × page_size may be at most ${MOST_ROWS_PASSED}; use next_cursor to go further`,
      zh: `page × page_size 最多为 ${MOST_ROWS_PASSED}；请使用 next_cursor 继续翻页`,
    });
  if (cursor !== undefined && page !== undefined)
    faults.push({
      path: 'cursor',
      message: 'give either page or cursor',
      zh: 'page 与 cursor 只能使用其中之一',
    });
  else if (cursor !== undefined && !readCursor(cursor)) faults.push(NO_CURSOR);
  return faults;
}

/**
 * Where a page of a list begins, from a cursor (constant time) or a page number. `isKey` recognizes the keys of this list. Throws a 422
 * fault.
 */
export function pageStart(
  query: PageQuery,
  list: ListIdentity,
  isKey: (text: string) => boolean = isId,
): PageStart {
  const { page = 1, page_size = 20 } = query;
  const details = pageFaults(query);
  if (details.length > 0) throw new Fault('validation_failed', { details });
  const found = query.cursor === undefined ? undefined : readCursor(query.cursor);
  const mark = markOf(list);
  if (!found) return { after: undefined, offset: (page - 1) * page_size, page, page_size, mark };
  // Cursors of earlier versions have no mark.
  if (found.mark !== undefined && found.mark !== mark)
    throw new Fault('validation_failed', { details: [OTHER_CURSOR] });
  if (!isKey(found.after)) throw new Fault('validation_failed', { details: [NO_CURSOR] });
  return { after: found.after, page: found.page, offset: 0, page_size, mark };
}

/** The key of the row before the page, the number of the page, and the mark of the list; null if the text is no cursor. */
function readCursor(cursor: string): { after: string; page: number; mark: string | undefined } | null {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, after, number, mark] = /^([\da-f-]{1,36})\.([1-9]\d{0,8})(?:\.([\da-z]{1,7}))?$/.exec(text) ?? [];
  // Base64 has many spellings of one text; a cursor has one.
  if (after === undefined || Buffer.from(text).toString('base64url') !== cursor) return null;
  return { after, page: Number(number), mark };
}

/** A short hash (FNV-1a), since it only has to notice mistakes: a forged cursor shows nothing that its owner may not see. */
function markOf(list: ListIdentity): string {
  const text = JSON.stringify(list);
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(36);
}

/**
 * The total of a list: exact up to 1,000, then capped. Stores are asked to count one more than the cap. An incomplete count may be less
 * than the page shows.
 */
export function cappedTotal(
  { count, complete }: { count: number; complete: boolean },
  shown: number,
): Pick<Page<never>, 'total' | 'total_capped'> {
  if (count > COUNT_CAP) return { total: COUNT_CAP, total_capped: true };
  if (complete) return { total: count };
  return { total: Math.min(COUNT_CAP, Math.max(count, shown)), total_capped: true };
}

/** The cursor of the page after this one, whose last row has this key. It contains the page number, which rows do not show. */
export const cursorAfter = (key: string | number, { page, mark }: Pick<PageStart, 'page' | 'mark'>): string =>
  Buffer.from(`${key}.${page + 1}.${mark}`).toString('base64url');

/** Each word costs an index look-up. So many words narrow a search enough; in Chinese, they are the first thirteen characters. */
const MOST_WORDS = 12;

/** The first words of a search, or undefined without a search. A search without words, such as `!!!`, matches nothing. */
export function wordsOf(q: string | undefined): string[] | undefined {
  return q === undefined || q.trim() === '' ? undefined : searchWords(q).slice(0, MOST_WORDS);
}

export const nothingFound = ({ page, page_size }: PageStart): Page<never> => ({
  items: [],
  total: 0,
  page,
  page_size,
  next_cursor: null,
});

/** A page of a list that is short enough to be read as a whole. */
export function pageOfAll<T extends { id: string }>(
  all: readonly T[],
  query: PageQuery,
  list: ListIdentity,
): Page<T> {
  const start = pageStart(query, list);
  const { after, offset, page, page_size } = start;
  const from = after === undefined ? offset : all.findIndex(({ id }) => id === after) + 1;
  const items = all.slice(from, from + page_size);
  const last = items.at(-1);
  return {
    items,
    total: all.length,
    page,
    page_size,
    next_cursor: last && from + page_size < all.length ? cursorAfter(last.id, start) : null,
  };
}

/** A list that a store returns newest first. */
interface NewestFirst<F, T> {
  page(query: F & { before_id?: string; offset?: number; limit: number }): Promise<T[]>;
  count(filter: F, cap: number): Promise<number>;
}

/** A page of such a list. */
export async function newestFirst<F extends object, T extends { id: string }>(
  store: NewestFirst<F, T>,
  filter: F,
  start: PageStart,
): Promise<Page<T>> {
  const { after, offset, page, page_size } = start;
  // One additional row shows whether there is a next page.
  const limit = page_size + 1;
  const [rows, count] = await Promise.all([
    store.page({ ...filter, ...(after === undefined ? { offset } : { before_id: after }), limit }),
    store.count(filter, COUNT_CAP + 1),
  ]);
  const items = rows.slice(0, page_size);
  const last = items.at(-1);
  return {
    items,
    ...cappedTotal({ count, complete: true }, 0),
    page,
    page_size,
    next_cursor: last && rows.length > page_size ? cursorAfter(last.id, start) : null,
  };
}

/** Rows of one read of a list whose rows may be large. */
const AT_ONCE = 10;

/** The same list, read a few rows at a time, so that other calls get their turn: a store in this process reads a page in one go. What `seen` throws ends it. */
export const inParts = <F extends object, T extends { id: string }>(
  store: NewestFirst<F, T>,
  seen?: (rows: T[]) => void,
): NewestFirst<F, T> => ({
  count: (filter, cap) => store.count(filter, cap),
  async page(query) {
    const rows: T[] = [];
    const work = new LongWork();
    let next = query;
    while (rows.length < query.limit) {
      await work.pause();
      const part = await store.page({ ...next, limit: Math.min(AT_ONCE, query.limit - rows.length) });
      const last = part.at(-1);
      if (!last) break;
      seen?.(part);
      rows.push(...part);
      next = { ...query, before_id: last.id, offset: 0 };
    }
    return rows;
  },
});
