/** Sets of item indexes as sorted ranges with inclusive ends, because chosen items are mostly neighbours. */

export type Ranges = readonly (readonly [from: number, to: number])[];
type Range = [from: number, to: number];

export const isWithin = (ranges: Ranges, index: number): boolean => rangeOf(ranges, index) !== undefined;

/** The first index that is not in a range, beginning at `index`. */
export function firstOutside(ranges: Ranges, index: number): number {
  const range = rangeOf(ranges, index);
  return range ? range[1] + 1 : index;
}

/** Uses bisection, because there may be thousands of ranges. */
function rangeOf(ranges: Ranges, index: number): Ranges[number] | undefined {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle] as Range;
    if (index < range[0]) high = middle - 1;
    else if (index > range[1]) low = middle + 1;
    else return range;
  }
  return undefined;
}

export function withIndexes(ranges: Ranges, indexes: readonly number[]): Range[] {
  const all = [...ranges, ...indexes.map((index): Range => [index, index])].sort((a, b) => a[0] - b[0]);
  const merged: Range[] = [];
  for (const [from, to] of all) {
    const last = merged.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

export function withoutIndexes(ranges: Ranges, indexes: readonly number[]): Range[] {
  const sorted = indexes.toSorted((a, b) => a - b);
  const left: Range[] = [];
  let at = 0;
  for (const [from, to] of ranges) {
    let start = from;
    while (at < sorted.length && (sorted[at] as number) < from) at += 1;
    for (; at < sorted.length && (sorted[at] as number) <= to; at += 1) {
      const index = sorted[at] as number;
      if (index > start) left.push([start, index - 1]);
      start = Math.max(start, index + 1);
    }
    if (start <= to) left.push([start, to]);
  }
  return left;
}
