import { type Collection, type Document, MongoServerError } from 'mongodb';
import { bulkOutcomes } from './bulk-outcomes.ts';
import { DUPLICATE_KEY } from './mongo-errors.ts';
import { READABLE_REVISION } from './revisions.ts';
import type { TaskChange, TaskDocument } from './task-document.ts';

const CONVERSION_FAILURE = 241;

export interface Save {
  id: string;
  expected_revision: number;
  change: TaskChange;
  /** If `change` is only what differs: everything, to see whether an earlier attempt has stored it. */
  whole?(): TaskChange;
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
 * Saves tasks with as few updates as possible: one statement for many tasks takes two thirds of the server time of one statement for each.
 * A sharded cluster gets one statement for each task, because an update of many documents may find documents that a migration of chunks
 * left behind.
 */
export async function saveAll(
  tasks: Collection<TaskDocument>,
  batch: Save[],
  sharded = false,
): Promise<(boolean | Error)[]> {
  const ids = new Set(batch.map(({ id }) => id));
  const small = batch.every(({ change }) => change.params === undefined);
  // A single update takes less time on the server, and the driver repeats it automatically.
  if (sharded || batch.length === 1 || !small || ids.size < batch.length) return saveEach(tasks, batch);
  const order = batch.map((_, at) => at).sort((a, b) => (idAt(batch, a) < idAt(batch, b) ? -1 : 1));
  const results: (boolean | Error)[] = batch.map(() => false);
  for (let from = 0; from < order.length; ) {
    const to = endOfPart(batch, order, from);
    const part = order.slice(from, to);
    const saved = await saveTogether(
      tasks,
      part.map((at) => batch[at] as Save),
    );
    saved.forEach((one, place) => {
      results[part[place] as number] = one;
    });
    // Updates after a conflict were not tried.
    from += saved.length;
  }
  return results;
}

const idAt = (batch: Save[], at: number): string => (batch[at] as Save).id;

/** Far below the 16 MB that a statement may have. */
const MOST_IN_PART = 100;
const LONGEST_PART = 1_000_000;

function endOfPart(batch: Save[], order: number[], from: number): number {
  let length = 0;
  let to = from;
  while (to < order.length && to - from < MOST_IN_PART && length < LONGEST_PART) {
    length += (batch[order[to] as number] as Save).change.slots?.length ?? 0;
    to += 1;
  }
  return to;
}

/**
 * One update of tasks, sorted by their ids like in the server. If a document has another revision, the update fails there (see `CONFLICT`)
 * and its message contains the id: the tasks before it are saved, and the tasks after it get no result.
 */
async function saveTogether(tasks: Collection<TaskDocument>, part: Save[]): Promise<(boolean | Error)[]> {
  const ids = part.map(({ id }) => id);
  const place = { $indexOfArray: [{ $literal: ids }, '$_id'] };
  const change = ofPlace(alike(part.map((save) => save.change)), place);
  const expected = ofPlace(alike(part.map((save) => save.expected_revision)), place);
  const changed = { $cond: [{ $eq: [revisionFor(part), expected] }, change, CONFLICT] };
  const update = [{ $replaceWith: { $mergeObjects: ['$$ROOT', changed] } }];
  try {
    const { matchedCount } = await tasks.updateMany({ _id: { $in: ids } }, update, { hint: '_id_' });
    return matchedCount === ids.length ? ids.map(() => true) : await areThere(tasks, ids);
  } catch (error) {
    const at = ids.indexOf(conflictIn(error));
    // The server may have saved some of them, and the driver does not repeat an update of many.
    if (at < 0) return saveEach(tasks, part, true);
    return [...(await areThere(tasks, ids.slice(0, at))), false];
  }
}

interface Alike<T> {
  different: T[];
  /** For each of the values, which of the different ones it is. */
  which: number[];
}

/** Longer values hardly occur twice, so a search for equal ones would cost more than it saves. */
const LONGEST_ALIKE = 2_000;

/** Tasks of one item that are claimed or end together mostly change in the same way; the change is then sent once. */
function alike<T extends TaskChange | number>(values: T[]): Alike<T> {
  const known = new Map<string, number>();
  const found: Alike<T> = { different: [], which: [] };
  for (const value of values) {
    const short = typeof value === 'number' || (value.slots?.length ?? 0) < LONGEST_ALIKE;
    const key = short ? JSON.stringify(value) : `${found.which.length}`;
    const place = known.get(key) ?? found.different.push(value) - 1;
    known.set(key, place);
    found.which.push(place);
  }
  return found;
}

/** An expression for the value of the document with this place. */
function ofPlace<T>({ different, which }: Alike<T>, place: Document): Document {
  if (different.length === 1) return { $literal: different[0] };
  const own = different.length === which.length ? place : { $arrayElemAt: [{ $literal: which }, place] };
  return { $arrayElemAt: [{ $literal: different }, own] };
}

const conflictIn = (error: unknown): string =>
  error instanceof MongoServerError && error.code === CONVERSION_FAILURE
    ? (/'conflict ([^']*)'/.exec(error.message)?.[1] ?? '')
    : '';

