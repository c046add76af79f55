import type { Db } from 'mongodb';
import type { Session, SessionStore } from '../contracts/index.ts';
import { type Stored, toDocument, toRecordOrNull } from './documents.ts';
import { COLLECTIONS } from './indexes.ts';

/** Sign-ins, one document each. */
export function createMongoSessionStore(db: Db): SessionStore {
  const sessions = db.collection<Stored<Session>>(COLLECTIONS.sessions);

  return {
    async create(session) {
      await sessions.insertOne(toDocument(session));
    },
    get: async (id) => toRecordOrNull<Session>(await sessions.findOne({ _id: id })),
    async rotate(id, generation, rotated_at, expires_at) {
      const { matchedCount } = await sessions.updateOne(
        { _id: id, generation },
        { $set: { generation: generation + 1, rotated_at, expires_at } },
      );
      return matchedCount === 1;
    },
    async delete(id) {
      await sessions.deleteOne({ _id: id });
    },
    async deleteOf(user_id) {
      const found = await sessions.find({ user_id }, { projection: { _id: 1 } }).toArray();
      const ids = found.map(({ _id }) => _id);
      if (ids.length > 0) await sessions.deleteMany({ _id: { $in: ids } });
      return ids;
    },
    async purge(time, limit) {
      const found = sessions.find({ expires_at: { $lt: time } }, { projection: { _id: 1 } });
      const ids = (await found.limit(limit).toArray()).map(({ _id }) => _id);
      if (ids.length === 0) return 0;
      // The time is compared again: a session may have been rotated since.
      return (await sessions.deleteMany({ _id: { $in: ids }, expires_at: { $lt: time } })).deletedCount;
    },
  };
}
