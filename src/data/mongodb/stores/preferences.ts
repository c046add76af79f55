import type { Collection, Db } from 'mongodb';
import { wellFormedJson } from '../../../runtime/text.ts';
import type { JsonText, PreferenceStore } from '../../contracts/index.ts';
import { COLLECTIONS } from '../indexes.ts';

/** `_id` is the user's id. */
export class MongoPreferenceStore implements PreferenceStore {
  readonly #preferences: Collection<{ _id: string; value: string }>;

  constructor(db: Db) {
    this.#preferences = db.collection(COLLECTIONS.preferences);
  }

  async get(user_id: string): Promise<JsonText | null> {
    return (await this.#preferences.findOne({ _id: user_id }))?.value ?? null;
  }

  async put(user_id: string, value: JsonText): Promise<void> {
    const set = { $set: { value: wellFormedJson(value) } };
    await this.#preferences.updateOne({ _id: user_id }, set, { upsert: true });
  }
}
