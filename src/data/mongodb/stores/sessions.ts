import type { Collection, Db } from 'mongodb';
import type { Session, SessionStore } from '../../contracts/index.ts';
import { type DocumentOf, Documents, type Fields, plain } from '../fields.ts';
import { COLLECTIONS } from '../indexes.ts';

const fields = {
  id: plain<string>(),
  user_id: plain<string>(),
  generation: plain<number>(),
  rotated_at: plain<string>(),
  expires_at: plain<string>(),
  user_agent: plain<string>(),
  ip: plain<string>(),
} satisfies Fields<Session>;

const documents = new Documents<Session, typeof fields>(fields);

/** Sign-ins, one document each. */
export class MongoSessionStore implements SessionStore {
  readonly #sessions: Collection<DocumentOf<typeof fields>>;

  constructor(db: Db) {
    this.#sessions = db.collection(COLLECTIONS.sessions);
  }

  async create(session: Session): Promise<void> {
    await this.#sessions.insertOne(documents.toDocument(session));
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

  async deleteOf(user_id: string): Promise<string[]> {
    const found = await this.#sessions.find({ user_id }, { projection: { _id: 1 } }).toArray();
    const ids = found.map(({ _id }) => _id);
    if (ids.length > 0) await this.#sessions.deleteMany({ _id: { $in: ids } });
    return ids;
  }

  async purge(time: string, limit: number): Promise<number> {
    const found = this.#sessions.find({ expires_at: { $lt: time } }, { projection: { _id: 1 } });
    const ids = (await found.limit(limit).toArray()).map(({ _id }) => _id);
    if (ids.length === 0) return 0;
    // The time is compared again: a session may have been rotated since.
    return (await this.#sessions.deleteMany({ _id: { $in: ids }, expires_at: { $lt: time } })).deletedCount;
  }
}
