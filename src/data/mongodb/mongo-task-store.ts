import type { Collection, Db } from 'mongodb';
import type { Task, TaskFilter, TaskLive, TaskPageQuery, TaskStore } from '../contracts/index.ts';
import { bulkOutcomes } from './bulk-outcomes.ts';
import { fromText, toDocument, toRecord, toText } from './documents.ts';
import { COLLECTIONS, HAS_TIME } from './indexes.ts';
import { createReadBatches } from './read-batches.ts';
import { searchTerms } from './search-terms.ts';
import {
  listedAs,
  mergeNewestFirst,
  overlapScan,
  type TaskDocument,
  type TaskScan,
  taskScans,
} from './task-queries.ts';
import { createWriteBatches } from './write-batches.ts';

/** One id is named as such: MongoDB has a shorter way for it. */
const withIds = (ids: string[]) => ({ _id: ids.length === 1 ? (ids[0] as string) : { $in: ids } });

const NOT_READ = { params: 0, terms: 0, listed: 0 } as const;
const DUPLICATE_KEY = 11_000;
const CONVERSION_FAILURE = 241;

const toTask = ({ slots, ...rest }: TaskDocument): Task => ({
  ...toRecord<Omit<Task, 'slots'>>(rest),
  slots: fromText(slots) as Task['slots'],
});

const toTasks = (documents: TaskDocument[]): Task[] => documents.map(toTask);

