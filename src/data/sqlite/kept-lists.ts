import { BoundedMap } from '../../runtime/bounded-map.ts';
import type { TaskCount, TaskPage, TaskPageQuery } from '../contracts/index.ts';
import type { SqliteReader } from './sqlite-reader.ts';

export type CountedPage = TaskPage & { total: TaskCount };

const MOST_LISTS = 100;
const MOST_BYTES = 8 * 1024 * 1024;
/** The approximate memory of a task with few slots, and of each further slot. */
const TASK_BYTES = 2_000;
const SLOT_BYTES = 300;

/** Pages that were read since the last write to the database by any process: many callers request the same first page. */
export class KeptLists {
  readonly #reader: SqliteReader;
  readonly #pages = new BoundedMap<string, CountedPage>({
    entries: MOST_LISTS,
    bytes: MOST_BYTES,
    weigh: ({ tasks }) => tasks.reduce((sum, { slots }) => sum + TASK_BYTES + SLOT_BYTES * slots.length, 0),
  });
  #version = -1;

  constructor(reader: SqliteReader) {
    this.#reader = reader;
  }

  async get(query: TaskPageQuery, cap: number, read: () => Promise<CountedPage>): Promise<CountedPage> {
    // Before the read: a write in the meantime makes the result out of date.
    const version = this.#reader.version();
    if (version !== this.#version) this.#pages.clear();
    this.#version = version;
    const key = JSON.stringify([query, cap]);
    const kept = this.#pages.get(key);
    if (kept) return kept;
    const page = await read();
    if (this.#version === version) this.#pages.set(key, page);
    return page;
  }
}
