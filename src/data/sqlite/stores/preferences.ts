import type { JsonText, PreferenceStore } from '../../contracts/index.ts';
import type { Prepare } from '../prepared.ts';
import type { SqliteReader } from '../sqlite-reader.ts';
import { jsonText, Table, text } from '../table.ts';
import type { Writes } from '../writes.ts';

const preferences = new Table<{ user_id: string; value: JsonText }>('preferences', {
  user_id: text(),
  value: jsonText,
});

/** The operations of the writer thread. */
export const preferenceWrites = (prepare: Prepare) => ({
  putPreferences(user_id: string, value: JsonText): void {
    prepare(preferences.insert({ or: 'OR REPLACE' })).run(...preferences.values({ user_id, value }));
  },
});

export class SqlitePreferenceStore implements PreferenceStore {
  readonly #reader: SqliteReader;
  readonly #writes: Writes<typeof preferenceWrites>;

  constructor(reader: SqliteReader, writes: Writes<typeof preferenceWrites>) {
    this.#reader = reader;
    this.#writes = writes;
  }

  async get(user_id: string): Promise<JsonText | null> {
    const sql = `SELECT ${preferences.columns} FROM preferences WHERE user_id = ?`;
    return preferences.recordOrNull(this.#reader.list(sql, user_id))?.value ?? null;
  }

  put(user_id: string, value: JsonText): Promise<void> {
    return this.#writes.putPreferences(user_id, value);
  }
}
