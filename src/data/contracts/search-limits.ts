/**
 * How many tasks one search by words may examine, so that its duration does not grow with the amount of data. The limits matter only if
 * several conditions are each met by many tasks and together by few.
 */
export interface SearchLimits {
  /** With at most so many tasks stored, every search is complete. */
  complete: number;
  /** If the first look does not fill a page, and fewer tasks than this meet a condition, all of these are examined ... */
  rare: number;
  /** ... and if it does, then for the total only if fewer than this meet it. */
  few: number;
  /** So many are examined for the total, and at first for the page ... */
  first: number;
  /** ... then so many at a time ... */
  slice: number;
  /** ... and in all, until the page is full. */
  page: number;
}
