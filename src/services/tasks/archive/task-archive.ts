import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Task } from '../../../data/contracts/index.ts';
import { Fault } from '../../../errors.ts';
import type { Said } from '../../../runtime/said.ts';
import { whenDestroyed } from '../../../runtime/when-destroyed.ts';
import type { AccountActor } from '../../actor.ts';
import type { DownloadParts, OpenDownload } from '../download-places.ts';
import type { FileLink } from '../file-links.ts';
import { rowsInParts } from '../item-rows.ts';
import { taskOfLink } from '../task-access.ts';
import { contentPages, type ItemContents } from '../task-contents.ts';
import { downloadName, plainStem } from './archive-names.ts';
import { ArchivedItems, UNREADABLE_FILES } from './archived-items.ts';
import { chosenItems } from './chosen-items.ts';
import {
  type ArchivedFile,
  type ArchivedItem,
  csvHead,
  csvLines,
  forScript,
  manifestItem,
  unreadableFiles,
  viewerItem,
} from './manifest.ts';
import { inParts } from './text-parts.ts';
import { viewerPage } from './viewer-page.ts';
import type { ZipEntry } from './zip-stream.ts';

/** Rows that are read at a time. */
const PAGE = 200;
/** A caller that reads nothing for so long is disconnected. */
const STALLED_MS = 60_000;

export interface ArchiveParts extends DownloadParts {
  types: ReadonlyMap<string, { title: Said }>;
}

/** A task with its files and results as one ZIP file, which is created while it is read. */
export class TaskArchive {
  readonly #parts: ArchiveParts;

  constructor(parts: ArchiveParts) {
    this.#parts = parts;
  }

  /**
   * Allowed with the permission to read the task, or with a signed link (then `actor` may be null). `choice` names the items, otherwise all
   * are in it. Throws `validation_failed` if the task lacks one of them.
   */
  async find(
    actor: AccountActor | null,
    task_id: string,
    { link, choice }: { link?: FileLink; choice?: string } = {},
  ): Promise<OpenDownload> {
    const { database, links } = this.#parts;
    const task = await taskOfLink(database.tasks, links, actor, task_id, link);
    const chosen = choice === undefined ? undefined : chosenItems(choice, task.total_items);
    return {
      name: downloadName(task.name, 'zip'),
      plain_stem: plainStem(task_id),
      open: (gone) => this.#open(task, chosen, gone),
    };
  }

  async #open(task: Task, chosen?: number[], gone?: AbortSignal): Promise<Readable> {
    const giveBack = this.#parts.places.take(gone);
    const given_up = new AbortController();
    try {
      // Loads the library that writes zips, which most processes never need.
      const { zipStream } = await import('./zip-stream.ts');
      const pages = contentPages(this.#parts, task, given_up.signal, chosen);
      // Read before the answer begins, so that an unreachable store causes a fault and not a broken zip.
      const first = (await pages.next()).value ?? [];
      if (gone?.aborted) throw new Fault('too_many_downloads');
      const items = new ArchivedItems(task, first);
      const entries = this.#entries(task, items, pages);
      const stream = zipStream(entries, this.#parts.stalled_ms ?? STALLED_MS, () => items.all.length);
      whenDestroyed(stream, () => {
        given_up.abort();
        giveBack();
      });
      return stream;
    } catch (error) {
      giveBack();
      throw error;
    }
  }

  async *#entries(
    task: Task,
    items: ArchivedItems,
    pages: AsyncIterable<ItemContents[]>,
  ): AsyncGenerator<ZipEntry> {
    const written = (name: string, text: () => AsyncIterable<string> | Iterable<string>) => ({
      name,
      modified: new Date(task.finished_at ?? task.updated_at),
      compress: true,
      open: () => Readable.from(inParts(text()), { objectMode: false }),
    });
    yield written('index.html', () => this.#page(task, items, pages));
    for (const [at, item] of items.all.entries()) {
      // Items without files cost no time, but thousands of them would cost the event loop its turn.
      if (at % PAGE === PAGE - 1) await nextTurn();
      if (item.files.length > 0) yield* this.#files(task, item);
    }
    // Only now it is known which files can be read.
    yield written('manifest.json', () => this.#manifest(task, items.all));
    yield written('manifest.csv', () => this.#table(task, items));
    const unreadable = unreadableFiles(items.all);
    if (unreadable.length > 0) yield written(UNREADABLE_FILES, () => unreadable);
  }

  /** The items that are not read yet are read once the header of this entry, the first one, was sent. */
  async *#page(
    task: Task,
    items: ArchivedItems,
    pages: AsyncIterable<ItemContents[]>,
  ): AsyncGenerator<string> {
    for await (const more of pages) items.add(more);
    await this.#stillThere(task);
    // The type may no longer be installed.
    const { title } = this.#parts.types.get(task.type) ?? { title: { en: task.type, zh: task.type } };
    yield* viewerPage(viewerData(task, title, items));
  }

  /** Purged items look like items that have not begun. */
  async #stillThere({ id }: Task): Promise<void> {
    const task = await this.#parts.database.tasks.get(id);
    if (!task || task.deleted_at) throw new Fault('not_found');
  }

  async *#manifest(task: Task, items: ArchivedItem[]): AsyncGenerator<string> {
    const params = await this.#parts.database.tasks.getParams(task.id);
    yield `{"task":${JSON.stringify({ ...inManifest(task), params })},"items":[`;
    let between = '\n';
    for await (const [item, result] of this.#withResults(task, items)) {
      yield `${between}${manifestItem(item, result)}`;
      between = ',\n';
    }
    yield '\n]}\n';
  }

