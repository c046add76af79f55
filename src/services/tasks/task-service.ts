import type { Database, Task, TaskStatus } from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import type { TaskTypeRegistry } from '../../task-types/definition/registry.ts';
import { type AccountActor, type Actor, seesAll } from '../actor.ts';
import type { AuditAction } from '../audit/actions.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { FinishedTasks } from '../engine/finished-tasks.ts';
import type { TaskEngine } from '../engine/task-engine.ts';
import type { Written } from '../engine/task-writer.ts';
import {
  COUNT_CAP,
  cappedTotal,
  cursorAfter,
  nothingFound,
  type Page,
  type PageQuery,
  pageStart,
  wordsOf,
} from '../paging.ts';
import { mayChange, mayDelete, sees, visibleTask } from './task-access.ts';
import type { NewTask, TaskCreation } from './task-creation.ts';
import {
  type Owner,
  resultOf,
  type TaskDetail,
  type TaskTypeView,
  type TaskView,
  taskView,
} from './task-views.ts';

const LABELS_IN_PREVIEW = 100;
const CANCELLED_AT_ONCE = 100;

export interface TaskListQuery extends PageQuery {
  status?: TaskStatus;
  type?: string;
  owner_id?: string;
  q?: string;
}

export interface TaskServiceParts {
  database: Pick<Database, 'tasks' | 'items' | 'users'>;
  engine: TaskEngine;
  creation: TaskCreation;
  registry: TaskTypeRegistry;
  finished: FinishedTasks;
  audit: AuditLog;
}

/** What may be done with tasks. Throws `Fault`s; a task that the actor may not see is `not_found`. */
export class TaskService {
  readonly #parts: TaskServiceParts;
  readonly #types: TaskTypeView[];

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
    }));
  }

  types(): TaskTypeView[] {
    return this.#types;
  }

  /** `key` is an Idempotency-Key; `created` is false where it has made the task before. */
  async create(
    actor: AccountActor,
    request: NewTask,
    key?: string,
  ): Promise<{ task: TaskDetail; created: boolean }> {
    const { creation } = this.#parts;
    const { task, params, created } = await (key === undefined
      ? creation.create(actor, actor.id, request)
      : creation.createOnce(actor, request, key));
    if (!created) return { task: await this.#detail(actor, task), created };
    // A new task has no result to look for.
    return { task: { ...taskView(task, actor), params, result: null, error: null }, created };
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
    const start = pageStart(query);
    const words = wordsOf(query.q);
    if (words?.length === 0) return nothingFound(start);
    const { after, offset, page, page_size } = start;
    const wanted = {
      visible_to: seesAll(actor) ? undefined : actor.id,
      status: query.status && [query.status],
      type: query.type,
      owner_id: query.owner_id,
      words,
      after_id: after,
      offset,
      limit: page_size + 1,
    };
    const { tasks: found, searched_to, total } = await this.#parts.database.tasks.list(wanted, COUNT_CAP + 1);
    const shown = found.slice(0, page_size);
    const next = found.length > page_size ? (shown.at(-1) as Task).id : searched_to;
    const owners = await this.#ownersOf(actor, shown);
    return {
      items: shown.map((task) => taskView(task, owners.get(task.owner_id))),
      ...cappedTotal(total, offset + shown.length),
      page,
      page_size,
      next_cursor: next === null ? null : cursorAfter(next, page),
    };
  }

  async get(actor: AccountActor, id: string): Promise<TaskDetail> {
    const kept = await this.#parts.finished.find(id);
    if (!kept || !sees(actor, kept.task)) return this.#detail(actor, await this.#visible(actor, id));
    const { task, params, result } = kept;
    return { ...taskView(task, await this.#ownerOf(actor, task)), params, result, error: task.error };
  }

  async cancel(actor: AccountActor, id: string): Promise<TaskDetail> {
    const { owner_id } = await this.#changeable(actor, id);
    const task = await this.#changed(actor, await this.#parts.engine.cancel(id), 'task_finished');
    await this.#note('task.cancel', actor, { id, owner_id });
    return task;
  }

  async retry(actor: AccountActor, id: string): Promise<TaskDetail> {
    const { owner_id } = await this.#changeable(actor, id);
    const task = await this.#changed(actor, await this.#parts.engine.retry(id), 'task_not_retryable');
    await this.#note('task.retry', actor, { id, owner_id });
    return task;
  }

  async delete(actor: AccountActor, id: string): Promise<void> {
    const task = await this.#visible(actor, id);
    if (!mayDelete(actor, task)) throw new Fault('permission_denied');
    await this.#parts.creation.forbidAgain(id);
    const { value } = await this.#parts.engine.delete(id);
    if (value === null) throw new Fault('not_found');
    await this.#note('task.delete', actor, task);
  }

  /** Cancels whatever an account that is gone left unfinished. */
  async cancelAllOf(_actor: Actor, owner_id: string): Promise<void> {
    const { database, engine } = this.#parts;
    for (let found = await database.tasks.activeOf(owner_id, CANCELLED_AT_ONCE); found.length > 0; ) {
      await Promise.all(found.map((task) => engine.cancel(task.id)));
      const again = await database.tasks.activeOf(owner_id, CANCELLED_AT_ONCE);
      found = again.filter((task) => task.status !== 'cancelling');
    }
  }

  #visible(actor: AccountActor, id: string): Promise<Task> {
    return visibleTask(this.#parts.database.tasks, actor, id);
  }

  async #changeable(actor: AccountActor, id: string): Promise<Task> {
    const task = await this.#visible(actor, id);
    if (!mayChange(actor, task)) throw new Fault('permission_denied');
    return task;
  }

  /** What people do with their own tasks is their own matter. */
  async #note(
    action: AuditAction,
    actor: AccountActor,
    { id, owner_id }: Pick<Task, 'id' | 'owner_id'>,
  ): Promise<void> {
    if (actor.id === owner_id) return;
    await this.#parts.audit.record({ action, actor, target: { type: 'task', id }, details: { owner_id } });
  }

  async #changed(
    actor: AccountActor,
    { task, value }: Written<true>,
    refusal: 'task_finished' | 'task_not_retryable',
  ): Promise<TaskDetail> {
    if (!task || task.deleted_at) throw new Fault('not_found');
    if (value === null) throw new Fault(refusal);
    return this.#detail(actor, task);
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
    return { ...taskView(task, owner), params, result, error: task.error };
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
