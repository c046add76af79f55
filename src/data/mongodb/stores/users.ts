import type { Collection, Db, Filter } from 'mongodb';
import type {
  AuditEntry,
  AuditStore,
  Quotas,
  Role,
  SignInPlace,
  User,
  UserFilter,
  UserPageQuery,
  UserStore,
  UserWrite,
} from '../../contracts/index.ts';
import { areQuotas, areSignInPlaces, areTexts } from '../../stored-values.ts';
import { isActiveAdmin, type RemovableDocument, removeAdmin } from '../admin-removal.ts';
import {
  type DocumentOf,
  Documents,
  type Fields,
  flag,
  list,
  objectOrNull,
  text,
  textOrNull,
  versionNumber,
} from '../fields.ts';
import { COLLECTIONS } from '../indexes.ts';
import { isNew } from '../insertion.ts';
import { isDuplicateKey } from '../mongo-errors.ts';
import { atVersion, READABLE_VERSION } from '../revisions.ts';
import { matchingTerms, searchTerms } from '../search-terms.ts';

const fields = {
  id: text(),
  email: text(),
  hashed_password: textOrNull(),
  must_change_password: { ...flag(false), substitute: true },
  fullname: text(),
  roles: list<Role>(areTexts),
  is_active: flag(),
  quotas: objectOrNull<Quotas>(areQuotas),
  last_sign_in_at: textOrNull(),
  sign_in_places: list<SignInPlace>(areSignInPlaces, []),
  version: versionNumber,
  created_at: text(),
  updated_at: text(),
} satisfies Fields<User>;

const documents = new Documents<User, typeof fields>('users', fields);

type UserDocument = DocumentOf<typeof fields> &
  RemovableDocument & {
    /** Beginnings of the words of the name and the e-mail. */
    terms: string[];
  };

const NOT_READ = { terms: 0, relied_on: 0 } as const;

const termsOf = (user: User) => searchTerms(`${user.fullname} ${user.email}`);

/** Accounts. The e-mail is unique by its index, so the collection stays on one shard. */
export class MongoUserStore implements UserStore {
  readonly #db: Db;
  readonly #users: Collection<UserDocument>;
  /** The same collection with the fields for the removal of an administrator. */
  readonly #removable: Collection<RemovableDocument>;
  readonly #audit: Pick<AuditStore, 'add'>;

  constructor(db: Db, audit: Pick<AuditStore, 'add'>) {
    this.#db = db;
    this.#users = db.collection<UserDocument>(COLLECTIONS.users);
    this.#removable = db.collection<RemovableDocument>(COLLECTIONS.users);
    this.#audit = audit;
  }

  async create(user: User, entry?: AuditEntry): Promise<'ok' | 'email_in_use'> {
    const document = { ...documents.toDocument(user), terms: termsOf(user), relied_on: 0 };
    const created = await isNew(this.#users.insertOne(document));
    return this.#audited(created ? 'ok' : 'email_in_use', entry);
  }

  get(id: string): Promise<User | null> {
    return this.#findOne({ _id: id });
  }

  getByEmail(email: string): Promise<User | null> {
    return this.#findOne({ email });
  }

  async getMany(ids: string[]): Promise<User[]> {
    if (ids.length === 0) return [];
    const found = this.#users.find({ _id: { $in: ids } }, { projection: NOT_READ });
    return documents.toRecords(await found.toArray());
  }

  async save(user: User, expected_version: number, entry?: AuditEntry): Promise<UserWrite> {
    return this.#audited(await this.#save(user, expected_version), entry);
  }

  async signedIn(id: string, at: string, places: SignInPlace[]): Promise<number | null> {
    const changed = await this.#users.findOneAndUpdate(
      { _id: id },
      [
        {
          $set: {
            last_sign_in_at: { $literal: at },
            sign_in_places: { $literal: places },
            version: { $add: [READABLE_VERSION, 1] },
          },
        },
      ],
      { returnDocument: 'after', projection: { version: 1 } },
    );
    return changed?.version ?? null;
  }

  async delete(id: string, entry?: AuditEntry): Promise<'ok' | 'missing' | 'last_admin'> {
    const outcome = await this.#delete(id);
    if (outcome === 'ok') {
      await this.#db.collection<{ _id: string }>(COLLECTIONS.preferences).deleteOne({ _id: id });
      await this.#db.collection<{ _id: string }>(COLLECTIONS.passwordLinks).deleteOne({ _id: id });
    }
    return this.#audited(outcome, entry);
  }

  async page({ before_id, offset = 0, limit, ...filter }: UserPageQuery): Promise<User[]> {
    if (limit < 1) return [];
    const { condition, hint } = userScan(filter);
    const found = this.#users
      .find(
        { ...condition, ...(before_id === undefined ? {} : { _id: { $lt: before_id } }) },
        { projection: NOT_READ, hint },
      )
      .sort({ _id: -1 })
      .skip(offset)
      .limit(limit);
    return documents.toRecords(await found.toArray());
  }

  async count(filter: UserFilter, cap: number): Promise<number> {
    const { condition, hint } = userScan(filter);
    return this.#users.countDocuments(condition, { limit: cap, hint });
  }

  async #save(user: User, expected_version: number): Promise<UserWrite> {
    const change = { ...documents.toChange(user), terms: termsOf(user) };
    const stored = await this.#users.findOne({ _id: user.id });
    if (!stored) return 'conflict';
    const before = documents.toRecord(stored);
    if (before.version !== expected_version) return 'conflict';
    const write = async (unchanged: Filter<UserDocument>) =>
      (await this.#users.updateOne(unchanged, { $set: change })).matchedCount === 1;
    try {
      if (isActiveAdmin(before) && !isActiveAdmin(user))
        return await removeAdmin(this.#removable, stored, write);
      return (await write({ _id: user.id, ...atVersion(expected_version) })) ? 'ok' : 'conflict';
    } catch (error) {
      if (isDuplicateKey(error)) return 'email_in_use';
      throw error;
    }
  }

  async #delete(id: string): Promise<'ok' | 'missing' | 'last_admin'> {
    for (;;) {
      const stored = await this.#users.findOne({ _id: id });
      if (!stored) return 'missing';
      const write = async (unchanged: Filter<UserDocument>) =>
        (await this.#users.deleteOne(unchanged)).deletedCount === 1;
      const outcome = isActiveAdmin(documents.toRecord(stored))
        ? await removeAdmin(this.#removable, stored, write)
        : (await write({ _id: id, version: stored.version }))
          ? 'ok'
          : 'conflict';
      // The account was changed in the meantime: whether it may be removed is decided again.
      if (outcome !== 'conflict') return outcome;
    }
  }

  /** Writes the entry of a change that was made. */
  async #audited<T extends string>(outcome: T, entry: AuditEntry | undefined): Promise<T> {
    if (outcome === 'ok' && entry) await this.#audit.add([entry]);
    return outcome;
  }

  async #findOne(filter: Filter<UserDocument>): Promise<User | null> {
    return documents.toRecordOrNull(await this.#users.findOne(filter, { projection: NOT_READ }));
  }
}

/** The condition, and the most selective index that keeps the order; the other conditions are compared one by one. */
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
