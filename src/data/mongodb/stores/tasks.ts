import type { Collection, Db, Document } from 'mongodb';
import {
  deletedOnFirstDay,
  type ItemRow,
  type NewTaskRecord,
  type SearchLimits,
  storedJson,
  type Task,
  type TaskCount,
  type TaskFilter,
  type TaskPage,
  type TaskPageQuery,
  type TaskStore,
} from '../../contracts/index.ts';
import { ReadBatches, WriteBatches } from '../batches.ts';
import { COLLECTIONS, HAS_TIME } from '../indexes.ts';
import { isKeptWithTask } from '../item-document.ts';
import { Looks } from '../search-scans.ts';
import { TaskCounts } from '../task-counts.ts';
import {
  changeWithItem,
  documents,
  headChange,
  liveChange,
  newDocument,
  type TaskDocument,
} from '../task-document.ts';
import { idRange, merged, orderOf, type TaskScan, taskScans } from '../task-queries.ts';
import { MONGO_SEARCH_LIMITS, TaskSearch } from '../task-search.ts';
import { insertAll, type Save, saveAll } from '../task-writes.ts';

/** A single id is queried directly, which is faster in MongoDB. */
const withIds = (ids: string[]) => ({ _id: ids.length === 1 ? (ids[0] as string) : { $in: ids } });

const NOT_READ = { params: 0, terms: 0, signature: 0, listed: 0, item: 0 } as const;
/** The beginning of a page is known only once the tasks before it were found; their ids are read from the index alone. */
const projectionOf = ({ offset = 0 }: TaskPageQuery): Document => (offset === 0 ? NOT_READ : { _id: 1 });
const ACTIVE: Task['status'][] = ['pending', 'processing'];

