import type { Collection, Db } from 'mongodb';
import type { TypePause, TypePauseStore } from '../../contracts/index.ts';
import { type DocumentOf, Documents, type Fields, text, textOrNull } from '../fields.ts';
import { COLLECTIONS } from '../indexes.ts';
import { isNew } from '../insertion.ts';

const fields = {
  type: text(),
  paused_at: text(),
  paused_by: textOrNull(),
} satisfies Fields<TypePause>;

const documents = new Documents<TypePause, typeof fields>('type_pauses', fields);

/** `_id` is the type. */
type PauseDocument = DocumentOf<typeof fields> & { _id: string };

export class MongoTypePauseStore implements TypePauseStore {
  readonly #pauses: Collection<PauseDocument>;

  constructor(db: Db) {
    this.#pauses = db.collection<PauseDocument>(COLLECTIONS.typePauses);
  }

  async pause(pause: TypePause): Promise<TypePause> {
    for (;;) {
      const document = { _id: pause.type, ...documents.toDocument(pause) };
      if (await isNew(this.#pauses.insertOne(document))) return pause;
      const kept = documents.toRecordOrNull(await this.#pauses.findOne({ _id: pause.type }));
      // Null when it was resumed in between.
      if (kept) return kept;
    }
  }

  async resume(type: string): Promise<boolean> {
    return (await this.#pauses.deleteOne({ _id: type })).deletedCount === 1;
  }

  async list(): Promise<TypePause[]> {
    return documents.toRecords(await this.#pauses.find({}, { hint: '_id_' }).sort({ _id: 1 }).toArray());
  }
}
