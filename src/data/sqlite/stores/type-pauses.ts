import type { TypePause, TypePauseStore } from '../../contracts/index.ts';
import type { Prepare } from '../prepared.ts';
import type { SqliteReader } from '../sqlite-reader.ts';
import { orNull, Table, text } from '../table.ts';
import type { Writes } from '../writes.ts';

const pauses = new Table<TypePause>('type_pauses', {
  type: text(),
  paused_at: text(),
  paused_by: orNull(text()),
});

/** The operations of the writer thread. */
export const typePauseWrites = (prepare: Prepare) => ({
  pauseType(pause: TypePause): TypePause {
    prepare(pauses.insert({ or: 'OR IGNORE' })).run(...pauses.values(pause));
    const kept = prepare(`SELECT ${pauses.columns} FROM type_pauses WHERE type = ?`).get(pause.type);
    return kept ? pauses.named(kept) : pause;
  },

  resumeType(type: string): boolean {
    return prepare('DELETE FROM type_pauses WHERE type = ?').run(type) === 1;
  },
});

export class SqliteTypePauseStore implements TypePauseStore {
  readonly #reader: SqliteReader;
  readonly #writes: Writes<typeof typePauseWrites>;

  constructor(reader: SqliteReader, writes: Writes<typeof typePauseWrites>) {
    this.#reader = reader;
    this.#writes = writes;
  }

  pause(pause: TypePause): Promise<TypePause> {
    return this.#writes.pauseType(pause);
  }

  resume(type: string): Promise<boolean> {
    return this.#writes.resumeType(type);
  }

  async list(): Promise<TypePause[]> {
    return pauses.records(this.#reader.lists(`SELECT ${pauses.columns} FROM type_pauses ORDER BY type`));
  }
}
