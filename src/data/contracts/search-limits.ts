/**
 * How much one search by words may look at, so that it takes no longer the more is stored. Only where several conditions that
 * are each met by many tasks are met together by few does it make a difference.
 */
export interface SearchLimits {
  /** With at most so many tasks stored, every search is complete. */
  complete: number;
  /** Where the first look does not fill a page, a condition that fewer tasks than this meet has all of them looked at ... */
  rare: number;
  /** ... and where it does, for the total, only one that fewer than this meet. */
  few: number;
  /** So many are looked at for the total, and at first for the page ... */
  first: number;
  /** ... and then so many at a time ... */
  slice: number;
  /** ... and in all, until the page is full. */
  page: number;
}
