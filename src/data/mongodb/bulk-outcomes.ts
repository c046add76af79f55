import { type AnyBulkWriteOperation, type Collection, type Document, MongoBulkWriteError } from 'mongodb';
import { unwrapped } from './mongo-errors.ts';

/** The outcome of each operation of an unordered bulk write: null = success, otherwise its error code. */
export interface BulkOutcomes {
  codes: (number | null)[];
  /** Documents that the updates found (or made by upsert). */
  touched: number;
}

/** Executes all operations in one write; errors of single operations are outcomes, all other errors are thrown. */
export async function bulkOutcomes<D extends Document>(
  collection: Collection<D>,
  operations: AnyBulkWriteOperation<D>[],
): Promise<BulkOutcomes> {
  const codes: (number | null)[] = operations.map(() => null);
  try {
    const result = await collection.bulkWrite(operations, { ordered: false });
    return { codes, touched: result.matchedCount + result.upsertedCount };
  } catch (thrown) {
    const error = unwrapped(thrown);
    if (!(error instanceof MongoBulkWriteError)) throw error;
    const errors = [error.writeErrors].flat();
    if (errors.length === 0 || error.result.getWriteConcernError() !== undefined) throw error;
    for (const one of errors) codes[one.index] = one.code;
    return { codes, touched: error.result.matchedCount + error.result.upsertedCount };
  }
}
