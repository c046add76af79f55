import type { Database, Task } from '../../data/contracts/index.ts';
import { Fault, type FaultDetail } from '../../errors.ts';
import type { TaskTypeRegistry } from '../../task-types/definition/registry.ts';
import type { AccountActor } from '../actor.ts';
import type { AuditAction } from '../audit/actions.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { earlierRuns } from '../engine/earlier-runs.ts';
import type { FinishedTasks } from '../engine/finished-tasks.ts';
import type { TaskEdit } from '../engine/task-changes.ts';
import type { TaskEngine } from '../engine/task-engine.ts';
import {
  COUNT_CAP,
  cappedTotal,
  cursorAfter,
  nothingFound,
  type Page,
  type PageQuery,
  pageStart,
} from '../paging.ts';
import type { FileLinks } from './file-links.ts';
import type { IdempotencyKeys } from './idempotency-keys.ts';
import { type ItemChoice, indexFaults } from './item-choice.ts';
import { hasLabels, mayChange, mayDelete, mayStart, sees, visibleTask } from './task-access.ts';
import type { CreatedTask, NewTask, TaskCreation } from './task-creation.ts';
import { type TaskListFilter, taskFilter, tasksIn } from './task-list-query.ts';
import type { TaskQuotas } from './task-quotas.ts';
import {
  errorInFull,
  type Owner,
  resultOf,
  type TaskDetail,
  type TaskTypeView,
  type TaskView,
  taskView,
} from './task-views.ts';

const LABELS_IN_PREVIEW = 100;

export interface TaskListQuery extends PageQuery, TaskListFilter {
  order?: 'newest' | 'oldest';
}

export type TaskAction = 'cancel' | 'undo_cancel' | 'retry' | 'delete';

export interface TaskServiceParts {
  database: Pick<Database, 'tasks' | 'items' | 'users' | 'typePauses'>;
  engine: TaskEngine;
  choice: ItemChoice;
  quotas: Pick<TaskQuotas, 'withinForRetry'>;
  creation: TaskCreation;
  keys: IdempotencyKeys;
  registry: TaskTypeRegistry;
  finished: FinishedTasks;
  audit: AuditLog;
  links: FileLinks;
}

/** All operations on tasks. Throws `Fault`s; a task that the actor may not see is `not_found`. */
export class TaskService {
  readonly #parts: TaskServiceParts;
  readonly #types: Omit<TaskTypeView, 'paused_at'>[];