  async *#table(task: Task, { all, labels }: ArchivedItems): AsyncGenerator<string> {
    yield csvHead(labels);
    for await (const [item, result] of this.#withResults(task, all)) yield csvLines(item, labels, result);
  }

  async *#withResults(task: Task, items: ArchivedItem[]): AsyncGenerator<[ArchivedItem, string | null]> {
    for (let from = 0; from < items.length; from += PAGE) {
      // A store in this process answers without returning to the event loop.
      if (from > 0) await nextTurn();
      const page = items.slice(from, from + PAGE);
      const ended = page.filter(({ status }) => status === 'completed').map(({ index }) => index);
      const { items: stored } = this.#parts.database;
      const rows = await rowsInParts(ended.length, (at, most) =>
        stored.getMany(task.id, ended.slice(at, at + most)),
      );
      const results = new Map(rows.map((row) => [row.index, row.result]));
      for (const item of page) yield [item, results.get(item.index) ?? null];
    }
  }

  *#files(task: Task, item: ArchivedItem): Generator<ZipEntry> {
    for (const file of item.files) {
      const { name, path, bytes, sha256 } = file;
      const differs = () => {
        file.damaged = true;
      };
      const key = { task_id: task.id, index: item.index, attempt: item.attempt, name };
      yield {
        name: path,
        modified: new Date(item.finished_at ?? task.updated_at),
        // If its task was deleted, or the store does not answer: the archive ends early, so that readers notice that it is broken.
        open: () => this.#parts.files.open(key, bytes, { sha256, differs }),
        leaveOut: (error) => isUnreadable(error, file),
      };
    }
  }
}

/** Marks a damaged file, of which the archive only speaks. */
function isUnreadable(error: unknown, file: ArchivedFile): boolean {
  if (!(error instanceof Fault) || error.type !== 'file_unreadable') return false;
  file.unreadable = true;
  return true;
}

/** The fields of the task in the manifest, in this order. */
const IN_MANIFEST = [
  ...(['id', 'type', 'type_version', 'name', 'status'] as const),
  ...(['total_items', 'completed_items', 'failed_items', 'cancelled_items'] as const),
  ...(['created_at', 'started_at', 'finished_at'] as const),
];

const inManifest = (task: Task) => Object.fromEntries(IN_MANIFEST.map((name) => [name, task[name]]));

function* viewerData(
  { name, status, created_at, total_items }: Task,
  title: Said,
  { all, labels }: ArchivedItems,
): Generator<string> {
  yield `{"task":${forScript({ name, title, status, created_at, total_items })},"labels":${forScript(labels)},"items":[`;
  for (const [at, item] of all.entries()) yield `${at === 0 ? '' : ','}\n${viewerItem(item)}`;
  yield '\n]}';
}
