import type { IdempotencyRecord, IdempotencyStore } from '../../contracts/index.ts';
import { inSlices } from '../in-slices.ts';
import type { Prepare } from '../prepared.ts';
import type { SqliteReader } from '../sqlite-reader.ts';
import { Table, text } from '../table.ts';
import type { Writes } from '../writes.ts';

const records = new Table<IdempotencyRecord>('idempotency', {
  id: text(),
  task_id: text(),
  body_hash: text(),
  created_at: text(),
});

const selectOne = `SELECT ${records.columns} FROM idempotency WHERE id = ?`;

/** The operations of the writer thread. */
export const idempotencyWrites = (prepare: Prepare) => ({
  keepIdempotency(record: IdempotencyRecord): IdempotencyRecord {
    prepare(records.insert({ or: 'OR IGNORE' })).run(...records.values(record));
    const kept = prepare(selectOne).get(record.id);
    return kept ? records.named(kept) : record;
  },

  purgeIdempotency(before: string, limit: number): number {
    return prepare(
      `DELETE FROM idempotency WHERE id IN
        (SELECT id FROM idempotency WHERE created_at < ? ORDER BY created_at LIMIT ?)`,
    ).run(before, limit);
  },
});

export class SqliteIdempotencyStore implements IdempotencyStore {
  readonly #reader: SqliteReader;
  readonly #writes: Writes<typeof idempotencyWrites>;

  constructor(reader: SqliteReader, writes: Writes<typeof idempotencyWrites>) {
    this.#reader = reader;
    this.#writes = writes;
  }

  keep(record: IdempotencyRecord): Promise<IdempotencyRecord> {
    return this.#writes.keepIdempotency(record);
  }

  async get(id: string): Promise<IdempotencyRecord | null> {
    return records.recordOrNull(this.#reader.list(selectOne, id));
  }

  purge(before: string, limit: number): Promise<number> {
    return inSlices(limit, (slice) => this.#writes.purgeIdempotency(before, slice));
  }
}
