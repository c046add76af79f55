import type { Collection, Db, Document } from 'mongodb';
import type { WorkerRecord, WorkerStore } from '../../contracts/index.ts';
import { areTexts } from '../../stored-values.ts';
import { type DocumentOf, Documents, type Fields, flag, instant, list, number, text } from '../fields.ts';
import { COLLECTIONS } from '../indexes.ts';

type Leased = WorkerRecord & { lease_until: string };

const fields = {
  id: text(),
  host: text(),
  pid: number(),
  version: text(''),
  pools: list<string>(areTexts, ['default']),
  places: number(0),
  running: number(0),
  started_at: text(''),
  draining: flag(false),
  lease_until: instant,
} satisfies Fields<Leased>;

const documents = new Documents<Leased, typeof fields>('workers', fields);

/** `$$NOW` is the server's clock, the same for all processes. */
const inFuture = (ms: number): Document => ({ $add: ['$$NOW', ms] });

/** Workers and their leases, by the clock of the MongoDB server. */
export class MongoWorkerStore implements WorkerStore {
  readonly #workers: Collection<DocumentOf<typeof fields>>;

  constructor(db: Db) {
    this.#workers = db.collection(COLLECTIONS.workers);
  }

  async register(worker: WorkerRecord, lease_ms: number): Promise<void> {
    const change = documents.toChange({ ...worker, lease_until: new Date(0).toISOString() });
    await this.#workers.updateOne(
      { _id: worker.id },
      [{ $set: { ...literals(change), lease_until: inFuture(lease_ms) } }],
      { upsert: true },
    );
  }

  async renew(id: string, lease_ms: number, running?: number): Promise<{ draining: boolean } | null> {
    const counted = running === undefined ? {} : { running };
    const set = [{ $set: { lease_until: inFuture(lease_ms), ...counted } }];
    const found = await this.#workers.findOneAndUpdate({ _id: id }, set, { projection: { draining: 1 } });
    return found && { draining: found.draining ?? false };
  }

  async drain(id: string): Promise<boolean> {
    return (await this.#workers.updateOne({ _id: id }, { $set: { draining: true } })).matchedCount === 1;
  }

  async alive(): Promise<string[]> {
    const found = this.#workers.find(
      { $expr: { $gt: ['$lease_until', '$$NOW'] } },
      { projection: { _id: 1 } },
    );
    return (await found.toArray()).map(({ _id }) => _id);
  }

  async list(): Promise<Leased[]> {
    return documents.toRecords(await this.#workers.find({}, { hint: '_id_' }).sort({ _id: 1 }).toArray());
  }

  async remove(id: string): Promise<void> {
    await this.#workers.deleteOne({ _id: id });
  }

  async purge(ms: number): Promise<void> {
    await this.#workers.deleteMany({ $expr: { $lt: ['$lease_until', inFuture(-ms)] } });
  }
}

/** In a pipeline, a text that begins with `$` would be a field name. */
function literals(values: object): Document {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { $literal: value }]));
}
