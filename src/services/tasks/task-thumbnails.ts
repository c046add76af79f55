import { buffer } from 'node:stream/consumers';
import type { Database, FileEntry, FileKey, Task } from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import { PREVIEW_EDGE } from '../../pictures/preview.ts';
import { thumbnail } from '../../pictures/thumbnail.ts';
import { BoundedMap } from '../../runtime/bounded-map.ts';
import { Turns } from '../../runtime/turns.ts';
import type { AccountActor } from '../actor.ts';
import type { FileLink, FileLinks } from './file-links.ts';
import type { StoredFiles } from './stored-files.ts';
import { visibleTask } from './task-access.ts';

/** Size in pixels. Lists show it at half the size, so that it is sharp on high-resolution screens. */
const EDGE = 96;
/** Maximum size of a file from which a small copy is made. */
const MOST_BYTES = 32 * 1_024 * 1_024;
const AT_ONCE = 2;
const KEPT = { entries: 1_000, bytes: 4 * 1_024 * 1_024 };

interface ThumbnailParts {
  database: Pick<Database, 'tasks' | 'items'>;
  files: StoredFiles;
  links: Pick<FileLinks, 'isValidForThumbnail'>;
}

/** Creates small copies of the first picture of tasks when they are first requested. */
export class TaskThumbnails {
  readonly #parts: ThumbnailParts;
  readonly #turns = new Turns(AT_ONCE);
  /** By the hash of the picture. */
  readonly #made = new BoundedMap<string, Buffer>({ ...KEPT, weigh: ({ length }) => length });

  constructor(parts: ThumbnailParts) {
    this.#parts = parts;
  }

  /** A WebP picture. Throws `not_found` if there is no picture that can be shown. */
  async get(actor: AccountActor | null, task_id: string, link?: FileLink): Promise<Buffer> {
    const { items } = this.#parts.database;
    const task = await this.#taskOf(actor, task_id, link);
    const row = task?.cover && !task.deleted_at ? await items.get(task_id, task.cover.index) : null;
    const entry = row?.files.find(({ name }) => name === task?.cover?.name);
    if (!row || !entry) throw new Fault('not_found');
    if (entry.bytes > MOST_BYTES) throw new Fault('not_found');
    const { index, attempt } = row;
    const key = { task_id, index, attempt, name: entry.name };
    return this.#known(entry) ?? this.#turns.run(async () => this.#known(entry) ?? this.#make(entry, key));
  }

  #known(entry: FileEntry): Buffer | undefined {
    return this.#made.get(entry.sha256);
  }

  /** Of the small copy, or of the picture itself if its small copy is damaged. */
  async #make(entry: FileEntry, key: FileKey): Promise<Buffer> {
    const { files } = this.#parts;
    const { sha256, bytes, preview } = entry;
    const small = preview && isLargeEnough(entry) ? await files.readCopy(key, preview) : null;
    const picture = small ?? (await buffer(await files.open(key, bytes, { sha256 })));
    try {
      const made = await thumbnail(picture, EDGE);
      this.#made.set(sha256, made);
      return made;
    } catch {
      // The handler may have attached something else as a picture; the list then shows none.
      throw new Fault('not_found');
    }
  }

  async #taskOf(actor: AccountActor | null, task_id: string, link?: FileLink): Promise<Task | null> {
    const { database, links } = this.#parts;
    if (link) {
      if (!links.isValidForThumbnail(task_id, link)) throw new Fault('invalid_file_link');
      return database.tasks.get(task_id);
    }
    if (!actor) throw new Fault('not_authenticated');
    return visibleTask(database.tasks, actor, task_id);
  }
}

/** The copy shows a square of the picture; of a long and narrow one, the small copy has too few pixels for it. */
const isLargeEnough = ({ width, height }: FileEntry): boolean =>
  width !== null &&
  height !== null &&
  Math.min(width, height) * PREVIEW_EDGE >= Math.max(width, height) * EDGE;
