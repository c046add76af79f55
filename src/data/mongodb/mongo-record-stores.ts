import { type Db, MongoServerError } from 'mongodb';
import type {
  Database,
  IdempotencyRecord,
  IdempotencyStore,
  Schedule,
  ScheduleStore,
} from '../contracts/index.ts';
import { fromText, type Stored, toDocument, toRecord, toRecordOrNull, toText } from './documents.ts';
import { COLLECTIONS, HAS_TIME } from './indexes.ts';
import { isDuplicateKey } from './mongo-errors.ts';

/** Which task an Idempotency-Key made. */
export function createMongoIdempotencyStore(db: Db): IdempotencyStore {
  const records = db.collection<Stored<IdempotencyRecord>>(COLLECTIONS.idempotency);

  return {
    async keep(record) {
      for (;;) {
        try {
          await records.insertOne(toDocument(record));
          return record;
        } catch (error) {
          if (!isDuplicateKey(error)) throw error;
        }
        const kept = await records.findOne({ _id: record.id });
        // Null when it was purged in between.
        if (kept) return toRecord<IdempotencyRecord>(kept);
      }
    },
    async get(id) {
      return toRecordOrNull<IdempotencyRecord>(await records.findOne({ _id: id }));
    },
    async purge(before, limit) {
      const found = records.find({ created_at: { $lt: before } }, { projection: { _id: 1 } });
      const ids = (await found.limit(limit).toArray()).map(({ _id }) => _id);
      if (ids.length === 0) return 0;
      return (await records.deleteMany({ _id: { $in: ids } })).deletedCount;
    },
  };
}

type ScheduleDocument = Omit<Stored<Schedule>, 'task'> & { task: string };

const toSchedule = ({ task, ...rest }: ScheduleDocument): Schedule =>
  toRecord<Schedule>({ ...rest, task: fromText(task) as Schedule['task'] });

const fromSchedule = ({ task, ...rest }: Schedule): ScheduleDocument => ({
  ...toDocument(rest),
  task: toText(task),
});

/** Cron rules, and the marks that let one scheduler fire each. */
export function createMongoScheduleStore(db: Db): ScheduleStore {
  const schedules = db.collection<ScheduleDocument>(COLLECTIONS.schedules);
  const firings = db.collection<{ _id: string; fired_at: Date }>(COLLECTIONS.firings);

  return {
    create: (schedule) => isNew(schedules.insertOne(fromSchedule(schedule))),
    async get(id) {
      const found = await schedules.findOne({ _id: id });
      return found && toSchedule(found);
    },
    async page(limit, before_id) {
      if (limit < 1) return [];
      const found = schedules.find(before_id === undefined ? {} : { _id: { $lt: before_id } }, {
        hint: '_id_',
      });
      return (await found.sort({ _id: -1 }).limit(limit).toArray()).map(toSchedule);
    },
    async due(now, limit) {
      if (limit < 1) return [];
      const found = schedules.find(
        { enabled: true, next_run_at: { ...HAS_TIME, $lte: now } },
        { hint: 'due' },
      );
      return (await found.sort({ next_run_at: 1 }).limit(limit).toArray()).map(toSchedule);
    },
    async save(schedule, expected_next_run_at) {
      const { _id, ...change } = fromSchedule(schedule);
      const { matchedCount } = await schedules.updateOne(
        { _id, next_run_at: expected_next_run_at },
        { $set: change },
      );
      return matchedCount === 1;
    },
    async delete(id) {
      await schedules.deleteOne({ _id: id });
    },
    claimFiring: (name, due_at) =>
      isNew(firings.insertOne({ _id: `${name}|${due_at}`, fired_at: new Date() })),
  };
}

/** The secret that all processes of this database share. */
export function createKeepSecret(db: Db): Pick<Database, 'keepSecret'> {
  const secrets = db.collection<{ _id: string; value: string }>(COLLECTIONS.secrets);
  return {
    async keepSecret(candidate) {
      await isNew(secrets.insertOne({ _id: 'secret_key', value: candidate }));
      const kept = await secrets.findOne({ _id: 'secret_key' });
      if (!kept) throw new MongoServerError({ message: 'the secret that was kept is gone' });
      return kept.value;
    },
  };
}

/** True when it was inserted, false when its id is taken. */
async function isNew(insertion: Promise<unknown>): Promise<boolean> {
  try {
    await insertion;
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}