  constructor(parts: TaskServiceParts) {
    this.#parts = parts;
    this.#types = [...parts.registry.values()].map((one) => ({
      type: one.type,
      version: one.version,
      title: one.title,
      description: one.description,
      params: one.params,
      attempts: one.attempts,
      timeout: one.timeout,
      running: one.running,
      rate: one.rate,
      limited_by_key: one.limitKey !== null,
      pool: one.pool,
      max_items: parts.creation.max_items,
    }));
  }

  async types(_actor: AccountActor): Promise<TaskTypeView[]> {
    const pauses = await this.#parts.database.typePauses.list();
    const since = new Map(pauses.map(({ type, paused_at }) => [type, paused_at]));
    return this.#types.map((one) => ({ ...one, paused_at: since.get(one.type) ?? null }));
  }

  /** `key` is an Idempotency-Key; `created` is false if it has created the task before. */
  async create(
    actor: AccountActor,
    request: NewTask,
    key?: string,
  ): Promise<{ task: TaskDetail; created: boolean }> {
    const { creation } = this.#parts;
    const { task, params, created } = await (key === undefined
      ? creation.create(actor, actor.id, request)
      : creation.createOnce(actor, request, key));
    return { task: await this.#madeDetail(actor, { task, params, created }), created };
  }

  /** All or none. `created` is false if the Idempotency-Key has created all of them before. */
  async createBatch(
    actor: AccountActor,
    requests: NewTask[],
    key?: string,
  ): Promise<{ tasks: TaskDetail[]; created: boolean }> {
    const made = await this.#parts.creation.createBatch(actor, requests, key);
    return {
      tasks: await Promise.all(made.map((one) => this.#madeDetail(actor, one))),
      created: made.some(({ created }) => created),
    };
  }

  /** The first 100 labels; nothing is stored. */
  async preview(
    _actor: AccountActor,
    request: Pick<NewTask, 'type' | 'params'>,
  ): Promise<{ count: number; labels: (Record<string, string> | null)[] }> {
    const { plan } = await this.#parts.creation.plan(request.type, request.params);
    const shown = Math.min(plan.count, LABELS_IN_PREVIEW);
    return {
      count: plan.count,
      labels: Array.from({ length: shown }, (_, index) => plan.item(index).label ?? null),
    };
  }

  async list(actor: AccountActor, query: TaskListQuery): Promise<Page<TaskView>> {
    const start = pageStart(query, tasksIn(query));
    const filter = taskFilter(actor, query);
    if (!filter) return nothingFound(start);
    const { after, offset, page, page_size } = start;
    const wanted = { ...filter, order: query.order, after_id: after, offset, limit: page_size + 1 };
    const { tasks: found, searched_to, total } = await this.#parts.database.tasks.list(wanted, COUNT_CAP + 1);
    const shown = found.slice(0, page_size);
    const next = found.length > page_size ? (shown.at(-1) as Task).id : searched_to;
    const owners = await this.#ownersOf(actor, shown);
    return {
      items: shown.map((task) => taskView(task, owners.get(task.owner_id), this.#parts.links)),
      ...cappedTotal(total, offset + shown.length),
      page,
      page_size,
      next_cursor: next === null ? null : cursorAfter(next, start),
    };
  }

  async get(actor: AccountActor, id: string): Promise<TaskDetail> {
    const kept = await this.#parts.finished.find(id);
    if (!kept || !sees(actor, kept.task)) return this.#detail(actor, await this.#visible(actor, id));
    const { task, params, result } = kept;
    return this.#inFull(actor, task, await this.#ownerOf(actor, task), { params, result });
  }

  /** Changes name, priority or sharing. */
  async update(actor: AccountActor, id: string, set: TaskEdit): Promise<TaskDetail> {
    await this.#changeable(actor, id);
    const { task, value } = await this.#parts.engine.edit(id, set);
    if (!task || value === null) throw new Fault('not_found');
    await this.#note('task.update', actor, task);
    return this.#detail(actor, task);
  }

  /** The whole task, or only these items of it. */
  async cancel(actor: AccountActor, id: string, items?: number[]): Promise<TaskDetail> {
    const task = items
      ? await this.#parts.choice.cancel(actor, await this.#changeable(actor, id), items)
      : await this.apply(actor, 'cancel', id);
    await this.#note('task.cancel', actor, task);
    return this.#detail(actor, task);
  }

  /** All items that failed or were cancelled, or only these. */
  async retry(actor: AccountActor, id: string, items?: number[]): Promise<TaskDetail> {
    const task = items
      ? await this.#parts.choice.retry(actor, await this.#retryable(actor, id), items)
      : await this.apply(actor, 'retry', id);
    await this.#note('task.retry', actor, task);
    return this.#detail(actor, task);
  }

  /** Faults for indexes that the task does not have, for a call that is refused in any case. */
  async indexFaults(actor: AccountActor, id: string, indexes: readonly unknown[]): Promise<FaultDetail[]> {
    return indexFaults((await this.#changeable(actor, id)).total_items, indexes);
  }

  async delete(actor: AccountActor, id: string): Promise<void> {
    await this.#note('task.delete', actor, await this.apply(actor, 'delete', id));
  }

  /** One action on one task, with its permission check but without an audit entry. Returns the task afterwards. */
  async apply(actor: AccountActor, action: TaskAction, id: string): Promise<Task> {
    const { engine, keys, quotas } = this.#parts;
    if (action !== 'delete') {
      const known = await (action === 'cancel' ? this.#changeable(actor, id) : this.#retryable(actor, id));
      const again = () => (action === 'retry' ? engine.retry(id) : engine.undoCancel(id));
      const { task, value } = await (action === 'cancel'
        ? engine.cancel(id)
        : quotas.withinForRetry(known, again));
      if (!task || task.deleted_at) throw new Fault('not_found');
      if (value === null) throw new Fault(action === 'cancel' ? 'task_finished' : 'task_not_retryable');
      return task;
    }
    if (!mayDelete(actor, await this.#visible(actor, id))) throw new Fault('permission_denied');
    await keys.forbid(id);
    const { task, value } = await engine.delete(id);
    if (!task || value === null) throw new Fault('not_found');
    return task;
  }

  #visible(actor: AccountActor, id: string): Promise<Task> {
    return visibleTask(this.#parts.database.tasks, actor, id);
  }

  async #changeable(actor: AccountActor, id: string): Promise<Task> {
    const task = await this.#visible(actor, id);
    if (!mayChange(actor, task)) throw new Fault('permission_denied');
    return task;
  }

  /** Refuses to run tasks again whose owner may not create tasks, whoever requests it. */
  async #retryable(actor: AccountActor, id: string): Promise<Task> {
    const task = await this.#changeable(actor, id);
    if (task.owner_id === actor.id) return task;
    if (!mayStart(await this.#parts.database.users.get(task.owner_id))) throw new Fault('owner_not_active');
    return task;
  }

  /** Actions of people on their own tasks are not recorded. */
  async #note(
    action: AuditAction,
    actor: AccountActor,
    { id, owner_id }: Pick<Task, 'id' | 'owner_id'>,
  ): Promise<void> {
    if (actor.id === owner_id) return;
    await this.#parts.audit.record({ action, actor, target: { type: 'task', id }, details: { owner_id } });
  }

  #madeDetail(actor: AccountActor, { task, params, created }: CreatedTask): TaskDetail | Promise<TaskDetail> {
    if (!created) return this.#detail(actor, task);
    // A new task has no result yet.
    return this.#inFull(actor, task, actor, { params, result: null });
  }

  async #detail(actor: AccountActor, task: Task): Promise<TaskDetail> {
    const { tasks, items } = this.#parts.database;
    const single = task.total_items === 1 && task.completed_items === 1;
    const [owner, params, row] = await Promise.all([
      this.#ownerOf(actor, task),
      tasks.getParams(task.id),
      single ? items.get(task.id, 0) : null,
    ]);
    const result = resultOf(row?.result ?? null);
    await this.#parts.finished.keep({ task, params, result });
    return this.#inFull(actor, task, owner, { params, result });
  }

  #inFull(
    { language }: AccountActor,
    task: Task,
    owner: Owner | null,
    { params, result }: { params: unknown; result: unknown },
  ): TaskDetail {
    const { archive, grid } = this.#parts.links.taskUrls(task.id);
    return {
      ...taskView(task, owner, this.#parts.links),
      params,
      result,
      error: errorInFull(task.error, language),
      earlier_runs: earlierRuns(task),
      archive_url: archive,
      // The cheap condition comes first: most tasks have no pictures.
      grid_url: task.cover && this.#hasLabels(task, params) ? grid : null,
    };
  }

  /** The same rule as that of the grid. */
  #hasLabels({ type }: Task, params: unknown): boolean {
    try {
      return hasLabels(this.#parts.registry.get(type)?.plan(params) ?? null);
    } catch {
      // The task was planned by another version of its type.
      return false;
    }
  }

  async #ownerOf(actor: AccountActor, task: Task): Promise<Owner | null> {
    return task.owner_id === actor.id ? actor : this.#parts.database.users.get(task.owner_id);
  }

  async #ownersOf(actor: AccountActor, tasks: Task[]): Promise<Map<string, Owner>> {
    const others = new Set(tasks.map((task) => task.owner_id).filter((id) => id !== actor.id));
    const found = others.size > 0 ? await this.#parts.database.users.getMany([...others]) : [];
    return new Map([actor, ...found].map((owner) => [owner.id, owner]));
  }
}