/** Tasks with their slots and params in one document each; every move is a compare-and-set on its `revision`. */
export class MongoTaskStore implements TaskStore {
  readonly writesWithTask = isKeptWithTask;
  readonly #tasks: Collection<TaskDocument>;
  readonly #deleted: Collection<{ _id: string; day: string; count: number }>;
  readonly #search: TaskSearch;
  readonly #sharded: boolean;
  readonly #counts: TaskCounts;
  readonly #creates = new WriteBatches((batch: TaskDocument[]) => insertAll(this.#tasks, batch));
  readonly #saves = new WriteBatches((batch: Save[]) => saveAll(this.#tasks, batch, this.#sharded));
  readonly #reads = new ReadBatches((ids) => this.#findMany(ids));
  readonly #params_reads = new ReadBatches((ids) =>
    this.#tasks
      .find<Pick<TaskDocument, '_id' | 'params'>>(withIds(ids), { projection: { params: 1 } })
      .toArray(),
  );

  constructor(db: Db, limits: SearchLimits = MONGO_SEARCH_LIMITS, sharded = false) {
    this.#sharded = sharded;
    this.#tasks = db.collection<TaskDocument>(COLLECTIONS.tasks);
    this.#deleted = db.collection(COLLECTIONS.deletedTasks);
    this.#counts = new TaskCounts(this.#tasks, sharded);
    this.#search = new TaskSearch(this.#tasks, this.#counts, limits);
  }

  create(task: Task, params: unknown): Promise<boolean> {
    return this.#creates.add(newDocument({ task, params }));
  }

  /** One command, which the server completes even if this process is killed in the meantime. */
  async createMany(made: readonly NewTaskRecord[]): Promise<boolean[]> {
    const outcomes = await insertAll(this.#tasks, made.map(newDocument));
    const failed = outcomes.find((one) => one instanceof Error);
    if (!failed) return outcomes.map((one) => one === true);
    const stored = made.flatMap(({ task }, at) => (outcomes[at] === true ? [task.id] : []));
    await this.#tasks.deleteMany({ _id: { $in: stored } });
    throw failed;
  }

  async get(id: string): Promise<Task | null> {
    return documents.toRecordOrNull(await this.#reads.get(id));
  }

  async getMany(ids: string[]): Promise<Task[]> {
    if (ids.length === 0) return [];
    return documents.toRecords(await this.#findMany(ids));
  }

  async getParams(id: string): Promise<unknown> {
    const found = await this.#params_reads.get(id);
    return found && storedJson(found.params, 'tasks.params', id);
  }

  save(task: Task, expected_revision: number, before?: Task): Promise<boolean> {
    const change = liveChange(task, before);
    return this.#saves.add({ id: task.id, expected_revision, change, whole: () => liveChange(task) });
  }

  /** Matches if the task has this revision, the attempt is in hand, and no other outcome of it was recorded. */
  async saveWithItems(
    task: Task,
    expected_revision: number,
    rows: ItemRow[],
    before?: Task,
  ): Promise<boolean> {
    const [row] = rows;
    if (!row || rows.length > 1 || !isKeptWithTask(task, row))
      throw new Error('Only the outcome of the only item of a task is written with it');
    const change = changeWithItem(task, row, before);
    const save = { id: task.id, expected_revision, change, whole: () => changeWithItem(task, row) };
    return this.#saves.add(save, task.finished_at !== null);
  }

  hurry(): void {
    this.#saves.hurry();
  }

  saveHead(task: Task, expected_revision: number, params?: unknown): Promise<boolean> {
    return this.#saves.add({ id: task.id, expected_revision, change: headChange(task, params) });
  }

  /** If a process is killed between the two writes, one deletion is not counted. */
  async saveDeleted(task: Task, expected_revision: number): Promise<boolean> {
    const saved = await this.save(task, expected_revision);
    const counted = deletedOnFirstDay(task);
    if (saved && counted) {
      const { owner_id, day } = counted;
      await this.#deleted.updateOne(
        { _id: `${owner_id}:${day}` },
        { $inc: { count: 1 }, $setOnInsert: { day } },
        { upsert: true },
      );
    }
    return saved;
  }

  async delete(id: string): Promise<void> {
    await this.#tasks.deleteOne({ _id: id });
  }

  page(query: TaskPageQuery): Promise<TaskPage> {
    return this.#page(query, new Looks());
  }

  async #page(query: TaskPageQuery, looks: Looks): Promise<TaskPage> {
    const { offset = 0, limit } = query;
    if (limit < 1 || query.status?.length === 0) return { tasks: [], searched_to: null };
    const order = orderOf(query);
    const reach = { ...query, limit: offset + limit };
    const projection = projectionOf(query);
    const { documents: found, searched_to } = query.words?.length
      ? await this.#search.page(reach, projection, looks)
      : { documents: await this.#listed(reach, projection), searched_to: null };
    if (offset === 0) return { tasks: documents.toRecords(found), searched_to };
    const tasks = await this.getMany(found.slice(offset).map(({ _id }) => _id));
    return { tasks: tasks.sort((a, b) => (a.id < b.id ? -order : order)), searched_to };
  }

  count(filter: TaskFilter, cap: number): Promise<TaskCount> {
    return this.#count(filter, cap, new Looks());
  }

  async #count(filter: TaskFilter, cap: number, looks: Looks): Promise<TaskCount> {
    if (filter.status?.length === 0) return { count: 0, complete: true };
    if (filter.words?.length) return this.#search.count(filter, cap, looks);
    return { count: await this.#counts.of(filter, cap), complete: true };
  }

  async list(query: TaskPageQuery, cap: number): Promise<TaskPage & { total: TaskCount }> {
    const { order, after_id, offset, limit, ...filter } = query;
    const isFirst = after_id === undefined && order !== 'oldest';
    const looks = new Looks(
      isFirst ? { limit: (offset ?? 0) + limit, projection: projectionOf(query) } : null,
    );
    const [found, total] = await Promise.all([this.#page(query, looks), this.#count(filter, cap, looks)]);
    return { ...found, total };
  }

  claimable(owner_id: string, now: string, limit: number, types?: string[]): Promise<Task[]> {
    const filter = { owner_id, next_available_at: { ...HAS_TIME, $lte: now } };
    const order = { priority: -1, _id: 1 } as const;
    if (!types) return this.#read({ filter, hint: 'claimable' }, order, limit);
    return this.#read({ filter: { ...filter, type: { $in: types } }, hint: 'claimable_type' }, order, limit);
  }

  waiting(before: string, limit: number, after_id = ''): Promise<Task[]> {
    const filter = { _id: { $gt: after_id }, next_available_at: { ...HAS_TIME, $lte: before } };
    return this.#read({ filter, hint: 'waiting' }, { _id: 1 }, limit);
  }

  running(limit: number, after_id = ''): Promise<Task[]> {
    const filter = { _id: { $gt: after_id }, running: { $gt: 0 } };
    return this.#read({ filter, hint: 'running' }, { _id: 1 }, limit);
  }

  async waitingOwners(limit: number, after_id = ''): Promise<string[]> {
    const owners: string[] = [];
    while (owners.length < limit) {
      const filter = { owner_id: { $gt: owners.at(-1) ?? after_id }, next_available_at: HAS_TIME };
      const options = { projection: { owner_id: 1 }, sort: { owner_id: 1 }, hint: 'claimable' } as const;
      const next = await this.#tasks.findOne(filter, options);
      if (!next) break;
      owners.push(next.owner_id);
    }
    return owners;
  }

  activeOf(owner_id: string, limit: number): Promise<Task[]> {
    // The items of a deleted task may still have to stop.
    const filter = { owner_id, listed: { $in: [...ACTIVE, 'deleted'] }, status: { $in: ACTIVE } };
    return this.#read({ filter, hint: 'own' }, null, limit);
  }

  finishedBefore(time: string, limit: number): Promise<Task[]> {
    const filter = { finished_at: { ...HAS_TIME, $lt: time } };
    return this.#read({ filter, hint: 'finished' }, { finished_at: 1, _id: 1 }, limit);
  }

  finishedBetween(from: string, to: string, owner_ids: string[], limit: number): Promise<Task[]> {
    const filter = { finished_at: { $gte: from, $lt: to }, owner_id: { $in: owner_ids } };
    return this.#read({ filter, hint: 'finished' }, { finished_at: 1, _id: 1 }, limit);
  }

  runningOf(owner_id: string): Promise<number> {
    return this.#sum(owner_id, 'running', 'running');
  }

  storedBytesOf(owner_id: string): Promise<number> {
    return this.#sum(owner_id, 'stored_bytes', 'stored');
  }

  async deletedOn(owner_id: string, day: string): Promise<number> {
    return (await this.#deleted.findOne({ _id: `${owner_id}:${day}` }))?.count ?? 0;
  }

  async purgeDeletedCounts(before_day: string, limit: number): Promise<number> {
    if (limit < 1) return 0;
    const old = this.#deleted.find({ day: { $lt: before_day } }, { projection: { _id: 1 } }).limit(limit);
    const ids = (await old.toArray()).map(({ _id }) => _id);
    return ids.length === 0 ? 0 : (await this.#deleted.deleteMany({ _id: { $in: ids } })).deletedCount;
  }

  deleted(limit: number): Promise<Task[]> {
    const filter = { listed: 'deleted', finished_at: HAS_TIME };
    return this.#read({ filter, hint: 'all' }, { _id: -1 }, limit);
  }

  async #read(
    { filter, hint }: TaskScan,
    order: Record<string, 1 | -1> | null,
    limit: number,
  ): Promise<Task[]> {
    if (limit < 1) return [];
    const found = this.#tasks.find(filter, { projection: NOT_READ, hint }).limit(limit);
    return documents.toRecords(await (order ? found.sort(order) : found).toArray());
  }

  async #sum(owner_id: string, field: 'running' | 'stored_bytes', hint: string): Promise<number> {
    const pipeline = [
      { $match: { owner_id, [field]: { $gt: 0 } } },
      { $group: { _id: null, sum: { $sum: `$${field}` } } },
    ];
    const [found] = await this.#tasks.aggregate<{ sum: number }>(pipeline, { hint }).toArray();
    return found?.sum ?? 0;
  }

  #findMany(ids: string[]): Promise<TaskDocument[]> {
    return this.#tasks.find(withIds(ids), { projection: NOT_READ }).toArray();
  }

  async #listed(
    { after_id, limit, order: named, ...filter }: TaskPageQuery,
    projection: Document,
  ): Promise<TaskDocument[]> {
    const order = orderOf({ order: named });
    const lists = await Promise.all(
      taskScans(filter, idRange(filter, order, after_id)).map((scan) =>
        this.#tasks
          .find(scan.filter, { projection, hint: scan.hint })
          .sort({ _id: order })
          .limit(limit)
          .toArray(),
      ),
    );
    return lists.length === 1 ? (lists[0] as TaskDocument[]) : merged(lists, order).slice(0, limit);
  }
}
