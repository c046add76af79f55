import type { Collection } from 'mongodb';
import { bulkOutcomes } from './bulk-outcomes.ts';
import { DUPLICATE_KEY } from './mongo-errors.ts';
import type { TaskChange, TaskDocument } from './task-document.ts';

const CONVERSION_FAILURE = 241;

export interface Save {
  id: string;
  expected_revision: number;
  change: TaskChange;
}

export async function insertAll(
  tasks: Collection<TaskDocument>,
  batch: TaskDocument[],
): Promise<(boolean | Error)[]> {
  const { codes } = await bulkOutcomes(
    tasks,
    batch.map((document) => ({ insertOne: { document } })),
  );
  return codes.map((code) => known(code, DUPLICATE_KEY));
}

/**
 * A bulk write tells only how many of its updates found their document, not which. So a document of another revision makes
 * its own update fail (a conversion of its id to a number), and failures come with their place in the batch.
 */
export async function saveAll(tasks: Collection<TaskDocument>, batch: Save[]): Promise<(boolean | Error)[]> {
  const conflict = { $toInt: { $concat: ['conflict ', '$_id'] } };
  const { codes, touched } = await bulkOutcomes(
    tasks,
    batch.map(({ id, expected_revision, change }) => ({
      updateOne: {
        filter: {
          _id: id,
          $expr: { $cond: [{ $eq: ['$revision', expected_revision] }, true, conflict] },
        },
        update: { $set: change },
      },
    })),
  );
  const saved = codes.map((code) => known(code, CONVERSION_FAILURE));
  if (touched === saved.filter((one) => one === true).length) return saved;
  // The rest found no document at all; a task that is gone stays gone.
  const found = tasks.find({ _id: { $in: batch.map(({ id }) => id) } }, { projection: { _id: 1 } });
  const there = new Set((await found.toArray()).map(({ _id }) => _id));
  return saved.map((one, at) => (one === true ? there.has(batch[at]?.id as string) : one));
}

/** True when it was carried out, false when it failed as expected. */
function known(code: number | null, expected: number): boolean | Error {
  if (code === null) return true;
  return code === expected ? false : new Error(`MongoDB refused to write a task (code ${code})`);
}
