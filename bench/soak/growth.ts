import { median } from '../support/statistics.ts';

/** One look at an installation: named sizes. */
export type Sample = Record<string, number>;

/**
 * What may not grow once the first quarter has passed, and by how much it may differ all the same: a tenth, or this much in
 * the size's own unit if that is more. Tables of history (audit entries, statistics, deliveries of webhooks, finished tasks) grow
 * until their retention takes them and are not here.
 */
const BOUNDED: [RegExp, number][] = [
  [/\.live_heap_mb$/, 3],
  [/\.handles$/, 15],
  [/\.open_files$/, 15],
  [/^redis\.memory_mb$/, 1],
  [/^rows\.(sessions|workers|type_pauses|webhooks|schedules\w*|probes|turns)$/, 5],
];

/** Names what is larger in the last quarter than in the second, each with its two medians. */
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
