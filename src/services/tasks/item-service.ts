import { Readable } from 'node:stream';
import type {
  Database,
  FileEntry,
  FileKey,
  ItemLogLine,
  ItemRow,
  ItemStatus,
  Task,
} from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import type { Language } from '../../runtime/said.ts';
import { type AccountActor, seesAll } from '../actor.ts';
import type { TaskPlans } from '../engine/task-plans.ts';
import { cursorAfter, type Grow, type Page, type PageQuery, type PageStart, pageStart } from '../paging.ts';
import type { FileLink, FileLinks } from './file-links.ts';
import { rowsInParts } from './item-rows.ts';
import { countByStatus, indexesByStatus } from './items-by-status.ts';
import type { StoredFiles } from './stored-files.ts';
import { labelOf, visibleTask } from './task-access.ts';
import { errorInFull, errorInShort, type ItemView, itemView } from './task-views.ts';

/** A file to be sent: its description, and a function that opens any part of it. */
export interface OpenFile {
  name: string;
  content_type: string;
  bytes: number;
  sha256: string;
  finished_at: string | null;
  open(range?: { start: number; end: number }): Promise<Readable>;
}

export interface ItemListQuery extends PageQuery {
  status?: ItemStatus;
}

export interface ItemServiceParts {
  database: Pick<Database, 'tasks' | 'items' | 'itemLogs'>;
  files: StoredFiles;
  plans: TaskPlans;
  links: FileLinks;
}

/** Items of tasks and their files. Throws `Fault`s; what the actor may not see is `not_found`. */
export class ItemService {
  readonly #parts: ItemServiceParts;

  constructor(parts: ItemServiceParts) {
    this.#parts = parts;
  }

  /** By index, including items that have not been released; with `status`, only items with this status. */
  async list(
    actor: AccountActor,
    task_id: string,
    query: ItemListQuery,
    grow?: Grow,
  ): Promise<Page<ItemView>> {
    const task = await visibleTask(this.#parts.database.tasks, actor, task_id);
    const start = pageStart(query, ['items', task_id, query.status], isIndex);
    if (query.status) return this.#listByStatus(actor, task, { status: query.status, start, grow });
    const { after, offset, page, page_size } = start;
    const from = after === undefined ? offset : Number(after) + 1;
    const more = from + page_size < task.total_items;
    return {
      items: await this.#views(actor, task, { from, limit: page_size, grow }),
      total: task.total_items,
      page,
      page_size,
      next_cursor: more ? cursorAfter(from + page_size - 1, start) : null,
    };
  }

  async #listByStatus(
    actor: AccountActor,
    task: Task,
    { status, start, grow }: { status: ItemStatus; start: PageStart; grow?: Grow | undefined },
  ): Promise<Page<ItemView>> {
    const { after, offset, page, page_size } = start;
    const { items } = this.#parts.database;
    const from = after === undefined ? 0 : Number(after) + 1;
    const found = await indexesByStatus(items, task, status, { from, offset, count: page_size + 1 });
    const shown = found.slice(0, page_size);
    const rows = await rowsInParts(
      shown.length,
      (at, most) => items.getMany(task.id, shown.slice(at, at + most)),
      grow && { grow },
    );
    const last = shown.at(-1);
    const more = found.length > page_size && last !== undefined;
    return {
      items: await this.#viewsOf(actor, task, shown, rows),
      total: countByStatus(task, status),
      page,
      page_size,
      next_cursor: more ? cursorAfter(last, start) : null,
    };
  }

