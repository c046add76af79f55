import type { Db, Document } from 'mongodb';
import type { WorkerRecord, WorkerStore } from '../contracts/index.ts';
import { type Stored, toRecord } from './documents.ts';
import { COLLECTIONS } from './indexes.ts';

type WorkerDocument = Stored<WorkerRecord> & { lease_until: Date };

/** `$$NOW` is the server's clock, the same for all who ask. */
const inFuture = (ms: number): Document => ({ $add: ['$$NOW', ms] });

/** Workers and their leases, by the clock of the MongoDB server. */
export function createMongoWorkerStore(db: Db): WorkerStore {
  const workers = db.collection<WorkerDocument>(COLLECTIONS.workers);

  return {
    async register({ id, ...record }, lease_ms) {
      await workers.updateOne(
        { _id: id },
        [{ $set: { ...literals(record), lease_until: inFuture(lease_ms) } }],
        { upsert: true },
      );
    },
    async renew(id, lease_ms) {
      const set = [{ $set: { lease_until: inFuture(lease_ms) } }];
      return (await workers.updateOne({ _id: id }, set)).matchedCount === 1;
    },
    async alive() {
      const found = workers.find({ $expr: { $gt: ['$lease_until', '$$NOW'] } }, { projection: { _id: 1 } });
      return (await found.toArray()).map(({ _id }) => _id);
    },
    async list() {
      const found = await workers.find({}, { hint: '_id_' }).sort({ _id: 1 }).toArray();
      return found.map(({ lease_until, ...record }) => ({
        ...toRecord<WorkerRecord>(record),
        lease_until: lease_until.toISOString(),
      }));
    },
    async remove(id) {
      await workers.deleteOne({ _id: id });
    },
    async purge(ms) {
      await workers.deleteMany({ $expr: { $lt: ['$lease_until', inFuture(-ms)] } });
    },
  };
}

/** In a pipeline a text that begins with `$` would be the name of a field. */
function literals(record: Omit<WorkerRecord, 'id'>): Document {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, { $literal: value }]));
}
