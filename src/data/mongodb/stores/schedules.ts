import type { Collection, Db, Filter } from 'mongodb';
import type { Schedule, SchedulePageQuery, ScheduleStore } from '../../contracts/index.ts';
import { isLastRun, isTaskOfSchedule } from '../../stored-values.ts';
import {
  asText,
  type DocumentOf,
  Documents,
  type Fields,
  flag,
  number,
  objectOrNull,
  text,
  textOrNull,
} from '../fields.ts';
import { COLLECTIONS, HAS_TIME } from '../indexes.ts';
import { isNew } from '../insertion.ts';
import { insertWithin, type Placed } from '../owned-places.ts';
import { atRevision } from '../revisions.ts';

const fields = {
  id: text(),
  name: text(),
  cron: text(),
  time_zone: text(),
  owner_id: text(),
  task: asText<Schedule['task']>(isTaskOfSchedule, { type: '', params: null }),
  language: text<Schedule['language']>('en'),
  is_active: flag(),
  overlap: text<Schedule['overlap']>('allow'),
  next_run_at: textOrNull(),
  last_run: objectOrNull<NonNullable<Schedule['last_run']>>(isLastRun),
  failures: number(0),
  revision: number(1),
  created_at: text(),
  updated_at: text(),
} satisfies Fields<Schedule>;

const documents = new Documents<Schedule, typeof fields>('schedules', fields);

type ScheduleDocument = DocumentOf<typeof fields> & Pick<Placed, 'place'>;

/** Schedules, and the marks that let only one scheduler fire each of them. */
export class MongoScheduleStore implements ScheduleStore {
  readonly #schedules: Collection<ScheduleDocument>;
  readonly #firings: Collection<{ _id: string; fired_at: Date }>;

  constructor(db: Db) {
    this.#schedules = db.collection(COLLECTIONS.schedules);
    this.#firings = db.collection(COLLECTIONS.firings);
  }

  async create(schedule: Schedule, most?: number): Promise<'ok' | 'exists' | 'too_many'> {
    const document = documents.toDocument(schedule);
    if (most !== undefined) return insertWithin(this.#schedules, document, most);
    return (await isNew(this.#schedules.insertOne(document))) ? 'ok' : 'exists';
  }

  async get(id: string): Promise<Schedule | null> {
    return documents.toRecordOrNull(await this.#schedules.findOne({ _id: id }));
  }

  async page({ owner_id, before_id, offset = 0, limit }: SchedulePageQuery): Promise<Schedule[]> {
    if (limit < 1) return [];
    const filter: Filter<ScheduleDocument> = {
      ...(owner_id === undefined ? {} : { owner_id }),
      ...(before_id === undefined ? {} : { _id: { $lt: before_id } }),
    };
    const found = this.#schedules.find(filter, { hint: owner_id === undefined ? '_id_' : 'owner' });
    return documents.toRecords(await found.sort({ _id: -1 }).skip(offset).limit(limit).toArray());
  }

  count({ owner_id }: { owner_id?: string }, cap: number): Promise<number> {
    return this.#schedules.countDocuments(owner_id === undefined ? {} : { owner_id }, {
      limit: cap,
      hint: owner_id === undefined ? '_id_' : 'owner',
    });
  }

  async due(now: string, limit: number): Promise<Schedule[]> {
    if (limit < 1) return [];
    const found = this.#schedules.find(
      { is_active: true, next_run_at: { ...HAS_TIME, $lte: now } },
      { hint: 'due_active' },
    );
    return documents.toRecords(await found.sort({ next_run_at: 1 }).limit(limit).toArray());
  }

  async save(schedule: Schedule, expected_revision: number): Promise<boolean> {
    const { matchedCount } = await this.#schedules.updateOne(
      { _id: schedule.id, ...atRevision(expected_revision) },
      { $set: documents.toChange(schedule) },
    );
    return matchedCount === 1;
  }

  async delete(id: string): Promise<boolean> {
    return (await this.#schedules.deleteOne({ _id: id })).deletedCount === 1;
  }

  claimFiring(name: string, due_at: string): Promise<boolean> {
    return isNew(this.#firings.insertOne({ _id: `${name}|${due_at}`, fired_at: new Date() }));
  }
}
