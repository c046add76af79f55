import type { Collection, Db } from 'mongodb';
import type { Schedule, ScheduleStore } from '../../contracts/index.ts';
import { asText, type DocumentOf, Documents, type Fields, plain } from '../fields.ts';
import { COLLECTIONS, HAS_TIME } from '../indexes.ts';
import { isNew } from '../insertion.ts';

const fields = {
  id: plain<string>(),
  name: plain<string>(),
  cron: plain<string>(),
  timezone: plain<string>(),
  owner_id: plain<string>(),
  task: asText<Schedule['task']>(),
  enabled: plain<boolean>(),
  next_run_at: plain<string | null>(),
  last_run_at: plain<string | null>(),
  last_task_id: plain<string | null>(),
  created_at: plain<string>(),
  updated_at: plain<string>(),
} satisfies Fields<Schedule>;

const documents = new Documents<Schedule, typeof fields>(fields);

/** Cron rules, and the marks that let one scheduler fire each. */
export class MongoScheduleStore implements ScheduleStore {
  readonly #schedules: Collection<DocumentOf<typeof fields>>;
  readonly #firings: Collection<{ _id: string; fired_at: Date }>;

  constructor(db: Db) {
    this.#schedules = db.collection(COLLECTIONS.schedules);
    this.#firings = db.collection(COLLECTIONS.firings);
  }

  create(schedule: Schedule): Promise<boolean> {
    return isNew(this.#schedules.insertOne(documents.toDocument(schedule)));
  }

  async get(id: string): Promise<Schedule | null> {
    return documents.toRecordOrNull(await this.#schedules.findOne({ _id: id }));
  }

  async page(limit: number, before_id?: string): Promise<Schedule[]> {
    if (limit < 1) return [];
    const found = this.#schedules.find(before_id === undefined ? {} : { _id: { $lt: before_id } }, {
      hint: '_id_',
    });
    return documents.toRecords(await found.sort({ _id: -1 }).limit(limit).toArray());
  }

  async due(now: string, limit: number): Promise<Schedule[]> {
    if (limit < 1) return [];
    const found = this.#schedules.find(
      { enabled: true, next_run_at: { ...HAS_TIME, $lte: now } },
      { hint: 'due' },
    );
    return documents.toRecords(await found.sort({ next_run_at: 1 }).limit(limit).toArray());
  }

  async save(schedule: Schedule, expected_next_run_at: string | null): Promise<boolean> {
    const { matchedCount } = await this.#schedules.updateOne(
      { _id: schedule.id, next_run_at: expected_next_run_at },
      { $set: documents.toChange(schedule) },
    );
    return matchedCount === 1;
  }

  async delete(id: string): Promise<void> {
    await this.#schedules.deleteOne({ _id: id });
  }

  claimFiring(name: string, due_at: string): Promise<boolean> {
    return isNew(this.#firings.insertOne({ _id: `${name}|${due_at}`, fired_at: new Date() }));
  }
}
