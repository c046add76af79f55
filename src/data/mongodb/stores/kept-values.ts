import { type Collection, type Db, MongoServerError } from 'mongodb';
import { COLLECTIONS } from '../indexes.ts';
import { isNew } from '../insertion.ts';

/** Named values that never change once they are stored, such as the secret that all processes of this database share. */
export class MongoKeptValues {
  readonly #values: Collection<{ _id: string; value: string }>;

  constructor(db: Db) {
    this.#values = db.collection(COLLECTIONS.secrets);
  }

  async keep(name: string, candidate: string): Promise<string> {
    await isNew(this.#values.insertOne({ _id: name, value: candidate }));
    const kept = await this.#values.findOne({ _id: name });
    if (!kept) throw new MongoServerError({ message: `the value "${name}" that was kept is gone` });
    return kept.value;
  }
}
