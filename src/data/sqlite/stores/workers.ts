import type { WorkerRecord, WorkerStore } from '../../contracts/index.ts';
import { NOW_MS } from '../clock.ts';
import type { Prepare } from '../prepared.ts';
import type { SqliteReader } from '../sqlite-reader.ts';
import type { SqliteWriter } from '../sqlite-writer.ts';
import { instant, number, Table, text } from '../table.ts';

type Leased = WorkerRecord & { lease_until: string };

const workers = new Table<Leased>('workers', {
  id: text(),
  host: text(),
  pid: number,
  slots_total: number,
  lease_until: instant,
});

/** What the writer thread does. */
export const workerWrites = (prepare: Prepare) => ({
  registerWorker(worker: WorkerRecord, lease_ms: number): void {
    const values = workers.values({ ...worker, lease_until: new Date(0).toISOString() });
    prepare(workers.insert({ or: 'OR REPLACE' })).run(...values);
    prepare(`UPDATE workers SET lease_until = ${NOW_MS} + ? WHERE id = ?`).run(lease_ms, worker.id);
  },

  renewWorker(id: string, lease_ms: number): boolean {
    return prepare(`UPDATE workers SET lease_until = ${NOW_MS} + ? WHERE id = ?`).run(lease_ms, id) === 1;
  },

  removeWorker(id: string): void {
    prepare('DELETE FROM workers WHERE id = ?').run(id);
  },

  purgeWorkers(ms: number): void {
    prepare(`DELETE FROM workers WHERE lease_until < ${NOW_MS} - ?`).run(ms);
  },
});

export class SqliteWorkerStore implements WorkerStore {
  readonly #reader: SqliteReader;
  readonly #writer: SqliteWriter;

  constructor(reader: SqliteReader, writer: SqliteWriter) {
    this.#reader = reader;
    this.#writer = writer;
  }

  register(worker: WorkerRecord, lease_ms: number): Promise<void> {
    return this.#writer.run('registerWorker', worker, lease_ms);
  }

  renew(id: string, lease_ms: number): Promise<boolean> {
    return this.#writer.run('renewWorker', id, lease_ms);
  }

  async alive(): Promise<string[]> {
    const rows = this.#reader.all(`SELECT id FROM workers WHERE lease_until > ${NOW_MS}`);
    return rows.map((row) => row.id as string);
  }

  async list(): Promise<Leased[]> {
    return workers.records(this.#reader.lists(`SELECT ${workers.columns} FROM workers`));
  }

  remove(id: string): Promise<void> {
    return this.#writer.run('removeWorker', id);
  }

  purge(ms: number): Promise<void> {
    return this.#writer.run('purgeWorkers', ms);
  }
}
