import type { Collection, Db, Filter } from 'mongodb';
import type { ApiKey, ApiKeyPageQuery, ApiKeyStore } from '../../contracts/index.ts';
import { areTexts } from '../../stored-values.ts';
import { type DocumentOf, Documents, type Fields, list, text, textOrNull } from '../fields.ts';
import { COLLECTIONS } from '../indexes.ts';
import { insertWithin, type Placed } from '../owned-places.ts';

const fields = {
  id: text(),
  owner_id: text(),
  name: text(),
  key_hash: text(),
  prefix: text(),
  permissions: list<string>(areTexts),
  // With a damaged one, a key has expired, and is not valid for ever.
  expires_at: { ...textOrNull(), substitute: new Date(0).toISOString() },
  created_at: text(),
  last_used_at: textOrNull(),
} satisfies Fields<ApiKey>;

const documents = new Documents<ApiKey, typeof fields>('api_keys', fields);

type KeyDocument = DocumentOf<typeof fields> & Pick<Placed, 'place'>;

/** API keys, one document each. */
export class MongoApiKeyStore implements ApiKeyStore {
  readonly #keys: Collection<KeyDocument>;

  constructor(db: Db) {
    this.#keys = db.collection(COLLECTIONS.apiKeys);
  }

  async create(key: ApiKey, most: number): Promise<'ok' | 'too_many'> {
    const outcome = await insertWithin(this.#keys, documents.toDocument(key), most);
    if (outcome === 'exists') throw new Error('an API key with this id or hash exists already');
    return outcome;
  }

  async get(id: string): Promise<ApiKey | null> {
    return documents.toRecordOrNull(await this.#keys.findOne({ _id: id }));
  }

  async getByHash(key_hash: string): Promise<ApiKey | null> {
    return documents.toRecordOrNull(await this.#keys.findOne({ key_hash }));
  }

  async page({ owner_id, before_id, offset = 0, limit }: ApiKeyPageQuery): Promise<ApiKey[]> {
    if (limit < 1) return [];
    const filter: Filter<KeyDocument> = {
      ...(owner_id === undefined ? {} : { owner_id }),
      ...(before_id === undefined ? {} : { _id: { $lt: before_id } }),
    };
    const found = this.#keys.find(filter, { hint: owner_id === undefined ? '_id_' : 'owner' });
    return documents.toRecords(await found.sort({ _id: -1 }).skip(offset).limit(limit).toArray());
  }

  count({ owner_id }: { owner_id?: string }, cap: number): Promise<number> {
    return this.#keys.countDocuments(owner_id === undefined ? {} : { owner_id }, {
      limit: cap,
      hint: owner_id === undefined ? '_id_' : 'owner',
    });
  }

  async delete(id: string): Promise<boolean> {
    return (await this.#keys.deleteOne({ _id: id })).deletedCount === 1;
  }

  async deleteOf(owner_id: string): Promise<string[]> {
    const found = await this.#keys.find({ owner_id }, { projection: { _id: 1 } }).toArray();
    const ids = found.map(({ _id }) => _id);
    if (ids.length > 0) await this.#keys.deleteMany({ _id: { $in: ids } });
    return ids;
  }

  async touch(uses: { id: string; at: string }[]): Promise<void> {
    if (uses.length === 0) return;
    await this.#keys.bulkWrite(
      uses.map(({ id, at }) => ({
        updateOne: {
          filter: { _id: id, $or: [{ last_used_at: null }, { last_used_at: { $lt: at } }] },
          update: { $set: { last_used_at: at } },
        },
      })),
    );
  }
}
