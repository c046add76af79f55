import type { Collection, Db } from 'mongodb';
import type { IdempotencyRecord, IdempotencyStore } from '../../contracts/index.ts';
import { type DocumentOf, Documents, type Fields, text } from '../fields.ts';
import { COLLECTIONS } from '../indexes.ts';
import { isNew } from '../insertion.ts';

const fields = {
  id: text(),
  task_id: text(),
  body_hash: text(),
  created_at: text(),
} satisfies Fields<IdempotencyRecord>;

const documents = new Documents<IdempotencyRecord, typeof fields>('idempotency', fields);

/** Which task an Idempotency-Key made. */
export class MongoIdempotencyStore implements IdempotencyStore {
  readonly #records: Collection<DocumentOf<typeof fields>>;

  constructor(db: Db) {
    this.#records = db.collection(COLLECTIONS.idempotency);
  }

  async keep(record: IdempotencyRecord): Promise<IdempotencyRecord> {
    for (;;) {
      if (await isNew(this.#records.insertOne(documents.toDocument(record)))) return record;
      // Null when it was purged in between.
      const kept = await this.get(record.id);
      if (kept) return kept;
    }
  }

  async get(id: string): Promise<IdempotencyRecord | null> {
    return documents.toRecordOrNull(await this.#records.findOne({ _id: id }));
  }

  async purge(before: string, limit: number): Promise<number> {
    const found = this.#records.find({ created_at: { $lt: before } }, { projection: { _id: 1 } });
    const ids = (await found.limit(limit).toArray()).map(({ _id }) => _id);
    if (ids.length === 0) return 0;
    return (await this.#records.deleteMany({ _id: { $in: ids } })).deletedCount;
  }
}
