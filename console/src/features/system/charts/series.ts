import type { Statistics } from '@client';

type Bucket = Statistics['buckets'][number];

/** Data of a chart as columns over time. Null is a gap. */
export interface Series {
  /** Seconds since 1970. */
  at: number[];
  completed: number[];
  failed: number[];
  wait_p50: (number | null)[];
  wait_p95: (number | null)[];
  run_p50: (number | null)[];
  run_p95: (number | null)[];
  /** The same values for the whole time span. */
  whole: Record<Measured, number | null>;
}

type Measured = 'completed' | 'failed' | 'wait_p50' | 'wait_p95' | 'run_p50' | 'run_p95';

export const STEP_MS = { minute: 60_000, hour: 3_600_000 } as const;

/**
 * The buckets of all types as one row a step, also for the steps in which nothing happened. Of several types the median is weighted
 * by their items, and the 95th percentile is the highest: what it would be of all together is not known.
 */
export function seriesOf({ step, buckets }: Statistics, from: number, to: number): Series {
  const by_time = new Map<number, Bucket[]>();
  for (const bucket of buckets) {
    const at = Date.parse(bucket.at);
    by_time.set(at, [...(by_time.get(at) ?? []), bucket]);
  }
  const size = STEP_MS[step];
  const begins = Math.floor(from / size) * size;
  const series: Series = {
    at: [],
    completed: [],
    failed: [],
    wait_p50: [],
    wait_p95: [],
    run_p50: [],
    run_p95: [],
    whole: measuresOf(buckets.filter(({ at }) => Date.parse(at) >= begins && Date.parse(at) < to)),
  };
  for (let at = begins; at < to; at += size) {
    const here = by_time.get(at) ?? [];
    series.at.push(at / 1_000);
    const measured = measuresOf(here);
    series.completed.push(measured.completed);
    series.failed.push(measured.failed);
    for (const name of TIMES) series[name].push(measured[name]);
  }
  return series;
}

const TIMES = ['wait_p50', 'wait_p95', 'run_p50', 'run_p95'] as const;

const measuresOf = (buckets: readonly Bucket[]) => ({
  completed: sum(buckets, ({ completed }) => completed),
  failed: sum(buckets, ({ failed }) => failed),
  wait_p50: median(buckets, 'wait_ms'),
  wait_p95: highest(buckets, 'wait_ms'),
  run_p50: median(buckets, 'run_ms'),
  run_p95: highest(buckets, 'run_ms'),
});

const sum = (buckets: readonly Bucket[], of: (bucket: Bucket) => number): number =>
  buckets.reduce((total, bucket) => total + of(bucket), 0);

function median(buckets: readonly Bucket[], of: 'wait_ms' | 'run_ms'): number | null {
  const known = buckets.filter((bucket) => bucket[of].p50 !== null);
  const weight = (bucket: Bucket) => Math.max(1, bucket.completed + bucket.failed);
  const all = sum(known, weight);
  return all === 0 ? null : sum(known, (bucket) => (bucket[of].p50 ?? 0) * weight(bucket)) / all;
}

function highest(buckets: readonly Bucket[], of: 'wait_ms' | 'run_ms'): number | null {
  const known = buckets.map((bucket) => bucket[of].p95).filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}
