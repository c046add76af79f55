import {
  type Database,
  derivedId,
  type NewTaskRecord,
  newId,
  type Task,
  timeOfId,
} from '../../data/contracts/index.ts';
import { Fault, type FaultDetail, invalid, MOST_DETAILS, moreFaults, upToMost } from '../../errors.ts';
import { grouped } from '../../runtime/grouped.ts';
import { isoTime } from '../../runtime/iso-time.ts';
import { LongWork } from '../../runtime/long-work.ts';
import type { Plan, PrepareLimits } from '../../task-types/definition/define-task-type.ts';
import type { TaskType, TaskTypeRegistry } from '../../task-types/definition/registry.ts';
import type { AccountActor, Actor } from '../actor.ts';
import type { DirectStart } from '../engine/direct-starts.ts';
import { newTask } from '../engine/task-changes.ts';
import type { TaskEngine } from '../engine/task-engine.ts';
import type { IdempotencyKeys } from './idempotency-keys.ts';
import type { TaskQuotas } from './task-quotas.ts';

/** Tasks of a batch with faults, after which no others are checked: to find a fault takes half a millisecond. */
export const MOST_FAULTY_TASKS = 20;

export interface NewTask {
  type: string;
  name?: string;
  params: unknown;
  priority?: number;
  shared?: boolean;
}

export interface Planned {
  taskType: TaskType;
  params: unknown;
  plan: Plan;
}

export interface CreatedTask {
  task: Task;
  params: unknown;
  /** False if the task already existed. */
  created: boolean;
}

/** A stored task; with `start`, its item is claimed and begins once the task is announced. */
interface StoredTask extends CreatedTask {
  start?: DirectStart | null;
}

/** A task that is about to be stored. */
interface Wanted {
  request: NewTask;
  planned: Planned;
  id: string;
}

export interface TaskCreationParts {
  database: Pick<Database, 'tasks'>;
  keys: IdempotencyKeys;
  engine: TaskEngine;
  registry: TaskTypeRegistry;
  limits: PrepareLimits;
  quotas: TaskQuotas;
}

/** From a request to a stored task. */
export class TaskCreation {
  readonly #parts: TaskCreationParts;

  constructor(parts: TaskCreationParts) {
    this.#parts = parts;
  }

  /** `MAX_ITEMS_PER_TASK` */
  get max_items(): number {
    return this.#parts.limits.max_items;
  }

  /** The JSON Schema of the params of this type; undefined for a type that is not known. */
  schemaOf(type: string): Record<string, unknown> | undefined {
    return this.#parts.registry.get(type)?.params;
  }

  /** Checks and prepares params. Throws a 422 fault with a path for each of their faults. */
  async plan(type: string, given: unknown): Promise<Planned> {
    const { registry, limits } = this.#parts;
    const { max_items } = limits;
    const taskType = registry.get(type);
    if (!taskType)
      throw invalid(
        'type',
        `is not a known task type; known are ${[...registry.keys()].join(', ')}`,
        `不是已知的任务类型；已知类型：${[...registry.keys()].join('、')}`,
      );
    const details = taskType.check(given, limits);
    if (details.length > 0) throw new Fault('validation_failed', { details });
    const params = await taskType.prepare(given, limits);
    const plan = taskType.plan(params);
    if (!Number.isInteger(plan.count) || plan.count < 1)
      throw invalid('params', 'would make no items', '不会产生任何任务项');
    if (plan.count > max_items)
      throw invalid(
        'params',
        `would make ${grouped(plan.count)} items; a task has at most ${grouped(max_items)}`,
        `会产生 ${grouped(plan.count)} 个任务项；每个任务最多 ${grouped(max_items)} 个`,
      );
    return { taskType, params, plan };
  }

  /** `id` is given for tasks that must not be created twice; an existing task with this id is returned. */
  async create(actor: Actor, owner_id: string, request: NewTask, id = newId()): Promise<CreatedTask> {
    const planned = await this.plan(request.type, request.params);
    const store = () => this.#store(actor, owner_id, [{ request, planned, id }]);
    const [made] = await this.#storeWithin(owner_id, 1, store, async () => [id]);
    return this.#announce(made as StoredTask);
  }

  /** One task for the same key and body. Throws as `IdempotencyKeys.take` does. */
  async createOnce(actor: AccountActor, request: NewTask, key: string): Promise<CreatedTask> {
    const planned = await this.plan(request.type, request.params);
    const { keys } = this.#parts;
    // If the first caller died between the two writes, or is not done yet, this caller creates the task.
    const store = async () => {
      const id = await keys.take(actor, key, request);
      return this.#store(actor, actor.id, [{ request, planned, id }], true);
    };
    const idsOf = async () => {
      const id = await keys.known(actor, key, request);
      return id === null ? [] : [id];
    };
    const [made] = await this.#storeWithin(actor.id, 1, store, idsOf);
    return this.#announce(made as StoredTask);
  }

