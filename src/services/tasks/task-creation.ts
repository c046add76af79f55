import { createHash } from 'node:crypto';
import { type Database, newId, type Task } from '../../data/contracts/index.ts';
import { Fault, invalid } from '../../errors.ts';
import type { SteadyClock } from '../../runtime/clock.ts';
import type { Plan, PrepareLimits } from '../../task-types/definition/define-task-type.ts';
import type { TaskType, TaskTypeRegistry } from '../../task-types/definition/registry.ts';
import type { AccountActor, Actor } from '../actor.ts';
import { newTask } from '../engine/task-changes.ts';
import type { TaskEngine } from '../engine/task-engine.ts';

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
  /** False when the task existed already. */
  created: boolean;
}

export interface TaskCreationParts {
  database: Pick<Database, 'tasks' | 'idempotency'>;
  engine: TaskEngine;
  registry: TaskTypeRegistry;
  clock: SteadyClock;
  limits: PrepareLimits;
}

/** From a request to a stored task. */
export class TaskCreation {
  readonly #parts: TaskCreationParts;

  constructor(parts: TaskCreationParts) {
    this.#parts = parts;
  }

  /** Checks and prepares params. Throws a 422 fault with a path for each fault of theirs. */
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
    const details = taskType.check(given);
    if (details.length > 0) throw new Fault('validation_failed', { details });
    const params = await taskType.prepare(given, limits);
    const plan = taskType.plan(params);
    if (!Number.isInteger(plan.count) || plan.count < 1)
      throw invalid('params', 'make no item', '没有产生任何任务项');
    if (plan.count > max_items)
      throw invalid(
        'params',
        `make ${plan.count} items; at most ${max_items} are allowed`,
        `会产生 ${plan.count} 个任务项；最多允许 ${max_items} 个`,
      );
    return { taskType, params, plan };
  }

  /** `id` is given for tasks that must not be made twice; then the one that exists is returned. */
  async create(actor: Actor, owner_id: string, request: NewTask, id = newId()): Promise<CreatedTask> {
    return this.#store(actor, owner_id, request, await this.plan(request.type, request.params), id);
  }

  /**
   * One task for the same key and body, also when asked twice at once. Another body is a 409, and so is a key whose task was
   * deleted: its id never comes back.
   */
  async createOnce(actor: AccountActor, request: NewTask, key: string): Promise<CreatedTask> {
    const planned = await this.plan(request.type, request.params);
    const body_hash = createHash('sha256').update(canonical(request)).digest('base64url');
    const task_id = newId();
    const id = `${actor.id}:${key}`;
    const created_at = this.#now();
    const kept = await this.#parts.database.idempotency.keep({ id, task_id, body_hash, created_at });
    if (kept.body_hash !== body_hash) throw new Fault('idempotency_key_reused');
    if (kept.task_id !== task_id && (await this.#isForbidden(kept.task_id)))
      throw new Fault('idempotency_key_spent');
    // Where the first caller died between the two writes, or is not done yet, this one makes the task it meant.
    return this.#store(actor, actor.id, request, planned, kept.task_id, true);
  }

  /** To be called before a task is deleted: no key makes it again. */
  async forbidAgain(id: string): Promise<void> {
    const mark = { id: markOf(id), task_id: id, body_hash: '', created_at: this.#now() };
    await this.#parts.database.idempotency.keep(mark);
  }

  async #store(
    _actor: Actor,
    owner_id: string,
    request: NewTask,
    planned: Planned,
    id: string,
    keyed = false,
  ): Promise<CreatedTask> {
    const { engine, database } = this.#parts;
    const { params } = planned;
    const task = taskOf(owner_id, request, planned, id, this.#now());
    if (await engine.create(task, params)) {
      if (keyed && (await this.#isForbidden(id))) {
        // Another call with the key made it, and it was deleted, after this one had looked: nothing has run yet.
        await database.tasks.delete(id);
        throw new Fault('idempotency_key_spent');
      }
      await engine.created(task);
      return { task, params, created: true };
    }
    const known = await database.tasks.get(id);
    // Seen here may also be what the call above is about to take back.
    const gone = !known || known.deleted_at || (keyed && (await this.#isForbidden(id)));
    if (gone) throw new Fault(keyed ? 'idempotency_key_spent' : 'edit_conflict');
    return { task: known, params: await database.tasks.getParams(id), created: false };
  }

  /**
   * A mark beside the keys, as old as the deletion: it is removed after the key that it outlives. The task's own row could
   * not tell, for it goes with the purge.
   */
  async #isForbidden(id: string): Promise<boolean> {
    return (await this.#parts.database.idempotency.get(markOf(id))) !== null;
  }

  #now(): string {
    return new Date(this.#parts.clock.now()).toISOString();
  }
}

const taskOf = (
  owner_id: string,
  request: NewTask,
  { taskType, params, plan }: Planned,
  id: string,
  created_at: string,
): Task =>
  newTask({
    id,
    type: taskType.type,
    type_version: taskType.version,
    name: request.name ?? taskType.name(params),
    owner_id,
    priority: request.priority ?? 5,
    concurrency: taskType.concurrency(params),
    shared: request.shared ?? false,
    total_items: plan.count,
    parent_id: null,
    created_at,
  });

/** No owner's id: it cannot be that of a key. */
const markOf = (task_id: string): string => `deleted:${task_id}`;

/** JSON with sorted keys: the same body in another order is the same body. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