  async get(actor: AccountActor, task_id: string, index: number): Promise<ItemView> {
    const task = await visibleTask(this.#parts.database.tasks, actor, task_id);
    const [view] = await this.#views(actor, task, { from: index, limit: 1 });
    if (!view) throw new Fault('not_found');
    return { ...view };
  }

  /** What the item's handler wrote with `ctx.log` in all attempts, and which of them were lost: the last 200 lines, oldest first. */
  async logs(
    actor: AccountActor,
    task_id: string,
    index: number,
    query: PageQuery,
  ): Promise<Page<ItemLogLine>> {
    const { tasks, itemLogs } = this.#parts.database;
    const task = await visibleTask(tasks, actor, task_id);
    if (index >= task.total_items) throw new Fault('not_found');
    const start = pageStart(query, ['lines of an item', task_id, index], isIndex);
    const { after, offset, page, page_size } = start;
    const from = after === undefined ? offset : Number(after) + 1;
    const lines = await itemLogs.list(task_id, index);
    const more = from + page_size < lines.length;
    return {
      items: lines.slice(from, from + page_size).map((line) => lineIn(actor.language, line)),
      total: lines.length,
      page,
      page_size,
      next_cursor: more ? cursorAfter(from + page_size - 1, start) : null,
    };
  }

  /**
   * Allowed with the permission to read the task, or with a signed link (then `actor` may be null). With `preview`, the small copy of a
   * picture, or the file itself where there is none or it is damaged.
   */
  async file(
    actor: AccountActor | null,
    task_id: string,
    index: number,
    name: string,
    { link, preview = false }: { link?: FileLink | undefined; preview?: boolean | undefined } = {},
  ): Promise<OpenFile> {
    const { database, files } = this.#parts;
    const task = await this.#taskOfFile(actor, task_id, index, name, link);
    const row = task && !task.deleted_at ? await database.items.get(task_id, index) : null;
    const entry = row?.files.find((one) => one.name === name);
    if (!row || !entry) throw new Fault('not_found');
    const { finished_at } = row;
    const key = { task_id, index, attempt: row.attempt, name };
    const copy = preview ? await this.#copyOf(entry, key) : null;
    if (copy) return { ...copy, finished_at };
    const { content_type, bytes, sha256 } = entry;
    const open: OpenFile['open'] = (range) => files.open(key, bytes, { range, sha256 });
    return { name, content_type, bytes, sha256, finished_at, open };
  }

  /** Read as a whole before an answer begins, because the file itself is sent where its copy is damaged. */
  async #copyOf({ name, preview }: FileEntry, key: FileKey): Promise<Omit<OpenFile, 'finished_at'> | null> {
    const copy = preview && (await this.#parts.files.readCopy(key, preview));
    if (!copy) return null;
    const open: OpenFile['open'] = async ({ start, end } = { start: 0, end: copy.length - 1 }) =>
      Readable.from([copy.subarray(start, end + 1)], { objectMode: false });
    return { ...preview, name: nameOfCopy(name, preview.content_type), open };
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

  async #views(
    actor: AccountActor,
    task: Task,
    { from, limit, grow }: { from: number; limit: number; grow?: Grow | undefined },
  ): Promise<ItemView[]> {
    const count = Math.max(0, Math.min(task.total_items, from + limit) - from);
    const indexes = Array.from({ length: count }, (_, at) => from + at);
    const { items } = this.#parts.database;
    const rows = await rowsInParts(
      count,
      (at, most) => items.page(task.id, from + at, most),
      grow && { grow },
    );
    return this.#viewsOf(actor, task, indexes, rows);
  }

  async #viewsOf(actor: AccountActor, task: Task, indexes: number[], rows: ItemRow[]): Promise<ItemView[]> {
    const { plans, links } = this.#parts;
    const { plan } = await plans.of(task);
    // Stacks and causes may reveal more than the owner of a shared task wants.
    const inFull = task.owner_id === actor.id || seesAll(actor);
    const byIndex = new Map(rows.map((row) => [row.index, row]));
    return indexes.map((index) => {
      const view = itemView(task, index, byIndex.get(index), labelOf(plan, index), links);
      view.error = (inFull ? errorInFull : errorInShort)(view.error, actor.language);
      return view;
    });
  }
}

/** `picture.webp` of `picture.png`. */
const nameOfCopy = (name: string, content_type: string): string =>
  `${name.replace(/(?<=.)\.(png|jpe?g|webp)$/i, '')}.${content_type.replace('image/', '')}`;

const lineIn = (language: Language | undefined, { zh, ...line }: ItemLogLine): ItemLogLine =>
  language === 'zh' && zh !== undefined ? { ...line, message: zh } : line;

const isIndex = (key: string): boolean => /^\d{1,9}$/.test(key);
