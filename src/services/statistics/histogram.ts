/** Counts times in classes whose bounds grow by a fifth: many times become a few numbers, and quantiles are accurate to a tenth. */
import type { Histogram } from '../../data/contracts/index.ts';

const CLASSES_PER_DOUBLING = 4;
/** Up to 97 days. */
const MOST_CLASSES = 133;

/** 0 for less than a millisecond. */
export const classOf = (ms: number): number =>
  ms < 1 ? 0 : Math.min(MOST_CLASSES - 1, 1 + Math.floor(CLASSES_PER_DOUBLING * Math.log2(ms)));

/** The middle of the class, in milliseconds. */
const middleOf = (at: number): number => (at === 0 ? 0 : 2 ** ((at - 0.5) / CLASSES_PER_DOUBLING));

/** Adds one time to the histogram. */
export function countIn(histogram: Histogram, ms: number): void {
  const at = classOf(ms);
  while (histogram.length <= at) histogram.push(0);
  histogram[at] = (histogram[at] as number) + 1;
}

/** The number of milliseconds within which this share (0–1) of the counted times lies; null if nothing was counted. */
export function quantile(histogram: Histogram, share: number): number | null {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let left = Math.max(1, Math.ceil(total * share));
  for (const [at, count] of histogram.entries()) {
    left -= count;
    if (left <= 0) return round(middleOf(at));
  }
  return null;
}

const round = (ms: number): number => (ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms));
