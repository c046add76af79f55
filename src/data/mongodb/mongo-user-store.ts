import type { Db, Filter } from 'mongodb';
import type { User, UserFilter, UserStore } from '../contracts/index.ts';
import { isActiveAdmin, removeAdmin, type UserDocument } from './admin-removal.ts';
import { type Stored, toDocument, toRecord, toRecordOrNull } from './documents.ts';
import { COLLECTIONS } from './indexes.ts';
import { isDuplicateKey } from './mongo-errors.ts';
import { matchingTerms, searchTerms } from './search-terms.ts';

const NOT_READ = { terms: 0, relied_on: 0 } as const;

const termsOf = (user: User) => searchTerms(`${user.fullname} ${user.email}`);

/** Accounts. The e-mail is unique by its index, so the collection stays on one shard. */
export function createMongoUserStore(db: Db): UserStore {
  const users = db.collection<UserDocument>(COLLECTIONS.users);
  const findOne = async (filter: Filter<UserDocument>): Promise<User | null> =>
    toRecordOrNull<User>(await users.findOne<Stored<User>>(filter, { projection: NOT_READ }));

  return {
    async create(user) {
      try {
        await users.insertOne({ ...toDocument(user), terms: termsOf(user), relied_on: 0 });
        return 'ok';
      } catch (error) {
        if (isDuplicateKey(error)) return 'email_in_use';
        throw error;
      }
    },
    get: (id) => findOne({ _id: id }),
    getByEmail: (email) => findOne({ email }),
    async getMany(ids) {
      if (ids.length === 0) return [];
      const found = users.find<Stored<User>>({ _id: { $in: ids } }, { projection: NOT_READ });
      return (await found.toArray()).map(toRecord<User>);
    },
    async save(user, expected_version) {
      const { _id, ...change } = { ...toDocument(user), terms: termsOf(user) };
      const stored = await users.findOne({ _id });
      if (stored?.version !== expected_version) return 'conflict';
      const write = async (unchanged: Filter<UserDocument>) =>
        (await users.updateOne(unchanged, { $set: change })).matchedCount === 1;
      try {
        if (isActiveAdmin(stored) && !isActiveAdmin(user)) return await removeAdmin(users, stored, write);
        return (await write({ _id, version: expected_version })) ? 'ok' : 'conflict';
      } catch (error) {
        if (isDuplicateKey(error)) return 'email_in_use';
        throw error;
      }
    },
    async delete(id) {
      for (;;) {
        const stored = await users.findOne({ _id: id });
        if (!stored) return 'missing';
        const write = async (unchanged: Filter<UserDocument>) =>
          (await users.deleteOne(unchanged)).deletedCount === 1;
        const outcome = isActiveAdmin(stored)
          ? await removeAdmin(users, stored, write)
          : (await write({ _id: id, version: stored.version }))
            ? 'ok'
            : 'conflict';
        // Somebody changed the account meanwhile: whether it may go is decided anew.
        if (outcome !== 'conflict') return outcome;
      }
    },
    async page({ before_id, offset = 0, limit, ...filter }) {
      if (limit < 1) return [];
      const { condition, hint } = userScan(filter);
      const found = users
        .find<Stored<User>>(
          { ...condition, ...(before_id === undefined ? {} : { _id: { $lt: before_id } }) },
          { projection: NOT_READ, hint },
        )
        .sort({ _id: -1 })
        .skip(offset)
        .limit(limit);
      return (await found.toArray()).map(toRecord<User>);
    },
    async count(filter, cap) {
      const { condition, hint } = userScan(filter);
      return users.countDocuments(condition, { limit: cap, hint });
    },
  };
}

/** The condition, and the index that narrows it most while it keeps the order; what else is asked is compared one by one. */
function userScan({ words, role, is_active }: UserFilter): { condition: Filter<UserDocument>; hint: string } {
  const terms = matchingTerms(words ?? []);
  const searched = terms.length > 0;
  return {
    condition: {
      ...(searched ? { terms: { $all: terms } } : {}),
      ...(role === undefined ? {} : { roles: role }),
      ...(is_active === undefined ? {} : { is_active }),
    },
    hint: searched ? 'terms' : role !== undefined ? 'roles' : is_active !== undefined ? 'is_active' : '_id_',
  };
}
