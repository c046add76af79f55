import type { AnyBulkWriteOperation, Collection, Db } from 'mongodb';
import type { ItemRow, ItemStore } from '../../contracts/index.ts';
import { WriteBatches } from '../batches.ts';
import { bulkOutcomes } from '../bulk-outcomes.ts';
import { COLLECTIONS } from '../indexes.ts';
import {
  itemDocuments as documents,
  fromKeptItem,
  type ItemDocument,
  type KeptItem,
  newerOf,
} from '../item-document.ts';
import { DUPLICATE_KEY } from '../mongo-errors.ts';

/** Ten digits: indexes must sort as text. */
const idOf = (task_id: string, index: number): string => `${task_id}:${String(index).padStart(10, '0')}`;

/** The query names the task in addition to the range of ids, so that a sharded cluster uses only one shard. */
const from = (task_id: string, index: number) => ({
  task_id,
  // `;` is the character after `:`.
  _id: { $gte: idOf(task_id, index), $lt: `${task_id};` },
});

type ItemOutcome = Pick<ItemRow, 'index' | 'status' | 'attempt' | 'round'>;

/** Outcomes of items, one document each, besides those that were saved with their task. */
export class MongoItemStore implements ItemStore {
  readonly #items: Collection<ItemDocument>;
  readonly #tasks: Collection<{ _id: string; item?: KeptItem }>;
  readonly #puts = new WriteBatches((batch: ItemDocument[]) => putAll(this.#items, batch));

  constructor(db: Db) {
    this.#items = db.collection<ItemDocument>(COLLECTIONS.items);
    this.#tasks = db.collection(COLLECTIONS.tasks);
  }

  put(rows: ItemRow[]): Promise<boolean[]> {
    return Promise.all(
      rows.map((row) => {
        const _id = idOf(row.task_id, row.index);
        return this.#puts.add({ _id, ...documents.toDocument(row) });
      }),
    );
  }

  async get(task_id: string, index: number): Promise<ItemRow | null> {
    const [there, with_task] = await Promise.all([
      this.#items.findOne({ _id: idOf(task_id, index), task_id }),
      this.#withTask(task_id, index === 0),
    ]);
    return newerOf(documents.toRecordOrNull(there), with_task);
  }

  async getMany(task_id: string, indexes: number[]): Promise<ItemRow[]> {
    if (indexes.length === 0) return [];
    const ids = indexes.map((index) => idOf(task_id, index));
    const [found, with_task] = await Promise.all([
      this.#items.find({ _id: { $in: ids }, task_id }).toArray(),
      this.#withTask(task_id, indexes.includes(0)),
    ]);
    return withFirst(documents.toRecords(found), with_task);
  }

  async page(task_id: string, index: number, limit: number): Promise<ItemRow[]> {
    if (limit < 1) return [];
    const [found, with_task] = await Promise.all([
      this.#items.find(from(task_id, index)).sort({ _id: 1 }).limit(limit).toArray(),
      this.#withTask(task_id, index <= 0),
    ]);
    return withFirst(documents.toRecords(found), with_task).slice(0, limit);
  }

  async outcomes(task_id: string, index: number, limit: number): Promise<ItemOutcome[]> {
    if (limit < 1) return [];
    const projection = { _id: 0, index: 1, status: 1, attempt: 1, round: 1 };
    const found = this.#items.find<ItemOutcome>(from(task_id, index), { projection }).sort({ _id: 1 });
    const [rows, with_task] = await Promise.all([
      found.limit(limit).toArray(),
      this.#withTask(task_id, index <= 0),
    ]);
    const first =
      with_task && (({ index, status, attempt, round }) => ({ index, status, attempt, round }))(with_task);
    return withFirst(rows, first).slice(0, limit);
  }

  async byStatus(
    task_id: string,
    status: ItemRow['status'],
    from: number,
    limit: number,
    offset = 0,
  ): Promise<Pick<ItemRow, 'index' | 'round'>[]> {
    if (limit < 1) return [];
    const projection = { _id: 0, index: 1, round: 1 };
    const read = (from: number, offset: number) =>
      this.#items
        .find({ task_id, status, index: { $gte: from } }, { hint: 'status', projection })
        .sort({ index: 1 })
        .skip(offset)
        .limit(limit)
        .toArray();
    const [rows, with_task] = await Promise.all([read(from, offset), this.#withTask(task_id, from <= 0)]);
    if (!with_task) return rows;
    // The row in the items may be newer and have another status.
    const first = await this.get(task_id, 0);
    if (first?.status !== status) return read(1, offset);
    if (offset > 0) return read(1, offset - 1);
    const { index, round } = first;
    return [{ index, round }, ...rows.filter((row) => row.index !== 0)].slice(0, limit);
  }

  /** Outcomes saved with the task are removed together with the task. */
  async deleteSome(task_id: string, limit: number): Promise<number> {
    if (limit < 1) return 0;
    const found = this.#items.find(from(task_id, 0), { projection: { _id: 1 } });
    const ids = (await found.sort({ _id: 1 }).limit(limit).toArray()).map(({ _id }) => _id);
    if (ids.length === 0) return 0;
    return (await this.#items.deleteMany({ _id: { $in: ids }, task_id })).deletedCount;
  }

  /** The outcome of the first item that was saved with the task, if there is one and it is `wanted`. */
  async #withTask(task_id: string, wanted: boolean): Promise<ItemRow | null> {
    if (!wanted) return null;
    const filter = { _id: task_id, item: { $exists: true } };
    const found = await this.#tasks.findOne(filter, { projection: { item: 1 } });
    return found?.item ? fromKeptItem(task_id, found.item) : null;
  }
}

/** `rows` are in the order of their indexes, or their order does not matter. */
function withFirst<R extends ItemOutcome>(rows: R[], with_task: R | null): R[] {
  if (!with_task) return rows;
  const at = rows.findIndex(({ index }) => index === 0);
  if (at < 0) return [with_task, ...rows];
  return rows.with(at, newerOf(rows[at], with_task) as R);
}

/**
 * Replaces each row of an older attempt, or inserts it. If a newer attempt exists, nothing matches and the insertion fails as a duplicate,
 * which is the fence. It also fails if two first rows of an item arrive at the same time, so duplicates are examined.
 */
async function putAll(items: Collection<ItemDocument>, batch: ItemDocument[]): Promise<(boolean | Error)[]> {
  const results: (boolean | Error)[] = batch.map(() => true);
  let open = batch.map((_, at) => at);
  while (open.length > 0) {
    const { codes } = await bulkOutcomes(
      items,
      open.map((at) => writeOf(batch[at] as ItemDocument)),
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

function writeOf(row: ItemDocument): AnyBulkWriteOperation<ItemDocument> {
  // Nearly all rows are the first of their item. The server handles inserts as one batch, but each upsert as a separate write.
  if (row.attempt === 1) return { insertOne: { document: row } };
  const { _id, task_id, ...rest } = row;
  return {
    updateOne: {
      filter: { _id, task_id, attempt: { $lt: rest.attempt } },
      update: { $set: rest },
      upsert: true,
    },
  };
}
