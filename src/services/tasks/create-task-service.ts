import type { Data, Task, TaskState } from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import type { Plan } from '../../task-types/definition/define-task-type.ts';
import type { TaskTypeRegistry } from '../../task-types/definition/registry.ts';
import { type AccountActor, may, seesAll } from '../actor.ts';
import type { FinishedTasks } from '../engine/finished-tasks.ts';
import { type Change, cancelTask, deleteTask, retryTask } from '../engine/task-changes.ts';
import type { TaskEngine } from '../engine/task-engine.ts';
import { stateOf } from '../engine/task-events.ts';
import type { TaskPlans } from '../engine/task-plans.ts';
import { COUNT_CAP, cappedTotal, cursorAfter, nothingFound, pageStart, wordsOf } from '../paging.ts';
import { createFileLinks } from './file-links.ts';
import { createTaskCreation, type TaskCreation } from './task-creation.ts';
import type { OpenFile, TaskDetail, TaskService } from './task-service.ts';
import { itemView, type Owner, taskView } from './task-views.ts';
import { createTaskWatch, inOrder } from './task-watch.ts';

/** Null where the plan fails: the item itself tells of that, once it has been tried. */
function labelOf(plan: Plan | null, index: number): Record<string, string> | null {
  try {
    return plan?.item(index).label ?? null;
  } catch {
    return null;
  }
}

const LABELS_IN_PREVIEW = 100;
const TASKS_IN_SNAPSHOT = 100;

export interface TaskServiceParts {
  data: Data;
  engine: TaskEngine;
  plans: TaskPlans;
  registry: TaskTypeRegistry;
  finished: FinishedTasks;
  settings: { MAX_ITEMS_PER_TASK: number; WAIT_MAX_SECONDS: number };
  /** Signs file links. */
  secret: string;
}

