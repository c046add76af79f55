import type { Collection, Db } from 'mongodb';
import type { PasswordLink, PasswordLinkStore } from '../../contracts/index.ts';
import { type DocumentOf, Documents, type Fields, text } from '../fields.ts';
import { COLLECTIONS } from '../indexes.ts';

const fields = {
  user_id: text(),
  token_hash: text(),
  email: text(),
  created_at: text(),
  expires_at: text(),
} satisfies Fields<PasswordLink>;

const documents = new Documents<PasswordLink, typeof fields>('password_links', fields);

/** `_id` is the user's id: an account has one link. */
type LinkDocument = DocumentOf<typeof fields> & { _id: string };

export class MongoPasswordLinkStore implements PasswordLinkStore {
  readonly #links: Collection<LinkDocument>;

  constructor(db: Db) {
    this.#links = db.collection<LinkDocument>(COLLECTIONS.passwordLinks);
  }

  async put(link: PasswordLink): Promise<void> {
    await this.#links.replaceOne({ _id: link.user_id }, documents.toDocument(link), { upsert: true });
  }

  async get(token_hash: string): Promise<PasswordLink | null> {
    return documents.toRecordOrNull(await this.#links.findOne({ token_hash }));
  }

  async take(token_hash: string): Promise<PasswordLink | null> {
    return documents.toRecordOrNull(await this.#links.findOneAndDelete({ token_hash }));
  }

  async deleteOf(user_id: string): Promise<void> {
    await this.#links.deleteOne({ _id: user_id });
  }

  async purge(time: string, limit: number): Promise<number> {
    const found = this.#links.find({ expires_at: { $lt: time } }, { projection: { _id: 1 } });
    const ids = (await found.limit(limit).toArray()).map(({ _id }) => _id);
    if (ids.length === 0) return 0;
    return (await this.#links.deleteMany({ _id: { $in: ids }, expires_at: { $lt: time } })).deletedCount;
  }
}
