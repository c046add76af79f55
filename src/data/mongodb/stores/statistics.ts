import type { AnyBulkWriteOperation, Collection, Db, Filter } from 'mongodb';
import type { Histogram, StatisticsBucket, StatisticsStep, StatisticsStore } from '../../contracts/index.ts';
import { bucketsOf } from '../../contracts/statistics-steps.ts';
import { bulkOutcomes } from '../bulk-outcomes.ts';
import { COLLECTIONS } from '../indexes.ts';
import { DUPLICATE_KEY } from '../mongo-errors.ts';

/** Counts by the number of their class, as `$inc` of `wait.7` creates them. */
type Counts = Record<string, number>;

interface BucketDocument extends Omit<StatisticsBucket, 'wait' | 'run'> {
  _id: string;
  step: StatisticsStep;
  wait?: Counts;
  run?: Counts;
}

const counted = (name: 'wait' | 'run', histogram: Histogram) =>
  histogram.flatMap((count, at): [string, number][] => (count > 0 ? [[`${name}.${at}`, count]] : []));

function histogramOf(counts: Counts = {}): Histogram {
  const histogram: Histogram = [];
  for (const [at, count] of Object.entries(counts)) histogram[Number(at)] = count;
  return Array.from(histogram, (count) => count ?? 0);
}

const toBucket = ({
  at,
  type,
  completed,
  failed,
  cancelled,
  wait,
  run,
}: BucketDocument): StatisticsBucket => ({
  ...{ at, type, completed, failed, cancelled },
  wait: histogramOf(wait),
  run: histogramOf(run),
});

const addition = ([step, bucket]: [
  StatisticsStep,
  StatisticsBucket,
]): AnyBulkWriteOperation<BucketDocument> => {
  const { at, type, completed, failed, cancelled, wait, run } = bucket;
  const counts = Object.fromEntries([...counted('wait', wait), ...counted('run', run)]);
  return {
    updateOne: {
      filter: { _id: `${step}|${at}|${type}` },
      update: { $setOnInsert: { step, at, type }, $inc: { completed, failed, cancelled, ...counts } },
      upsert: true,
    },
  };
};

export class MongoStatisticsStore implements StatisticsStore {
  readonly #buckets: Collection<BucketDocument>;

  constructor(db: Db) {
    this.#buckets = db.collection<BucketDocument>(COLLECTIONS.statistics);
  }

  async add(minutes: StatisticsBucket[]): Promise<void> {
    let open = minutes.flatMap(bucketsOf).map(addition);
    while (open.length > 0) {
      const { codes } = await bulkOutcomes(this.#buckets, open);
      const refused = codes.find((code) => code !== null && code !== DUPLICATE_KEY);
      if (refused !== undefined) throw new Error(`MongoDB refused to write statistics (code ${refused})`);
      // Two processes created the same bucket at the same time: one of the additions failed as a whole.
      open = open.filter((_, at) => codes[at] === DUPLICATE_KEY);
    }
  }

  async read(step: StatisticsStep, from: string, to: string, type?: string): Promise<StatisticsBucket[]> {
    const filter: Filter<BucketDocument> = {
      step,
      at: { $gte: from, $lt: to },
      ...(type === undefined ? {} : { type }),
    };
    const found = this.#buckets.find(filter, { hint: 'read' }).sort({ at: 1, type: 1 });
    return (await found.toArray()).map(toBucket);
  }

  async purge(step: StatisticsStep, time: string, limit: number): Promise<number> {
    if (limit < 1) return 0;
    const old = this.#buckets.find({ step, at: { $lt: time } }, { projection: { _id: 1 }, hint: 'read' });
    const ids = (await old.limit(limit).toArray()).map(({ _id }) => _id);
    if (ids.length === 0) return 0;
    return (await this.#buckets.deleteMany({ _id: { $in: ids } })).deletedCount;
  }
}
