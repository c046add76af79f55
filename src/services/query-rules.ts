/** Rules for the queries of lists that a schema cannot express. */
import { Fault, type FaultDetail } from '../errors.ts';
import { type PageQuery, pageFaults } from './paging.ts';

/** Fields that limit a time: the first from below, the second from above. */
export interface TimeRanges {
  from?: string;
  to?: string;
  created_after?: string;
  created_before?: string;
}

const RANGES = [
  ['from', 'to'],
  ['created_after', 'created_before'],
] as const satisfies [keyof TimeRanges, keyof TimeRanges][];

/** One fault for each range that ends before it begins: no entry could match. `at` is the path of the object with these fields. */
export const rangeFaults = (given: TimeRanges, at = ''): FaultDetail[] =>
  RANGES.flatMap(([first, last]) => {
    const [from, to] = [given[first], given[last]];
    if (from === undefined || to === undefined || !(Date.parse(from) > Date.parse(to))) return [];
    return [{ path: `${at}${first}`, message: `must not be after ${last}`, zh: `不能晚于 ${last}` }];
  });

/** Throws one 422 fault that names each such range. */
export function checkRanges(given: TimeRanges, at?: string): void {
  const details = rangeFaults(given, at);
  if (details.length > 0) throw new Fault('validation_failed', { details });
}

/** The faults of page, cursor and time ranges together. */
export const queryFaults = (query: PageQuery & TimeRanges): FaultDetail[] => [
  ...pageFaults(query),
  ...rangeFaults(query),
];
