import { invalid } from '../../errors.ts';
import type { Page, PageQuery } from './task-service.ts';

const MOST_ROWS_PASSED = 10_000;
const COUNT_CAP = 1_000;

/** Where a page begins, from a cursor (constant time) or a page number. Throws a 422 fault. */
export function pageStart(query: PageQuery): {
  after: string | undefined;
  offset: number;
  page: number;
  page_size: number;
} {
  const { page = 1, page_size = 20 } = query;
  if (page * page_size > MOST_ROWS_PASSED) {
    throw invalid(
      'page',
      `page × page_size may be at most ${MOST_ROWS_PASSED}; use next_cursor to go further`,
      `page × page_size 最多为 ${MOST_ROWS_PASSED}；请使用 next_cursor 继续翻页`,
    );
  }
  if (query.cursor === undefined)
    return { after: undefined, offset: (page - 1) * page_size, page, page_size };
  if (query.page !== undefined)
    throw invalid('cursor', 'give either page or cursor', 'page 与 cursor 只能使用其中之一');
  const after = Buffer.from(query.cursor, 'base64url').toString();
  if (!/^[\da-f-]{36}$|^\d{1,9}$/.test(after))
    throw invalid('cursor', 'is not a cursor of this list', '不是此列表的游标');
  return { after, offset: 0, page, page_size };
}

/** The total as lists tell it: exact to 1,000, then capped. `count` is asked for one more than the cap. */
export async function cappedTotal(
  count: (cap: number) => Promise<number>,
): Promise<Pick<Page<never>, 'total' | 'total_capped'>> {
  const found = await count(COUNT_CAP + 1);
  return found > COUNT_CAP ? { total: COUNT_CAP, total_capped: true } : { total: found };
}

export const cursorAfter = (key: string | number): string => Buffer.from(String(key)).toString('base64url');
