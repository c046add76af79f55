import type { IndexDescription } from 'mongodb';
import { type Collection, type Document, MongoServerError, type OptionalUnlessRequiredId } from 'mongodb';
import { isDuplicateKey } from './mongo-errors.ts';

/** Documents of which an owner may have a limited number. `place` is not part of the record. */
export interface Placed extends Document {
  _id: string;
  owner_id: string;
  place?: number;
}

/** Makes the limit exact without a transaction: no two documents of an owner have the same place. */
export const OWNED_PLACE: IndexDescription = {
  name: 'place',
  key: { owner_id: 1, place: 1 },
  unique: true,
  partialFilterExpression: { place: { $gte: 0 } },
};

/**
 * Inserts the document at the owner's lowest free place, below `most`. If several callers see the same free place, one gets it
 * and the others try again. Documents of earlier versions have no place but count as well. Needs the indexes `owner` and `OWNED_PLACE`.
 */
export async function insertWithin<D extends Placed>(
  collection: Collection<D>,
  document: D,
  most: number,
): Promise<'ok' | 'exists' | 'too_many'> {
  const owned = collection as unknown as Collection<Placed>; // the filter below names fields that every D has
  for (;;) {
    const { _id, owner_id } = document;
    const others = await owned.find({ owner_id }, { projection: { place: 1 }, hint: 'owner' }).toArray();
    if (others.length >= most) return others.some((other) => other._id === _id) ? 'exists' : 'too_many';
    const place = lowestFree(new Set(others.map((other) => other.place)));
    try {
      await collection.insertOne({ ...document, place } as OptionalUnlessRequiredId<D>);
      return 'ok';
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      if (!isOfPlace(error)) return 'exists';
    }
  }
}

function lowestFree(taken: ReadonlySet<number | undefined>): number {
  let place = 0;
  while (taken.has(place)) place += 1;
  return place;
}

const isOfPlace = (error: unknown): boolean =>
  error instanceof MongoServerError && 'place' in ((error.errorResponse as Document).keyPattern ?? {});
