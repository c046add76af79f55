import { median } from '../support/statistics.ts';

/** The sizes of an installation at one moment, by name. */
export type Sample = Record<string, number>;

/**
 * Sizes that must not grow after the first quarter, and their tolerance: a tenth, or this amount in the unit of the size if it is
 * larger. Tables of history (audit entries, statistics, webhook deliveries, finished tasks) grow until their retention time and are not
 * listed.
 */
const BOUNDED: [RegExp, number][] = [
  [/\.live_heap_mb$/, 3],
  [/\.handles$/, 15],
  [/\.open_files$/, 15],
  [/^redis\.memory_mb$/, 1],
  [/^rows\.(sessions|workers|type_pauses|webhooks|schedules\w*|probes|turns)$/, 5],
];

/** The sizes that are larger in the last quarter than in the second, each with its two medians. */
export function grown(samples: Sample[]): string[] {
  const quarter = Math.floor(samples.length / 4);
  const second = samples.slice(quarter, 2 * quarter);
  const last = samples.slice(-quarter);
  return Object.keys(samples.at(-1) ?? {}).flatMap((name) => {
    const allowed = BOUNDED.find(([names]) => names.test(name))?.[1];
    if (allowed === undefined) return [];
    const before = median(second.map((one) => one[name] ?? 0));
    const after = median(last.map((one) => one[name] ?? 0));
    if (after - before <= Math.max(allowed, before / 10)) return [];
    return [`${name}: ${before.toFixed(1)} in the second quarter, ${after.toFixed(1)} in the last`];
  });
}
