import type { WorkerRecord, WorkerStore } from '../../contracts/index.ts';
import { areTexts } from '../../stored-values.ts';
import { NOW_MS } from '../clock.ts';
import type { Prepare } from '../prepared.ts';
import type { SqliteReader } from '../sqlite-reader.ts';
import { flag, instant, json, number, Table, text } from '../table.ts';
import type { Writes } from '../writes.ts';

type Leased = WorkerRecord & { lease_until: string };

const workers = new Table<Leased>('workers', {
  id: text(),
  host: text(),
  pid: number,
  version: text(),
  pools: json<string[]>([], areTexts),
  places: number,
  running: number,
  started_at: text(),
  draining: flag,
  lease_until: instant,
});

/** The operations of the writer thread. */
export const workerWrites = (prepare: Prepare) => ({
  registerWorker(worker: WorkerRecord, lease_ms: number): void {
    const values = workers.values({ ...worker, lease_until: new Date(0).toISOString() });
    prepare(workers.insert({ or: 'OR REPLACE' })).run(...values);
    prepare(`UPDATE workers SET lease_until = ${NOW_MS} + ? WHERE id = ?`).run(lease_ms, worker.id);
  },

  renewWorker(id: string, lease_ms: number, running: number | null): { draining: boolean } | null {
    const row = prepare(
      `UPDATE workers SET lease_until = ${NOW_MS} + ?, running = coalesce(?, running) WHERE id = ?
        RETURNING draining`,
    ).get(lease_ms, running, id);
    return row ? { draining: row.draining === 1n } : null;
  },

  drainWorker(id: string): boolean {
    return prepare('UPDATE workers SET draining = 1 WHERE id = ?').run(id) === 1;
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
  readonly #writes: Writes<typeof workerWrites>;

  constructor(reader: SqliteReader, writes: Writes<typeof workerWrites>) {
    this.#reader = reader;
    this.#writes = writes;
  }

  register(worker: WorkerRecord, lease_ms: number): Promise<void> {
    return this.#writes.registerWorker(worker, lease_ms);
  }

  renew(id: string, lease_ms: number, running?: number): Promise<{ draining: boolean } | null> {
    return this.#writes.renewWorker(id, lease_ms, running ?? null);
  }

  drain(id: string): Promise<boolean> {
    return this.#writes.drainWorker(id);
  }

  async alive(): Promise<string[]> {
    const rows = this.#reader.all(`SELECT id FROM workers WHERE lease_until > ${NOW_MS}`);
    return rows.map((row) => row.id as string);
  }

  async list(): Promise<Leased[]> {
    return workers.records(this.#reader.lists(`SELECT ${workers.columns} FROM workers`));
  }

  remove(id: string): Promise<void> {
    return this.#writes.removeWorker(id);
  }

  purge(ms: number): Promise<void> {
    return this.#writes.purgeWorkers(ms);
  }
}
