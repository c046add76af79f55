import assert from 'node:assert/strict';
import { cp, open } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { before, test } from 'node:test';
import { startBackend } from '../support/backend.ts';
import { tempFolder } from '../support/temp-folder.ts';

let sound: string;
before(async () => {
  const backend = await startBackend();
  await backend.stop();
  sound = backend.data_dir;
});

/** A copy of the data in which the first page of this table is overwritten. */
async function damaged(table: string): Promise<string> {
  const folder = await tempFolder();
  await cp(sound, folder, { recursive: true });
  const path = join(folder, 'backend2.db');
  const database = new DatabaseSync(path);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const numberOf = (sql: string, ...values: string[]) =>
    Number(Object.values(database.prepare(sql).get(...values) ?? {})[0]);
  const size = numberOf('PRAGMA page_size');
  const page = numberOf('SELECT rootpage FROM sqlite_schema WHERE name = ?', table);
  database.close();
  const file = await open(path, 'r+');
  await file.write(Buffer.alloc(size, 0xff), 0, size, (page - 1) * size);
  await file.close();
  return folder;
}

for (const table of ['users', 'type_pauses', 'workers', 'kept_values']) {
  test(`a start that finds the table ${table} damaged says so in one line and ends`, async () => {
    const data_dir = await damaged(table);
    await assert.rejects(startBackend({ data_dir }), (error: Error) => {
      const [first, ...lines] = error.message.trim().split('\n');
      assert.match(first ?? '', /ended with 1:$/);
      const said = lines.filter((line) => !line.startsWith('{'));
      assert.deepEqual(said, ['backend2: The database is damaged; restore it from a backup']);
      return true;
    });
  });
}
