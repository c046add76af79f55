import type { Readable } from 'node:stream';
import type { Database, FileStore, ItemLogLine, Task } from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import type { Plan } from '../../task-types/definition/define-task-type.ts';
import { type AccountActor, seesAll } from '../actor.ts';
import type { TaskPlans } from '../engine/task-plans.ts';
import { cursorAfter, type Page, type PageQuery, pageStart } from '../paging.ts';
import type { FileLink, FileLinks } from './file-links.ts';
import { visibleTask } from './task-access.ts';
import { errorInShort, type ItemView, itemView } from './task-views.ts';

/** A file to be sent: what is known of it, and a way to open any part. */
export interface OpenFile {
  name: string;
  content_type: string;
  bytes: number;
  sha256: string;
  finished_at: string | null;
  open(range?: { start: number; end: number }): Promise<Readable>;
}

export interface ItemServiceParts {
  database: Pick<Database, 'tasks' | 'items' | 'itemLogs'>;
  files: FileStore;
  plans: TaskPlans;
  links: FileLinks;
}

/** Items of tasks and their files. Throws `Fault`s; what the actor may not see is `not_found`. */
export class ItemService {
  readonly #parts: ItemServiceParts;

  constructor(parts: ItemServiceParts) {
    this.#parts = parts;
  }

  /** By index, those not yet released as well. */
  async list(actor: AccountActor, task_id: string, query: PageQuery): Promise<Page<ItemView>> {
    const task = await visibleTask(this.#parts.database.tasks, actor, task_id);
    const { after, offset, page, page_size } = pageStart(query, (key) => /^\d{1,9}$/.test(key));
    const from = after === undefined ? offset : Number(after) + 1;
    const more = from + page_size < task.total_items;
    return {
      items: await this.#views(actor, task, from, page_size),
      total: task.total_items,
      page,
      page_size,
      next_cursor: more ? cursorAfter(from + page_size - 1, page) : null,
    };
  }

  async get(actor: AccountActor, task_id: string, index: number): Promise<ItemView> {
    const task = await visibleTask(this.#parts.database.tasks, actor, task_id);
    const [view] = await this.#views(actor, task, index, 1);
    if (!view) throw new Fault('not_found');
    return view;
  }

  /** What the item's handler wrote with `ctx.log`, in all attempts: the last 200 lines, oldest first. */
  async logs(
    actor: AccountActor,
    task_id: string,
    index: number,
    query: PageQuery,
  ): Promise<Page<ItemLogLine>> {
    const { tasks, itemLogs } = this.#parts.database;
    const task = await visibleTask(tasks, actor, task_id);
    if (index >= task.total_items) throw new Fault('not_found');
    const { after, offset, page, page_size } = pageStart(query, (key) => /^\d{1,9}$/.test(key));
    const from = after === undefined ? offset : Number(after) + 1;
    const lines = await itemLogs.list(task_id, index);
    const more = from + page_size < lines.length;
    return {
      items: lines.slice(from, from + page_size),
      total: lines.length,
      page,
      page_size,
      next_cursor: more ? cursorAfter(from + page_size - 1, page) : null,
    };
  }

  /** By the right to read, or by a signed link (then `actor` may be null). */
  async file(
    actor: AccountActor | null,
    task_id: string,
    index: number,
    name: string,
    link?: FileLink,
  ): Promise<OpenFile> {
    const { database, files } = this.#parts;
    const task = await this.#taskOfFile(actor, task_id, index, name, link);
    const row = task && !task.deleted_at ? await database.items.get(task_id, index) : null;
    const entry = row?.files.find((one) => one.name === name);
    if (!row || !entry) throw new Fault('not_found');
    const key = { task_id, index, attempt: row.attempt, name };
    const { content_type, bytes, sha256 } = entry;
    const open: OpenFile['open'] = async (range) => {
      const stream = await files.open(key, range);
      if (!stream) throw new Fault('not_found');
      return stream;
    };
    return { name, content_type, bytes, sha256, finished_at: row.finished_at, open };
  }

  async #taskOfFile(
    actor: AccountActor | null,
    task_id: string,
    index: number,
    name: string,
    link?: FileLink,
  ): Promise<Task | null> {
    const { tasks } = this.#parts.database;
    if (link) {
      if (!this.#parts.links.isValid(task_id, index, name, link)) throw new Fault('invalid_file_link');
      return tasks.get(task_id);
    }
    if (!actor) throw new Fault('not_authenticated');
    return visibleTask(tasks, actor, task_id);
  }

  async #views(actor: AccountActor, task: Task, from: number, limit: number): Promise<ItemView[]> {
    const { database, plans, links } = this.#parts;
    const count = Math.max(0, Math.min(task.total_items, from + limit) - from);
    const [rows, { plan }] = await Promise.all([database.items.page(task.id, from, count), plans.of(task)]);
    // Stacks and causes may tell more than a task that was shared was meant to.
    const inFull = task.owner_id === actor.id || seesAll(actor);
    const byIndex = new Map(rows.map((row) => [row.index, row]));
    return Array.from({ length: count }, (_, at) => {
      const index = from + at;
      const view = itemView(task, index, byIndex.get(index), labelOf(plan, index), links);
      return inFull ? view : { ...view, error: errorInShort(view.error) };
    });
  }
}

/** Null where the plan fails: the item itself says so, once it has been tried. */
function labelOf(plan: Plan | null, index: number): Record<string, string> | null {
  try {
    return plan?.item(index).label ?? null;
  } catch {
    return null;
  }
}
