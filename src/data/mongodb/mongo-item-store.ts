import type { Collection, Db } from 'mongodb';
import type { ItemRow, ItemStore } from '../contracts/index.ts';
import { bulkOutcomes } from './bulk-outcomes.ts';
import { fromText, toText } from './documents.ts';
import { COLLECTIONS } from './indexes.ts';
import { createWriteBatches } from './write-batches.ts';

const DUPLICATE_KEY = 11_000;

/** An item as stored; `_id` is `<task>:<index>`, so that the items of a task lie in their order. */
type ItemDocument = Omit<ItemRow, 'label'> & { _id: string; label: string };

/** Ten digits: indexes must sort as text. */
const idOf = (task_id: string, index: number): string => `${task_id}:${String(index).padStart(10, '0')}`;

/** The task is named besides its range of ids, so that a sharded cluster asks the one shard that holds it. */
const from = (task_id: string, index: number) => ({
  task_id,
  // `;` is the character after `:`.
  _id: { $gte: idOf(task_id, index), $lt: `${task_id};` },
});

function toRow({ _id, label, ...rest }: ItemDocument): ItemRow {
  return { ...rest, label: fromText(label) as ItemRow['label'] };
}

const toItem = ({ label, ...rest }: ItemRow): ItemDocument => ({
  _id: idOf(rest.task_id, rest.index),
  ...rest,
  label: toText(label),
});

/** Outcomes of items, one document each. */
export function createMongoItemStore(db: Db): ItemStore {
  const items = db.collection<ItemDocument>(COLLECTIONS.items);
  const put = createWriteBatches((batch: ItemDocument[]) => putAll(items, batch));

  return {
    put: (rows) => Promise.all(rows.map((row) => put(toItem(row)))),
    async get(task_id, index) {
      const found = await items.findOne({ _id: idOf(task_id, index), task_id });
      return found && toRow(found);
    },
    async getMany(task_id, indexes) {
      if (indexes.length === 0) return [];
      const ids = indexes.map((index) => idOf(task_id, index));
      return (await items.find({ _id: { $in: ids }, task_id }).toArray()).map(toRow);
    },
    async page(task_id, index, limit) {
      if (limit < 1) return [];
      return (await items.find(from(task_id, index)).sort({ _id: 1 }).limit(limit).toArray()).map(toRow);
    },
    async outcomes(task_id, index, limit) {
      if (limit < 1) return [];
      return items
        .find<Pick<ItemRow, 'index' | 'status' | 'attempt' | 'round'>>(from(task_id, index), {
          projection: { _id: 0, index: 1, status: 1, attempt: 1, round: 1 },
        })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray();
    },
    async deleteSome(task_id, limit) {
      if (limit < 1) return 0;
      const found = items.find(from(task_id, 0), { projection: { _id: 1 } });
      const ids = (await found.sort({ _id: 1 }).limit(limit).toArray()).map(({ _id }) => _id);
      if (ids.length === 0) return 0;
      return (await items.deleteMany({ _id: { $in: ids }, task_id })).deletedCount;
    },
  };
}

/**
 * Replaces each row of an older attempt, or inserts it. Where a newer attempt is there nothing matches, and the insertion fails as a
 * duplicate: that is the fence. It also fails when two first rows of an item arrive at once, so a duplicate is looked at.
 */
async function putAll(items: Collection<ItemDocument>, batch: ItemDocument[]): Promise<(boolean | Error)[]> {
  const results: (boolean | Error)[] = batch.map(() => true);
  let open = batch.map((_, at) => at);
  while (open.length > 0) {
    const { codes } = await bulkOutcomes(
      items,
      open.map((at) => {
        const row = batch[at] as ItemDocument;
        const { _id, task_id, ...rest } = row;
        // Nearly all rows are first ones. Inserts travel in one batch of the server; each upsert is a write of its own to it.
        if (row.attempt === 1) return { insertOne: { document: row } };
        return {
          updateOne: {
            filter: { _id, task_id, attempt: { $lt: rest.attempt } },
            update: { $set: rest },
            upsert: true,
          },
        };
      }),
    );
    const duplicates: number[] = [];
    codes.forEach((code, place) => {
      const at = open[place] as number;
      if (code === DUPLICATE_KEY) duplicates.push(at);
      else if (code !== null) results[at] = new Error(`MongoDB refused to write an item (code ${code})`);
    });
    if (duplicates.length === 0) break;
    const ids = duplicates.map((at) => (batch[at] as ItemDocument)._id);
    const there = await items.find({ _id: { $in: ids } }, { projection: { attempt: 1 } }).toArray();
    const attempts = new Map(there.map(({ _id, attempt }) => [_id, attempt]));
    open = duplicates.filter((at) => {
      const { _id, attempt } = batch[at] as ItemDocument;
      const refused = (attempts.get(_id) ?? 0) >= attempt;
      if (refused) results[at] = false;
      return !refused;
    });
  }
  return results;
}
