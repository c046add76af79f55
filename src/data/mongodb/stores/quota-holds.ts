import type { Collection, Db, Document } from 'mongodb';
import { type HeldByOthers, newId, type QuotaHolds } from '../../contracts/index.ts';
import { COLLECTIONS } from '../indexes.ts';
import { isNew } from '../insertion.ts';

interface HoldsDocument {
  _id: string;
  edition: string;
  holds: { holder: string; places: number; until: Date }[];
  /** When the last of them ends; the server removes the document some time after. */
  ends_at: Date;
}

/**
 * A hold does not wait for the journal: the task that it allows is written to the same journal later, so if the task survives the loss of
 * a server, so does the hold.
 */
const IN_MEMORY = { writeConcern: { w: 1, j: false } } as const;

const ofOthers = (holder: string): Document => ({
  $filter: {
    input: { $ifNull: ['$holds', []] },
    as: 'one',
    cond: { $and: [{ $ne: ['$$one.holder', { $literal: holder }] }, { $gt: ['$$one.until', '$$NOW'] }] },
  },
});

/** One document for each owner. Times are those of the server. */
export class MongoQuotaHolds implements QuotaHolds {
  readonly #owners: Collection<HoldsDocument>;

  constructor(db: Db) {
    this.#owners = db.collection<HoldsDocument>(COLLECTIONS.quotaHolds);
  }

  async read(owner_id: string, holder: string): Promise<HeldByOthers> {
    const projection = {
      edition: 1,
      places: { $sum: { $map: { input: ofOthers(holder), as: 'one', in: '$$one.places' } } },
    };
    const found = await this.#owners.findOne<{ edition: string; places: number }>(
      { _id: owner_id },
      { projection },
    );
    return found ? { places: found.places, edition: found.edition } : { places: 0, edition: null };
  }

  async hold(
    owner_id: string,
    holder: string,
    places: number,
    ms: number,
    edition: HeldByOthers['edition'],
  ): Promise<boolean> {
    const own = { holder: { $literal: holder }, places, until: { $add: ['$$NOW', ms] } };
    const change = [
      { $set: { edition: newId(), holds: { $concatArrays: [ofOthers(holder), [own]] } } },
      { $set: { ends_at: { $max: '$holds.until' } } },
    ];
    if (edition !== null) {
      const { matchedCount } = await this.#owners.updateOne({ _id: owner_id, edition }, change, IN_MEMORY);
      return matchedCount === 1;
    }
    // If nothing matches, the document is inserted, unless somebody else was first.
    const filter = { _id: owner_id, edition: { $exists: false } };
    return isNew(this.#owners.updateOne(filter, change, { ...IN_MEMORY, upsert: true }));
  }

  /** The edition stays the same: earlier readers only believe that more is held than really is, which does no harm. */
  async release(owner_id: string, holder: string): Promise<void> {
    await this.#owners.updateOne({ _id: owner_id }, { $pull: { holds: { holder } } }, IN_MEMORY);
  }
}
