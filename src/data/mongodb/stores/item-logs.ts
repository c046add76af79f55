import type { AnyBulkWriteOperation, Collection, Db, Document } from 'mongodb';
import {
  type ItemLogLine,
  type ItemLogLines,
  type ItemLogStore,
  LOG_BYTES_KEPT,
  LOG_LINES_KEPT,
  LOG_PROBLEM_BYTES_KEPT,
  LOG_PROBLEMS_KEPT,
} from '../../contracts/index.ts';
import { linesOf, lineTexts, PROBLEM_TEXT } from '../../contracts/item-log-lines.ts';
import { COLLECTIONS } from '../indexes.ts';

/** One document for each item, `_id` is `<task>:<index>`; lines are JSON texts. */
interface LogDocument {
  _id: string;
  lines: string[];
}

const idOf = (task_id: string, index: number): string => `${task_id}:${index}`;
const ofTask = (task_id: string) => ({ $gte: `${task_id}:`, $lt: `${task_id};` });

const isProblem = { $regexMatch: { input: '$$this', regex: PROBLEM_TEXT } };
const bytes = { $strLenBytes: '$$this' };
const minus = (name: string, by: unknown): Document => ({ $subtract: [`$$value.${name}`, by] });

/** How many of the newest warnings and errors stay in any case, and how many lines and bytes are left for all others. */
const rest = (lines: string): Document => ({
  $reduce: {
    input: { $reverseArray: { $filter: { input: lines, cond: isProblem } } },
    initialValue: { problems: 0, places: LOG_LINES_KEPT, bytes: LOG_BYTES_KEPT, full: false, kept: [] },
    in: {
      $cond: [
        {
          $or: [
            '$$value.full',
            { $gte: ['$$value.problems', LOG_PROBLEMS_KEPT] },
            { $lt: [minus('bytes', bytes), LOG_BYTES_KEPT - LOG_PROBLEM_BYTES_KEPT] },
          ],
        },
        { $mergeObjects: ['$$value', { full: true }] },
        {
          $mergeObjects: [
            '$$value',
            {
              problems: { $add: ['$$value.problems', 1] },
              places: minus('places', 1),
              bytes: minus('bytes', bytes),
            },
          ],
        },
      ],
    },
  },
});

const withLine = (changes: Document): Document => ({
  $mergeObjects: ['$$value', { kept: { $concatArrays: [['$$this'], '$$value.kept'] } }, changes],
});

/** What `keptLines` does, from the newest line back. */
const keptOf = (all: Document): Document => ({
  $let: {
    vars: { all },
    in: {
      $getField: {
        field: 'kept',
        input: {
          $reduce: {
            input: { $reverseArray: '$$all' },
            initialValue: rest('$$all'),
            in: {
              $switch: {
                branches: [
                  {
                    case: { $and: [{ $gt: ['$$value.problems', 0] }, isProblem] },
                    // biome-ignore lint/suspicious/noThenProperty: the name of a field of the database.
                    then: withLine({ problems: minus('problems', 1) }),
                  },
                  {
                    case: { $and: [{ $gt: ['$$value.places', 0] }, { $gte: ['$$value.bytes', bytes] }] },
                    // biome-ignore lint/suspicious/noThenProperty: the name of a field of the database.
                    then: withLine({ places: minus('places', 1), bytes: minus('bytes', bytes) }),
                  },
                ],
                default: { $mergeObjects: ['$$value', { places: 0 }] },
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
        const lines = keptOf(all);
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
