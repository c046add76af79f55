import type { AnyBulkWriteOperation, Collection, Db, Document } from 'mongodb';
import {
  type ItemLogLine,
  type ItemLogLines,
  type ItemLogStore,
  LOG_BYTES_KEPT,
  LOG_LINES_KEPT,
} from '../../contracts/index.ts';
import { linesOf, lineTexts } from '../../contracts/item-log-lines.ts';
import { COLLECTIONS } from '../indexes.ts';

/** One document for each item, `_id` is `<task>:<index>`; lines are JSON texts. */
interface LogDocument {
  _id: string;
  lines: string[];
}

const idOf = (task_id: string, index: number): string => `${task_id}:${index}`;
const ofTask = (task_id: string) => ({ $gte: `${task_id}:`, $lt: `${task_id};` });

/** From the newest line back, as long as all together are not too many bytes. */
const withinBytes = (lines: Document): Document => ({
  $getField: {
    field: 'kept',
    input: {
      $reduce: {
        input: { $reverseArray: lines },
        initialValue: { bytes: 0, kept: [] },
        in: {
          $let: {
            vars: { bytes: { $add: ['$$value.bytes', { $strLenBytes: '$$this' }] } },
            in: {
              bytes: '$$bytes',
              kept: {
                $cond: [
                  { $lte: ['$$bytes', LOG_BYTES_KEPT] },
                  { $concatArrays: [['$$this'], '$$value.kept'] },
                  '$$value.kept',
                ],
              },
            },
          },
        },
      },
    },
  },
});

export class MongoItemLogStore implements ItemLogStore {
  readonly #logs: Collection<LogDocument>;

  constructor(db: Db) {
    this.#logs = db.collection<LogDocument>(COLLECTIONS.itemLogs);
  }

  async append(items: ItemLogLines[]): Promise<void> {
    const operations = items
      .map(({ task_id, index, lines }) => ({ _id: idOf(task_id, index), texts: lineTexts(lines) }))
      .filter(({ texts }) => texts.length > 0)
      .map(({ _id, texts }): AnyBulkWriteOperation<LogDocument> => {
        const all = { $concatArrays: [{ $ifNull: ['$lines', []] }, { $literal: texts }] };
        const lines = withinBytes({ $slice: [all, -LOG_LINES_KEPT] });
        return { updateOne: { filter: { _id }, update: [{ $set: { lines } }], upsert: true } };
      });
    if (operations.length > 0) await this.#logs.bulkWrite(operations, { ordered: true });
  }

  async list(task_id: string, index: number): Promise<ItemLogLine[]> {
    const lines: unknown = (await this.#logs.findOne({ _id: idOf(task_id, index) }))?.lines;
    return Array.isArray(lines) ? linesOf(lines) : [];
  }

  async deleteSome(task_id: string, limit: number): Promise<number> {
    if (limit < 1) return 0;
    const found = this.#logs.find({ _id: ofTask(task_id) }, { projection: { _id: 1 } }).limit(limit);
    const ids = (await found.toArray()).map(({ _id }) => _id);
    if (ids.length === 0) return 0;
    return (await this.#logs.deleteMany({ _id: { $in: ids } })).deletedCount;
  }
}
