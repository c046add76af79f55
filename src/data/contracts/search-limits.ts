/**
 * How many tasks one search by words may examine, so that its duration does not grow with the amount of data. The limits matter only if
 * several conditions are each met by many tasks and together by few.
 */
export interface SearchLimits {
  /** If at most this many tasks are stored, every search is complete. */
  complete: number;
  /** If the first examination does not fill a page and fewer tasks than this meet a condition, all of them are examined ... */
  rare: number;
  /** ... and if it fills a page, all of them are examined for the total only if fewer than this meet the condition. */
  few: number;
  /** Number of tasks examined for the total, and at first for the page ... */
  first: number;
  /** ... then this many at a time ... */
  slice: number;
  /** ... and at most this many in total, until the page is full. */
  page: number;
}