  /**
   * All or none, even if the process is killed: the faults of all are reported before anything is stored, and all are stored together.
   * With a key, a repeated call creates the tasks that an earlier one left undone.
   */
  async createBatch(actor: AccountActor, requests: NewTask[], key?: string): Promise<CreatedTask[]> {
    const planned = await this.#planAll(requests);
    const { keys } = this.#parts;
    const body = { tasks: requests };
    const unkeyed = newId();
    const idsIn = (batch: string) => requests.map((_, at) => idInBatch(batch, at, requests.length));
    const store = async () => {
      const ids = idsIn(key === undefined ? unkeyed : await keys.take(actor, key, body));
      const wanted = requests.map((request, at) => ({
        request,
        planned: planned[at] as Planned,
        id: ids[at] as string,
      }));
      return this.#store(actor, actor.id, wanted, key !== undefined);
    };
    const idsOf = async () => {
      const batch = key === undefined ? null : await keys.known(actor, key, body);
      return batch === null ? [] : idsIn(batch);
    };
    const made = await this.#storeWithin(actor.id, requests.length, store, idsOf);
    return Promise.all(made.map((one) => this.#announce(one)));
  }

  /**
   * All or none, and only what the owner's quotas allow. Tasks that already exist do not count again: `idsOf` gives the ids that these
   * may have. Keys are taken within `store`, so that calls which are refused leave nothing behind.
   */
  async #storeWithin(
    owner_id: string,
    count: number,
    store: () => Promise<StoredTask[]>,
    idsOf: () => Promise<string[]>,
  ): Promise<StoredTask[]> {
    const { database, quotas } = this.#parts;
    try {
      return await quotas.within(owner_id, count, store, (made) => this.#takeBack(made));
    } catch (error) {
      if (!(error instanceof Fault) || error.type !== 'quota_exceeded') throw error;
      const known = (await database.tasks.getMany(await idsOf())).length;
      if (known === 0) throw error;
      if (known === count) return store();
      return quotas.within(owner_id, count - known, store, (made) => this.#takeBack(made));
    }
  }

  async #takeBack(made: StoredTask[]): Promise<void> {
    const { tasks } = this.#parts.database;
    for (const { start } of made) start?.place.lose();
    await Promise.all(made.map(({ task, created }) => created && tasks.delete(task.id)));
  }

  /** Throws one 422 fault that lists the faults of all tasks, with paths such as `tasks.3.params.seconds`. */
  async #planAll(requests: NewTask[]): Promise<Planned[]> {
    const planned: Planned[] = [];
    const details: FaultDetail[] = [];
    const work = new LongWork();
    let faulty = 0;
    for (const [at, { type, params }] of requests.entries()) {
      if (details.length > MOST_DETAILS) break;
      if (faulty === MOST_FAULTY_TASKS) {
        details.push(moreFaults('body', details.length));
        break;
      }
      await work.pause();
      try {
        planned.push(await this.plan(type, params));
      } catch (error) {
        if (!(error instanceof Fault) || error.type !== 'validation_failed') throw error;
        faulty += 1;
        details.push(...(error.details ?? []).map((one) => ({ ...one, path: `tasks.${at}.${one.path}` })));
      }
    }
    if (details.length > 0) throw new Fault('validation_failed', { details: upToMost(details, 'body') });
    return planned;
  }

  async #store(actor: Actor, owner_id: string, wanted: Wanted[], keyed = false): Promise<StoredTask[]> {
    const records = wanted.map(({ request, planned, id }) => ({
      task: taskOf(actor, owner_id, request, planned, id),
      params: planned.params,
    }));
    const [one] = records;
    // A single task is stored together with those of other calls. With a key, it might have to be removed again.
    if (one && records.length === 1 && !keyed) return [await this.#storeOne(one)];
    const created = await this.#write(records);
    const stored = await Promise.allSettled(
      records.map((record, at) => this.#outcome(record, created[at] === true, keyed)),
    );
    const made = stored.filter((one) => one.status === 'fulfilled').map(({ value }) => value);
    const failed = stored.find((one) => one.status === 'rejected');
    if (!failed) return made;
    await this.#takeBack(made);
    throw failed.reason;
  }

  async #storeOne(record: NewTaskRecord): Promise<StoredTask> {
    const { task, params } = record;
    const { created, start } = await this.#parts.engine.createAndStart(task, params);
    return created ? { task, params, created, start } : this.#outcome(record, created, false);
  }

  async #write(records: NewTaskRecord[]): Promise<boolean[]> {
    const { engine } = this.#parts;
    const [one, ...others] = records;
    if (one && others.length === 0) return [await engine.create(one.task, one.params)];
    return engine.createMany(records);
  }

  async #outcome({ task, params }: NewTaskRecord, created: boolean, keyed: boolean): Promise<CreatedTask> {
    const { database, keys } = this.#parts;
    const { id } = task;
    if (created) {
      if (keyed && (await keys.isForbidden(id))) {
        // After this call had checked, another call with the key created the task, and it was deleted. Nothing has run yet.
        await database.tasks.delete(id);
        throw new Fault('idempotency_key_spent');
      }
      return { task, params, created };
    }
    const known = await database.tasks.get(id);
    // The task seen here may also be one that the call above is about to remove.
    const gone = !known || known.deleted_at || (keyed && (await keys.isForbidden(id)));
    if (gone) throw new Fault(keyed ? 'idempotency_key_spent' : 'edit_conflict');
    return { task: known, params: await database.tasks.getParams(id), created };
  }

  async #announce({ start, ...made }: StoredTask): Promise<CreatedTask> {
    if (made.created) await this.#parts.engine.created(made.task, start);
    return made;
  }
}

/** The last task of a batch gets the current time, and each earlier one is a millisecond older, so that lists keep their order. */
const idInBatch = (batch: string, at: number, count: number): string =>
  derivedId(timeOfId(batch) - (count - 1 - at), `${batch}:${at}`);

const taskOf = (
  { request_id, trace, language }: Actor,
  owner_id: string,
  request: NewTask,
  { taskType, params, plan }: Planned,
  id: string,
): Task =>
  newTask({
    id,
    type: taskType.type,
    type_version: taskType.version,
    name: request.name ?? taskType.name(params, language),
    summary: taskType.summary(params),
    owner_id,
    priority: request.priority ?? 5,
    concurrency: taskType.concurrency(params),
    shared: request.shared ?? false,
    total_items: plan.count,
    parent_id: null,
    request_id,
    trace,
    // Lists are filtered by the time in the id.
    created_at: isoTime(timeOfId(id)),
  });
