export const STATISTICS_STEPS = ['minute', 'hour'] as const;
export type StatisticsStep = (typeof STATISTICS_STEPS)[number];

/** Counts by class, which are added when two are merged. The services define the classes; an absent class counts 0. */
export type Histogram = number[];

/** What happened to items of one type within one minute or hour. */
export interface StatisticsBucket {
  /** The beginning of the bucket, ISO. */
  at: string;
  type: string;
  completed: number;
  failed: number;
  cancelled: number;
  /** From the time at which an item could first have run until it started. */
  wait: Histogram;
  run: Histogram;
}

export interface StatisticsStore {
  /** Adds to the bucket of each minute and to that of its hour. One durable write for all. */
  add(minutes: StatisticsBucket[]): Promise<void>;
  /** Buckets with `from <= at < to`, by time and type, of one type or of all. */
  read(step: StatisticsStep, from: string, to: string, type?: string): Promise<StatisticsBucket[]>;
  /** Removes up to `limit` buckets that began before `time`; returns how many went. */
  purge(step: StatisticsStep, time: string, limit: number): Promise<number>;
}