export function createTaskService(
  parts: TaskServiceParts,
): TaskService & { creation: TaskCreation; close(): void } {
  const { data, engine, plans, registry, finished } = parts;
  const { tasks, items, users } = data.database;
  const links = createFileLinks(parts.secret);
  const watch = createTaskWatch(data.events);
  const creation = createTaskCreation(data, engine, registry, {
    max_items: parts.settings.MAX_ITEMS_PER_TASK,
    wait_max_seconds: parts.settings.WAIT_MAX_SECONDS,
  });
  const types = [...registry.values()].map((one) => ({
    type: one.type,
    version: one.version,
    title: one.title,
    description: one.description,
    params: one.params,
    attempts: one.attempts,
    timeout: one.timeout,
  }));

  const sees = (actor: AccountActor, task: Pick<Task, 'owner_id' | 'shared'>) =>
    task.owner_id === actor.id || task.shared || seesAll(actor);

  async function visible(actor: AccountActor, id: string): Promise<Task> {
    const task = await tasks.get(id);
    if (!task || task.deleted_at || !sees(actor, task)) throw new Fault('not_found');
    return task;
  }

  const ownerOf = async (actor: AccountActor, task: Task): Promise<Owner | null> =>
    task.owner_id === actor.id ? actor : users.get(task.owner_id);

  async function detail(actor: AccountActor, task: Task): Promise<TaskDetail> {
    const single = task.total_items === 1 && task.completed_items === 1;
    const [owner, params, row] = await Promise.all([
      ownerOf(actor, task),
      tasks.getParams(task.id),
      single ? items.get(task.id, 0) : null,
    ]);
    const result: unknown = row?.result ? JSON.parse(row.result) : null;
    await finished.keep({ task, params, result });
    return { ...taskView(task, owner), params, result, error: task.error };
  }

  /** A change of a task that its owner, managers and administrators may make. */
  async function change(
    actor: AccountActor,
    id: string,
    made: Change<true>,
    refusal: 'task_finished' | 'task_not_retryable',
  ) {
    const task = await visible(actor, id);
    if (task.owner_id !== actor.id && !seesAll(actor)) throw new Fault('permission_denied');
    const { task: after, value } = await engine.updates.update(id, made);
    if (!after || after.deleted_at) throw new Fault('not_found');
    if (value === null) throw new Fault(refusal);
    return detail(actor, after);
  }

  async function itemViews(task: Task, from: number, limit: number) {
    const end = Math.min(task.total_items, from + limit);
    const [rows, { plan }] = await Promise.all([
      items.page(task.id, from, Math.max(0, end - from)),
      plans.of(task),
    ]);
    const byIndex = new Map(rows.map((row) => [row.index, row]));
    return Array.from({ length: Math.max(0, end - from) }, (_, at) => {
      const index = from + at;
      return itemView(task, index, byIndex.get(index), labelOf(plan, index), links);
    });
  }

  return {
    creation,
    types: () => types,

    async create(actor, request, key) {
      const made = await (key === undefined
        ? creation.create(actor.id, request)
        : creation.createOnce(actor.id, request, key));
      const { task, params, created } = made;
      // A fresh task has no result to look for.
      if (!created) return { task: await detail(actor, task), created };
      return { task: { ...taskView(task, actor), params, result: null, error: null }, created };
    },

    async preview(_caller, request) {
      const { plan } = await creation.plan(request.type, request.params);
      const shown = Math.min(plan.count, LABELS_IN_PREVIEW);
      return {
        count: plan.count,
        labels: Array.from({ length: shown }, (_, index) => plan.item(index).label ?? null),
      };
    },

    async list(actor, query) {
      const start = pageStart(query);
      const words = wordsOf(query.q);
      if (words?.length === 0) return nothingFound(start);
      const { after, offset, page, page_size } = start;
      const filter = {
        visible_to: seesAll(actor) ? undefined : actor.id,
        status: query.status,
        type: query.type,
        owner_id: query.owner_id,
        words,
      };
      const wanted = { ...filter, before_id: after, offset, limit: page_size + 1 };
      const { tasks: found, searched_to, total } = await tasks.list(wanted, COUNT_CAP + 1);
      const shown = found.slice(0, page_size);
      const next = found.length > page_size ? (shown.at(-1) as Task).id : searched_to;
      const others = new Set(shown.map((task) => task.owner_id).filter((id) => id !== actor.id));
      const found_owners = others.size > 0 ? await users.getMany([...others]) : [];
      const owners = new Map<string, Owner>([actor, ...found_owners].map((owner) => [owner.id, owner]));
      return {
        items: shown.map((task) => taskView(task, owners.get(task.owner_id))),
        ...cappedTotal(total, offset + shown.length),
        page,
        page_size,
        next_cursor: next === null ? null : cursorAfter(next, page),
      };
    },

    async get(actor, id) {
      const kept = await finished.find(id);
      if (!kept || !sees(actor, kept.task)) return detail(actor, await visible(actor, id));
      const { task, params, result } = kept;
      return { ...taskView(task, await ownerOf(actor, task)), params, result, error: task.error };
    },

    async items(actor, id, query) {
      const task = await visible(actor, id);
      const { after, offset, page, page_size } = pageStart(query, (key) => /^\d{1,9}$/.test(key));
      const from = after === undefined ? offset : Number(after) + 1;
      const views = await itemViews(task, from, page_size);
      const more = from + page_size < task.total_items;
      return {
        items: views,
        total: task.total_items,
        page,
        page_size,
        next_cursor: more ? cursorAfter(from + page_size - 1, page) : null,
      };
    },

    async item(actor, id, index) {
      const task = await visible(actor, id);
      const [view] = await itemViews(task, index, 1);
      if (!view) throw new Fault('not_found');
      return view;
    },

    async file(actor, id, index, name, link) {
      if (link && !links.isValid(id, index, name, link)) throw new Fault('invalid_file_link');
      if (!link && !actor) throw new Fault('not_authenticated');
      const task = link ? await tasks.get(id) : await visible(actor as AccountActor, id);
      const row = task && !task.deleted_at ? await items.get(id, index) : null;
      const entry = row?.files.find((one) => one.name === name);
      if (!row || !entry) throw new Fault('not_found');
      const key = { task_id: id, index, attempt: row.attempt, name };
      const { content_type, bytes, sha256 } = entry;
      const open: OpenFile['open'] = async (range) => {
        const stream = await data.files.open(key, range);
        if (!stream) throw new Fault('not_found');
        return stream;
      };
      return { name, content_type, bytes, sha256, finished_at: row.finished_at, open };
    },

    cancel: (actor, id) => change(actor, id, cancelTask, 'task_finished'),
    retry: (actor, id) => change(actor, id, retryTask, 'task_not_retryable'),

    async delete(actor, id) {
      const task = await visible(actor, id);
      const own = task.owner_id === actor.id && may(actor, 'write');
      if (!own && !may(actor, 'delete')) throw new Fault('permission_denied');
      await creation.forbidAgain(id);
      const { value } = await engine.updates.update(id, deleteTask);
      if (value === null) throw new Fault('not_found');
    },

    async watch(actor, id, send, end) {
      if (id !== null) await visible(actor, id);
      const pass = inOrder(send);
      const visible_to = seesAll(actor) ? undefined : actor.id;
      // Changes that come while it is read are newer than it: `inOrder` lets the newest stand.
      async function sendSnapshot(): Promise<void> {
        const snapshot =
          id === null
            ? (await tasks.page({ visible_to, limit: TASKS_IN_SNAPSHOT })).tasks.reverse()
            : await tasks.getMany([id]);
        for (const task of snapshot) if (!task.deleted_at) pass(stateOf(task));
        if (id !== null && (!snapshot[0] || snapshot[0].deleted_at)) end();
      }
      const remove = watch.add({
        id,
        sees: (state: TaskState) => sees(actor, state),
        send: pass,
        end,
        refresh: () => void sendSnapshot().catch(() => {}),
      });
      try {
        await sendSnapshot();
      } catch (error) {
        remove();
        throw error;
      }
      return remove;
    },

    async cancelAllOf(owner_id) {
      for (let found = await tasks.activeOf(owner_id, 100); found.length > 0; ) {
        await Promise.all(found.map((task) => engine.updates.update(task.id, cancelTask)));
        const again = await tasks.activeOf(owner_id, 100);
        found = again.filter((task) => task.status !== 'cancelling');
      }
    },

    close: () => watch.close(),
  };
}
