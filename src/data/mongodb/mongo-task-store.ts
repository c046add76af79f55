import type { Collection, Db, Document } from 'mongodb';
import type {
  SearchLimits,
  Task,
  TaskCount,
  TaskFilter,
  TaskLive,
  TaskPage,
  TaskPageQuery,
  TaskStore,
} from '../contracts/index.ts';
import { bulkOutcomes } from './bulk-outcomes.ts';
import { fromText, toDocument, toRecord, toText } from './documents.ts';
import { COLLECTIONS, HAS_TIME } from './indexes.ts';
import { createReadBatches } from './read-batches.ts';
import { searchTerms } from './search-terms.ts';
import {
  listedAs,
  mergeNewestFirst,
  overlapOf,
  type TaskDocument,
  type TaskScan,
  taskScans,
} from './task-queries.ts';
import { createTaskSearch, MONGO_SEARCH_LIMITS } from './task-search.ts';
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
export function createMongoTaskStore(db: Db, limits: SearchLimits = MONGO_SEARCH_LIMITS): TaskStore {
  const tasks = db.collection<TaskDocument>(COLLECTIONS.tasks);
  const search = createTaskSearch(tasks, limits);
  const create = createWriteBatches((batch: TaskDocument[]) => insertAll(tasks, batch));
  const save = createWriteBatches((batch: Save[]) => saveAll(tasks, batch));

  const getOne = createReadBatches((ids) => findMany(ids));
  const getOneParams = createReadBatches((ids) =>
    tasks.find<Pick<TaskDocument, '_id' | 'params'>>(withIds(ids), { projection: { params: 1 } }).toArray(),
  );

  const findMany = (ids: string[]) =>
    tasks.find<TaskDocument>(withIds(ids), { projection: NOT_READ }).toArray();

  const find = ({ filter, hint }: TaskScan, projection: Document = NOT_READ) =>
    tasks.find<TaskDocument>(filter, { projection, hint }).sort({ _id: -1 });

  async function listed(
    { before_id, limit, ...filter }: TaskPageQuery,
    projection: Document,
  ): Promise<TaskDocument[]> {
    const lists = await Promise.all(
      taskScans(filter, before_id).map((scan) => find(scan, projection).limit(limit).toArray()),
    );
    return lists.length === 1 ? (lists[0] as TaskDocument[]) : mergeNewestFirst(lists).slice(0, limit);
  }

  const countTo = (cap: number, { filter, hint }: TaskScan) =>
    tasks.countDocuments(filter, { limit: cap, hint });

  async function getMany(ids: string[]): Promise<Task[]> {
    if (ids.length === 0) return [];
    return toTasks(await findMany(ids));
  }

  async function page(query: TaskPageQuery): Promise<TaskPage> {
    const { offset = 0, limit } = query;
    if (limit < 1) return { tasks: [], searched_to: null };
    const reach = { ...query, limit: offset + limit };
    // Where the page begins is known only once what comes before is found; ids alone come from the index.
    const projection = offset === 0 ? NOT_READ : { _id: 1 };
    const { documents, searched_to } = query.words?.length
      ? await search.page(reach, projection)
      : { documents: await listed(reach, projection), searched_to: null };
    if (offset === 0) return { tasks: toTasks(documents), searched_to };
    const found = await getMany(documents.slice(offset).map(({ _id }) => _id));
    return { tasks: found.sort((a, b) => (a.id < b.id ? 1 : -1)), searched_to };
  }

  async function count(filter: TaskFilter, cap: number): Promise<TaskCount> {
    if (filter.words?.length) return search.count(filter, cap);
    const counts = await Promise.all(taskScans(filter).map((scan) => countTo(cap, scan)));
    const [first, second = 0] = counts as [number, number?];
    let count = first + second;
    if (second > 0 && Math.max(first, second) < cap)
      count -= await countTo(cap, taskScans(overlapOf(filter))[0] as TaskScan);
    return { count: Math.min(cap, count), complete: true };
  }

  return {
    create: (task, params) =>
      create({
        ...toDocument(task),
        slots: toText(task.slots),
        params: toText(params),
        terms: task.deleted_at === null ? searchTerms(task.name) : [],
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
    save: (task, expected_revision) => save({ id: task.id, expected_revision, change: liveChange(task) }),
    async delete(id) {
      await tasks.deleteOne({ _id: id });
    },
    page,
    count,
    async list(query, cap) {
      const { before_id, offset, limit, ...filter } = query;
      const [found, total] = await Promise.all([page(query), count(filter, cap)]);
      return { ...found, total };
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

/** A deleted task leaves the lists, and the searches as well, which then need not ask for what is listed. */
const liveChange = (task: Task): Save['change'] => ({
  ...livePart(task),
  listed: listedAs(task),
  ...(task.deleted_at === null ? {} : { terms: [] }),
});

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
  change: StoredLive & { listed: string; terms?: string[] };
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
