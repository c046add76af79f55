export const STATISTICS_STEPS = ['minute', 'hour'] as const;
export type StatisticsStep = (typeof STATISTICS_STEPS)[number];

/** Counts by class, added up where two are merged; what the classes are is the services' affair. An absent one counts 0. */
export type Histogram = number[];

/** What happened to items of one type within one minute or hour. */
export interface StatisticsBucket {
  /** Its beginning, ISO. */
  at: string;
  type: string;
  completed: number;
  failed: number;
  cancelled: number;
  /** From when an item could first have run to its start. */
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
