import type { Histogram, StatisticsBucket, StatisticsStep } from './statistics.ts';

/** The bucket of a minute, and the same as a part of its hour. */
export const bucketsOf = (minute: StatisticsBucket): [StatisticsStep, StatisticsBucket][] => [
  ['minute', minute],
  ['hour', { ...minute, at: `${minute.at.slice(0, 13)}:00:00.000Z` }],
];

export const addedUp = (a: Histogram, b: Histogram): Histogram =>
  Array.from({ length: Math.max(a.length, b.length) }, (_, at) => (a[at] ?? 0) + (b[at] ?? 0));
