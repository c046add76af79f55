import type { AnyBulkWriteOperation, Collection, Db, Filter } from 'mongodb';
import type { Histogram, StatisticsBucket, StatisticsStep, StatisticsStore } from '../../contracts/index.ts';
import { bucketsOf } from '../../contracts/statistics-steps.ts';
import { checked, type Guard, isNumber, isObject } from '../../stored-values.ts';
import { bulkOutcomes } from '../bulk-outcomes.ts';
import { type DocumentOf, Documents, type Field, type Fields, number, text } from '../fields.ts';
import { COLLECTIONS } from '../indexes.ts';
import { DUPLICATE_KEY } from '../mongo-errors.ts';

/** Counts by the number of their class, as `$inc` of `wait.7` creates them. */
type Counts = Record<string, number>;

const counted = (name: 'wait' | 'run', histogram: Histogram) =>
  histogram.flatMap((count, at): [string, number][] => (count > 0 ? [[`${name}.${at}`, count]] : []));

/** A class of a thousand and more was not written by the program, and would make a list of as many numbers. */
const areCounts: Guard = (value) =>
  isObject(value) &&
  Object.entries(value as Counts).every(([at, count]) => /^\d{1,3}$/.test(at) && isNumber(count));

function histogramOf(counts: Counts): Histogram {
  const histogram: Histogram = [];
  for (const [at, count] of Object.entries(counts)) histogram[Number(at)] = count;
  return Array.from(histogram, (count) => count ?? 0);
}

const histogram: Field<Histogram, Counts> = {
  toStored: (counts) => Object.fromEntries(counts.entries().filter(([, count]) => count > 0)),
  toValue: (stored) => histogramOf(checked<Counts>(stored ?? {}, areCounts)),
  substitute: [],
};

const fields = {
  at: text(),
  type: text(),
  completed: number(),
  failed: number(),
  cancelled: number(),
  wait: histogram,
  run: histogram,
} satisfies Fields<StatisticsBucket>;

const documents = new Documents<StatisticsBucket, typeof fields>('statistics', fields);

type BucketDocument = DocumentOf<typeof fields> & { _id: string; step: StatisticsStep };

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
    return documents.toRecords(await found.toArray());
  }

  async purge(step: StatisticsStep, time: string, limit: number): Promise<number> {
    if (limit < 1) return 0;
    const old = this.#buckets.find({ step, at: { $lt: time } }, { projection: { _id: 1 }, hint: 'read' });
    const ids = (await old.limit(limit).toArray()).map(({ _id }) => _id);
    if (ids.length === 0) return 0;
    return (await this.#buckets.deleteMany({ _id: { $in: ids } })).deletedCount;
  }
}
