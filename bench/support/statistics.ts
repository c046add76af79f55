const sorted = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);

/** The smallest value that at least `share` (0–1) of all values do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('there is no percentile of nothing');
  return sorted(values)[Math.max(0, Math.ceil(values.length * share) - 1)] as number;
}

/** The middle value; of an even number of them, the lower middle one. */
export const median = (values: readonly number[]): number => percentile(values, 0.5);