/** Tasks with their slots and params in one document each; every move is a compare-and-set on its `revision`. */
export function createMongoTaskStore(db: Db): TaskStore {
  const tasks = db.collection<TaskDocument>(COLLECTIONS.tasks);
  const create = createWriteBatches((batch: TaskDocument[]) => insertAll(tasks, batch));
  const save = createWriteBatches((batch: Save[]) => saveAll(tasks, batch));

  const getOne = createReadBatches((ids) => findMany(ids));
  const getOneParams = createReadBatches((ids) =>
    tasks.find<Pick<TaskDocument, '_id' | 'params'>>(withIds(ids), { projection: { params: 1 } }).toArray(),
  );

  const findMany = (ids: string[]) =>
    tasks.find<TaskDocument>(withIds(ids), { projection: NOT_READ }).toArray();

  const find = ({ filter, hint }: TaskScan) =>
    tasks.find<TaskDocument>(filter, { projection: NOT_READ, hint }).sort({ _id: -1 });

  async function idsOf(scan: TaskScan, limit: number): Promise<{ _id: string }[]> {
    return tasks
      .find<{ _id: string }>(scan.filter, { projection: { _id: 1 }, hint: scan.hint })
      .sort({ _id: -1 })
      .limit(limit)
      .toArray();
  }

  const countTo = (cap: number, { filter, hint }: TaskScan) =>
    tasks.countDocuments(filter, { limit: cap, hint });

  async function getMany(ids: string[]): Promise<Task[]> {
    if (ids.length === 0) return [];
    return toTasks(await findMany(ids));
  }

  return {
    create: (task, params) =>
      create({
        ...toDocument(task),
        slots: toText(task.slots),
        params: toText(params),
        terms: searchTerms(task.name),
        listed: listedAs(task),
      }),
    async get(id) {
      const found = await getOne(id);
      return found && toTask(found);
    },
    getMany,
    async getParams(id) {
      const found = await getOneParams(id);
      return found && fromText(found.params);
    },
    save: (task, expected_revision) =>
      save({ id: task.id, expected_revision, change: { ...livePart(task), listed: listedAs(task) } }),
    async delete(id) {
      await tasks.deleteOne({ _id: id });
    },
    async page({ before_id, offset = 0, limit, ...filter }: TaskPageQuery) {
      const scans = taskScans(filter, before_id);
      const [only] = scans;
      if (limit < 1) return [];
      if (scans.length === 1)
        return toTasks(
          await find(only as TaskScan)
            .skip(offset)
            .limit(limit)
            .toArray(),
        );
      if (offset === 0) {
        const lists = await Promise.all(scans.map((scan) => find(scan).limit(limit).toArray()));
        return toTasks(mergeNewestFirst(lists).slice(0, limit));
      }
      // Where the page begins is known only once what comes before is merged; ids alone come from the index.
      const lists = await Promise.all(scans.map((scan) => idsOf(scan, offset + limit)));
      const ids = mergeNewestFirst(lists).slice(offset, offset + limit);
      const found = await getMany(ids.map(({ _id }) => _id));
      return found.sort((a, b) => (a.id < b.id ? 1 : -1));
    },
    async count(filter: TaskFilter, cap: number) {
      const [one, other] = taskScans(filter) as [TaskScan, TaskScan?];
      const first = await countTo(cap, one);
      if (!other || first === cap) return first;
      const second = await countTo(cap, other);
      if (second === 0 || second === cap) return Math.max(first, second);
      return Math.min(cap, first + second - (await countTo(cap, overlapScan(filter))));
    },
    async claimable(owner_id, now, limit) {
      return toTasks(
        await tasks
          .find<TaskDocument>(
            { owner_id, next_available_at: { ...HAS_TIME, $lte: now } },
            { projection: NOT_READ, hint: 'claimable' },
          )
          .sort({ priority: -1, _id: 1 })
          .limit(limit)
          .toArray(),
      );
    },
    async waiting(before, limit, after_id = '') {
      return toTasks(
        await tasks
          .find<TaskDocument>(
            { _id: { $gt: after_id }, next_available_at: { ...HAS_TIME, $lte: before } },
            { projection: NOT_READ, hint: 'waiting' },
          )
          .sort({ _id: 1 })
          .limit(limit)
          .toArray(),
      );
    },
    async running(limit, after_id = '') {
      return toTasks(
        await tasks
          .find<TaskDocument>(
            { _id: { $gt: after_id }, running: { $gt: 0 } },
            { projection: NOT_READ, hint: 'running' },
          )
          .sort({ _id: 1 })
          .limit(limit)
          .toArray(),
      );
    },
    async activeOf(owner_id, limit) {
      const active: Task['status'][] = ['pending', 'processing', 'cancelling'];
      return toTasks(
        await tasks
          .find<TaskDocument>(
            // A deleted task may still have to stop.
            { owner_id, listed: { $in: [...active, 'deleted'] }, status: { $in: active } },
            { projection: NOT_READ, hint: 'own' },
          )
          .limit(limit)
          .toArray(),
      );
    },
    async finishedBefore(time, limit) {
      return toTasks(
        await tasks
          .find<TaskDocument>(
            { finished_at: { ...HAS_TIME, $lt: time } },
            { projection: NOT_READ, hint: 'finished' },
          )
          .sort({ finished_at: 1, _id: 1 })
          .limit(limit)
          .toArray(),
      );
    },
    async deleted(limit) {
      return toTasks(
        await find({ filter: { listed: 'deleted' }, hint: 'all' })
          .limit(limit)
          .toArray(),
      );
    },
  };
}

function livePart(task: Task): StoredLive {
  return {
    status: task.status,
    released_items: task.released_items,
    completed_items: task.completed_items,
    failed_items: task.failed_items,
    cancelled_items: task.cancelled_items,
    slots: toText(task.slots),
    retry_round: task.retry_round,
    revision: task.revision,
    progress: task.progress,
    error: task.error,
    started_at: task.started_at,
    finished_at: task.finished_at,
    updated_at: task.updated_at,
    deleted_at: task.deleted_at,
    running: task.running,
    next_available_at: task.next_available_at,
  };
}

type StoredLive = Pick<TaskDocument, keyof TaskLive>;

interface Save {
  id: string;
  expected_revision: number;
  change: StoredLive & { listed: string };
}

async function insertAll(
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
async function saveAll(tasks: Collection<TaskDocument>, batch: Save[]): Promise<(boolean | Error)[]> {
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
