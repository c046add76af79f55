/** From a request to a stored task. */
import { createHash } from 'node:crypto';
import { type Data, newId, type Task } from '../../data/contracts/index.ts';
import { Fault, invalid } from '../../errors.ts';
import type { Plan, PrepareLimits } from '../../task-types/definition/define-task-type.ts';
import type { TaskType, TaskTypeRegistry } from '../../task-types/definition/registry.ts';
import { newTask } from '../engine/task-changes.ts';
import type { TaskEngine } from '../engine/task-engine.ts';
import type { NewTask } from './task-service.ts';

export interface Planned {
  taskType: TaskType;
  params: unknown;
  plan: Plan;
}

export interface CreatedTask {
  task: Task;
  params: unknown;
  /** False when the task was there already. */
  created: boolean;
}

export interface TaskCreation {
  /** Checks and prepares params. Throws a 422 fault with a path for each of them. */
  plan(type: string, params: unknown): Promise<Planned>;
  /** `id` is given for tasks that must not be made twice; then the one that exists is returned. */
  create(owner_id: string, request: NewTask, id?: string): Promise<CreatedTask>;
  /**
   * The same for the same key and body, also when asked twice at once. Another body is a 409, and so is a key whose task was
   * deleted: its id never comes back.
   */
  createOnce(owner_id: string, request: NewTask, key: string): Promise<CreatedTask>;
  /** To be called before a task is deleted: no key makes it again. */
  forbidAgain(id: string): Promise<void>;
}

export function createTaskCreation(
  data: Pick<Data, 'database'>,
  engine: TaskEngine,
  registry: TaskTypeRegistry,
  limits: PrepareLimits,
): TaskCreation {
  const { tasks, idempotency } = data.database;

  async function plan(type: string, given: unknown): Promise<Planned> {
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
    const made = taskType.plan(params);
    if (!Number.isInteger(made.count) || made.count < 1)
      throw invalid('params', 'make no item', '没有产生任何任务项');
    const { max_items } = limits;
    if (made.count > max_items)
      throw invalid(
        'params',
        `make ${made.count} items; at most ${max_items} are allowed`,
        `会产生 ${made.count} 个任务项；最多允许 ${max_items} 个`,
      );
    return { taskType, params, plan: made };
  }

  async function store(
    owner_id: string,
    request: NewTask,
    planned: Planned,
    id: string,
    keyed = false,
  ): Promise<CreatedTask> {
    const { taskType, params, plan: made } = planned;
    const task = newTask({
      id,
      type: taskType.type,
      type_version: taskType.version,
      name: request.name ?? taskType.name(params),
      owner_id,
      priority: request.priority ?? 5,
      concurrency: taskType.concurrency(params),
      shared: request.shared ?? false,
      total_items: made.count,
      created_at: new Date().toISOString(),
    });
    if (await tasks.create(task, params)) {
      if (keyed && (await isForbidden(id))) {
        // Another call with the key made it, and it was deleted, after this one had looked: nothing has run yet.
        await tasks.delete(id);
        throw new Fault('idempotency_key_spent');
      }
      engine.created(task);
      return { task, params, created: true };
    }
    const there = await tasks.get(id);
    // Seen here may also be what the call above is about to take back.
    const gone = !there || there.deleted_at || (keyed && (await isForbidden(id)));
    if (gone) throw new Fault(keyed ? 'idempotency_key_spent' : 'edit_conflict');
    return { task: there, params: await tasks.getParams(id), created: false };
  }

  /**
   * A mark beside the keys, as old as the deletion: it is removed after the key that it outlives. The task's own row could
   * not tell, for it goes with the purge.
   */
  const isForbidden = async (id: string) => (await idempotency.get(markOf(id))) !== null;

  return {
    plan,
    async create(owner_id, request, id = newId()) {
      return store(owner_id, request, await plan(request.type, request.params), id);
    },
    async createOnce(owner_id, request, key) {
      const planned = await plan(request.type, request.params);
      const body_hash = createHash('sha256').update(canonical(request)).digest('base64url');
      const created_at = new Date().toISOString();
      const task_id = newId();
      const kept = await idempotency.keep({
        id: `${owner_id}:${key}`,
        task_id,
        body_hash,
        created_at,
      });
      if (kept.body_hash !== body_hash) throw new Fault('idempotency_key_reused');
      if (kept.task_id !== task_id && (await isForbidden(kept.task_id)))
        throw new Fault('idempotency_key_spent');
      // Where the first caller died between the two writes, or is not done yet, this one makes the task it meant.
      return store(owner_id, request, planned, kept.task_id, true);
    },
    async forbidAgain(id) {
      await idempotency.keep({
        id: markOf(id),
        task_id: id,
        body_hash: '',
        created_at: new Date().toISOString(),
      });
    },
  };
}

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
