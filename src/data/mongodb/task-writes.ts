import type { Collection, Document } from 'mongodb';
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
 * its own update fail (a conversion of its id to a number), and failures come with their place in the batch. The revision is looked at
 * in the update and not in the filter: what names an id and nothing else needs no plan, which was a third of the server's time.
 */
export async function saveAll(tasks: Collection<TaskDocument>, batch: Save[]): Promise<(boolean | Error)[]> {
  const { codes, touched } = await bulkOutcomes(
    tasks,
    batch.map((save) => ({ updateOne: { filter: { _id: save.id }, update: [{ $set: setOf(save) }] } })),
  );
  const saved = codes.map((code) => known(code, CONVERSION_FAILURE));
  if (touched === saved.filter((one) => one === true).length) return saved;
  // The rest found no document; a deleted task stays deleted.
  const found = tasks.find({ _id: { $in: batch.map(({ id }) => id) } }, { projection: { _id: 1 } });
  const there = new Set((await found.toArray()).map(({ _id }) => _id));
  return saved.map((one, at) => (one === true ? there.has(batch[at]?.id as string) : one));
}

const CONFLICT = { $toInt: { $concat: ['conflict ', '$_id'] } };

/** In a pipeline, a text that begins with `$` would be a field name. */
function setOf({ expected_revision, change }: Save): Document {
  const set: Document = {};
  for (const [name, value] of Object.entries(change))
    set[name] = typeof value === 'string' || typeof value === 'object' ? { $literal: value } : value;
  return {
    ...set,
    revision: { $cond: [{ $eq: ['$revision', expected_revision] }, change.revision, CONFLICT] },
  };
}

/** True on success, false after an expected failure. */
function known(code: number | null, expected: number): boolean | Error {
  if (code === null) return true;
  return code === expected ? false : new Error(`MongoDB refused to write a task (code ${code})`);
}
