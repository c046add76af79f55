import type { SQLInputValue } from 'node:sqlite';
import {
  type FileEntry,
  type ItemError,
  type ItemRow,
  type ItemStore,
  ROW_STATUSES,
} from '../../contracts/index.ts';
import { isErrorOfItem, isFileList, isLabel } from '../../stored-values.ts';
import { inSlices } from '../in-slices.ts';
import type { Prepare } from '../prepared.ts';
import type { SqliteReader } from '../sqlite-reader.ts';
import { type Columns, choice, json, jsonText, number, orNull, quoted, Table, text } from '../table.ts';
import type { Writes } from '../writes.ts';

const outcomeColumns = {
  index: number,
  status: choice<ItemRow['status']>(ROW_STATUSES, 'failed'),
  attempt: number,
  round: number,
} satisfies Partial<Columns<ItemRow>>;

export const items = new Table<ItemRow>('items', {
  task_id: text(),
  ...outcomeColumns,
  label: orNull(json<ItemRow['label']>(null, isLabel)),
  error: orNull(json<ItemError | null>(null, isErrorOfItem)),
  note: orNull(text()),
  files: json<FileEntry[]>([], isFileList),
  started_at: orNull(text()),
  finished_at: orNull(text()),
  result: orNull(jsonText),
});

type ItemOutcome = Pick<ItemRow, keyof typeof outcomeColumns>;

const outcomes = new Table<ItemOutcome>('items', outcomeColumns);

const put = `${items.insert()}
  ON CONFLICT (task_id, "index") DO UPDATE SET
    ${quoted(items.names.filter((name) => name !== 'task_id' && name !== 'index'))
      .map((name) => `${name} = excluded.${name}`)
      .join(', ')}
  WHERE excluded.attempt > items.attempt`;

/** False when a row of this attempt or of a later one is stored. */
export const putItem = (prepare: Prepare, values: SQLInputValue[]): boolean =>
  prepare(put).run(...values) === 1;

/** The operations of the writer thread. */
export const itemWrites = (prepare: Prepare) => ({
  putItems(rows: SQLInputValue[][]): boolean[] {
    return rows.map((values) => putItem(prepare, values));
  },

  deleteItems(task_id: string, limit: number): number {
    return prepare(
      `DELETE FROM items WHERE task_id = ?1 AND "index" <=
          (SELECT max("index") FROM (SELECT "index" FROM items WHERE task_id = ?1 ORDER BY "index" LIMIT ?2))`,
    ).run(task_id, limit);
  },
});

const select = `SELECT ${items.columns} FROM items WHERE task_id = ?`;

/** Answered by the index alone; the test of query plans checks it. */
export const itemsByStatus = `SELECT "index", round FROM items INDEXED BY items_status
  WHERE task_id = ? AND status = ? AND "index" >= ? ORDER BY "index" LIMIT ? OFFSET ?`;

export class SqliteItemStore implements ItemStore {
  readonly #reader: SqliteReader;
  readonly #writes: Writes<typeof itemWrites>;

  constructor(reader: SqliteReader, writes: Writes<typeof itemWrites>) {
    this.#reader = reader;
    this.#writes = writes;
  }

  async put(rows: ItemRow[]): Promise<boolean[]> {
    if (rows.length === 0) return [];
    return this.#writes.putItems(rows.map((row) => items.values(row)));
  }

  async get(task_id: string, index: number): Promise<ItemRow | null> {
    return items.recordOrNull(this.#reader.list(`${select} AND "index" = ?`, task_id, index));
  }

  async getMany(task_id: string, indexes: number[]): Promise<ItemRow[]> {
    const sql = `${select} AND "index" IN (SELECT value FROM json_each(?))`;
    return items.records(this.#reader.lists(sql, task_id, JSON.stringify(indexes)));
  }

  async page(task_id: string, from: number, limit: number): Promise<ItemRow[]> {
    const sql = `${select} AND "index" >= ? ORDER BY "index" LIMIT ?`;
    return items.records(this.#reader.lists(sql, task_id, from, limit));
  }

  async outcomes(task_id: string, from: number, limit: number): Promise<ItemOutcome[]> {
    const sql = `SELECT ${outcomes.columns} FROM items
      WHERE task_id = ? AND "index" >= ? ORDER BY "index" LIMIT ?`;
    return outcomes.records(this.#reader.lists(sql, task_id, from, limit));
  }

  async byStatus(
    task_id: string,
    status: ItemRow['status'],
    from: number,
    limit: number,
    offset = 0,
  ): Promise<Pick<ItemRow, 'index' | 'round'>[]> {
    const rows = this.#reader.lists(itemsByStatus, task_id, status, from, limit, offset);
    return rows.map(([index, round]) => ({ index: Number(index), round: Number(round) }));
  }

  deleteSome(task_id: string, limit: number): Promise<number> {
    return inSlices(limit, (slice) => this.#writes.deleteItems(task_id, slice));
  }
}
