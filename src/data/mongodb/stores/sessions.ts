import type { Collection, Db, FindCursor } from 'mongodb';
import type { Session, SessionStore } from '../../contracts/index.ts';
import { type DocumentOf, Documents, type Fields, number, text } from '../fields.ts';
import { COLLECTIONS } from '../indexes.ts';

const fields = {
  id: text(),
  user_id: text(),
  generation: number(),
  rotated_at: text(),
  expires_at: text(),
  user_agent: text(),
  ip: text(),
} satisfies Fields<Session>;

const documents = new Documents<Session, typeof fields>('sessions', fields);

/** Sign-ins, one document each. */
export class MongoSessionStore implements SessionStore {
  readonly #sessions: Collection<DocumentOf<typeof fields>>;

  constructor(db: Db) {
    this.#sessions = db.collection(COLLECTIONS.sessions);
  }

  async create(session: Session, keep?: number): Promise<string[]> {
    await this.#sessions.insertOne(documents.toDocument(session));
    if (keep === undefined) return [];
    const others = this.#sessions.find(
      { user_id: session.user_id, _id: { $ne: session.id } },
      { projection: { _id: 1 }, hint: 'user_used' },
    );
    return this.#end(others.sort({ rotated_at: -1 }).skip(Math.max(0, keep - 1)));
  }

  async get(id: string): Promise<Session | null> {
    return documents.toRecordOrNull(await this.#sessions.findOne({ _id: id }));
  }

  async rotate(id: string, generation: number, rotated_at: string, expires_at: string): Promise<boolean> {
    const { matchedCount } = await this.#sessions.updateOne(
      { _id: id, generation },
      { $set: { generation: generation + 1, rotated_at, expires_at } },
    );
    return matchedCount === 1;
  }

  async delete(id: string): Promise<void> {
    await this.#sessions.deleteOne({ _id: id });
  }

  async listOf(user_id: string, limit: number): Promise<Session[]> {
    if (limit < 1) return [];
    const found = this.#sessions.find({ user_id }, { hint: 'user_used' });
    return documents.toRecords(await found.sort({ rotated_at: -1 }).limit(limit).toArray());
  }

  deleteOf(user_id: string, except?: string): Promise<string[]> {
    const others = except === undefined ? {} : { _id: { $ne: except } };
    return this.#end(
      this.#sessions.find({ user_id, ...others }, { projection: { _id: 1 }, hint: 'user_used' }),
    );
  }

  async purge(time: string, limit: number): Promise<number> {
    const found = this.#sessions.find({ expires_at: { $lt: time } }, { projection: { _id: 1 } });
    const ids = (await found.limit(limit).toArray()).map(({ _id }) => _id);
    if (ids.length === 0) return 0;
    // The time is compared again: a session may have been rotated since.
    return (await this.#sessions.deleteMany({ _id: { $in: ids }, expires_at: { $lt: time } })).deletedCount;
  }

  async #end(found: FindCursor<{ _id: string }>): Promise<string[]> {
    const ids = (await found.toArray()).map(({ _id }) => _id);
    if (ids.length > 0) await this.#sessions.deleteMany({ _id: { $in: ids } });
    return ids;
  }
}