/** A task that was deleted stays deleted: an update does not find it. */
async function areThere(tasks: Collection<TaskDocument>, ids: string[]): Promise<boolean[]> {
  if (ids.length === 0) return [];
  const found = await tasks.find({ _id: { $in: ids } }, { projection: { _id: 1 } }).toArray();
  const there = new Set(found.map(({ _id }) => _id));
  return ids.map((id) => there.has(id));
}

/**
 * A bulk write tells only how many of its updates found their document, not which. So a document of another revision makes
 * its own update fail, and failures come with their place in the batch. The revision is checked in the update and not in the
 * filter, because a filter by id alone needs no query plan, which took a third of the server time. `again`: a save that an earlier
 * attempt with an unknown outcome has already stored counts as saved.
 */
export async function saveEach(
  tasks: Collection<TaskDocument>,
  batch: Save[],
  again = false,
): Promise<(boolean | Error)[]> {
  const { codes, touched } = await bulkOutcomes(
    tasks,
    batch.map((save) => ({ updateOne: { filter: { _id: save.id }, update: [updateOf(save, again)] } })),
  );
  const saved = codes.map((code) => known(code, CONVERSION_FAILURE));
  if (touched === saved.filter((one) => one === true).length) return saved;
  const there = await areThere(
    tasks,
    batch.map(({ id }) => id),
  );
  return saved.map((one, at) => (one === true ? (there[at] as boolean) : one));
}

/** The revision of the document. Nobody expects 0 unless the stored one is damaged. */
const revisionFor = (saves: Pick<Save, 'expected_revision'>[]) =>
  saves.some(({ expected_revision }) => expected_revision === 0) ? READABLE_REVISION : '$revision';

/** The failure: a conversion of this text to a number. */
const CONFLICT = { $toInt: { $concat: ['conflict ', '$_id'] } };

function updateOf({ expected_revision, change, whole = () => change }: Save, again: boolean): Document {
  // In a pipeline, a text that begins with `$` would be a field name.
  const literal = { $literal: change };
  const stored = again && { $eq: ['$$ROOT', { $mergeObjects: ['$$ROOT', { $literal: whole() }] }] };
  const expected = { $eq: [revisionFor([{ expected_revision }]), expected_revision] };
  const condition = stored ? { $or: [expected, stored] } : expected;
  return { $replaceWith: { $mergeObjects: ['$$ROOT', { $cond: [condition, literal, CONFLICT] }] } };
}

/** True on success, false after an expected failure. */
function known(code: number | null, expected: number): boolean | Error {
  if (code === null) return true;
  return code === expected ? false : new Error(`MongoDB refused to write a task (code ${code})`);
}
