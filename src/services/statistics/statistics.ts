/** What happened to items over time, for operators. */
import type { Database, StatisticsBucket, StatisticsStep } from '../../data/contracts/index.ts';
import { invalid } from '../../errors.ts';
import type { SteadyClock } from '../../runtime/clock.ts';
import { type Actor, demand } from '../actor.ts';
import { quantile } from './histogram.ts';

const STEP_MS: Record<StatisticsStep, number> = { minute: 60_000, hour: 3_600_000 };
const DEFAULT_BUCKETS: Record<StatisticsStep, number> = { minute: 60, hour: 24 };
/** Most buckets of one type in one answer. */
export const MOST_BUCKETS = 2_880;

export interface StatisticsQuery {
  /** Inclusive; ISO. Default: an hour before `to` by minute, a day by hour. */
  from?: string;
  /** Exclusive; default: now. */
  to?: string;
  /** Default `minute`. */
  step?: StatisticsStep;
  type?: string;
}

export interface Quantiles {
  p50: number | null;
  p95: number | null;
}

export interface BucketView {
  at: string;
  type: string;
  completed: number;
  failed: number;
  cancelled: number;
  wait_ms: Quantiles;
  run_ms: Quantiles;
}

export interface StatisticsView {
  step: StatisticsStep;
  buckets: BucketView[];
}

export class Statistics {
  readonly #store: Database['statistics'];
  readonly #clock: SteadyClock;

  constructor(database: Pick<Database, 'statistics'>, clock: SteadyClock) {
    this.#store = database.statistics;
    this.#clock = clock;
  }

  /** Throws a 422 fault for a range that ends before it begins or has too many buckets. By time and type; a minute or hour in which nothing happened has no bucket. */
  async read(actor: Actor, query: StatisticsQuery): Promise<StatisticsView> {
    demand(actor, 'delete');
    const step = query.step ?? 'minute';
    const ms = STEP_MS[step];
    const to = query.to === undefined ? Math.ceil((this.#clock.now() + 1) / ms) * ms : Date.parse(query.to);
    const from = query.from === undefined ? to - DEFAULT_BUCKETS[step] * ms : Date.parse(query.from);
    if (from > to)
      throw invalid('from', 'must not be after to (default: now)', '不能晚于 to（默认为当前时间）');
    if (to - from > MOST_BUCKETS * ms)
      throw invalid(
        'from',
        `is more than ${MOST_BUCKETS} buckets before the end; ask for less, or by the hour`,
        `与结束时间之间超过 ${MOST_BUCKETS} 个时间段；请缩小范围，或按小时查询`,
      );
    const found = await this.#store.read(step, iso(from), iso(to), query.type);
    return { step, buckets: found.map(bucketView) };
  }
}

const iso = (ms: number): string => new Date(ms).toISOString();

const quantiles = (histogram: StatisticsBucket['wait']): Quantiles => ({
  p50: quantile(histogram, 0.5),
  p95: quantile(histogram, 0.95),
});

const bucketView = ({ wait, run, ...counts }: StatisticsBucket): BucketView => ({
  ...counts,
  wait_ms: quantiles(wait),
  run_ms: quantiles(run),
});
