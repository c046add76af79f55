/** A database as version 1 of the schema left it, in both engines. It was written by that version and is never written again. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { Database, ItemRow, Task } from '../../src/data/contracts/index.ts';
import { plain, T0 } from './samples.ts';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name));

/** What was written, as JSON: users, sessions, tasks, params, items, schedules. */
const written = JSON.parse(`${fixture('version-1.json')}`);

export const sqliteVersion1 = (): Buffer => gunzipSync(fixture('sqlite-1.db.gz'));

/** Extended JSON: for each collection its indexes and documents. */
export const mongoVersion1 = (): string => `${gunzipSync(fixture('mongodb-1.json.gz'))}`;

/** Everything is still there, with values for what is new. */
export function keepsVersion1(
  name: string,
  open: () => Promise<{ database: Database; close(): Promise<void> }>,
) {
  describe(`${name}, written by schema version 1`, () => {
    it('has everything it had, and values for what is new', async () => {
      const { database, close } = await open();
      try {
        await isWhole(database);
      } finally {
        await close();
      }
    });
  });
}

/** Of the files that the items of this task have. */
const bytesOf = (task_id: string): number =>
  written.items
    .filter((item: ItemRow) => item.task_id === task_id)
    .flatMap(({ files }: ItemRow) => files)
    .reduce((sum: number, { bytes }: { bytes: number }) => sum + bytes, 0);

async function isWhole(database: Database): Promise<void> {
  const { users, sessions, tasks, items, schedules, idempotency } = database;
  for (const user of written.users) {
    const fresh = { must_change_password: false, quotas: null, last_sign_in_at: null, sign_in_places: [] };
    assert.deepEqual(plain(await users.getByEmail(user.email)), { ...user, ...fresh });
  }
  assert.equal((await users.page({ words: ['王小'], role: 'admin', limit: 9 })).length, 1);
  for (const session of written.sessions)
    assert.deepEqual(
      plain((await sessions.listOf(session.user_id, 9)).find(({ id }) => id === session.id)),
      session,
    );
  for (const [at, task] of written.tasks.entries()) {
    const added = { parent_id: null, request_id: null, trace: null, picks: null, summary: null, cover: null };
    const stored_bytes = bytesOf(task.id);
    assert.deepEqual(plain(await tasks.get(task.id)), { ...task, ...added, stored_bytes });
    assert.deepEqual(plain(await tasks.getParams(task.id)), written.params[at]);
  }
  const ids = (list: Task[]) => list.map(({ id }) => id);
  const blue = written.tasks.slice(0, 4).reverse();
  assert.deepEqual(ids((await tasks.page({ words: ['blue', 'task'], limit: 9 })).tasks), ids(blue));
  assert.deepEqual(ids(await tasks.claimable(written.users[0].id, T0, 9, ['wait'])), [written.tasks[0].id]);
  for (const { result, ...item } of written.items) {
    const stored = await items.get(item.task_id, item.index);
    const text = result === null ? null : JSON.stringify(result);
    assert.deepEqual(plain(stored), { ...item, note: null, result: text });
  }
  const failed = await items.byStatus(written.items[1].task_id, 'failed', 0, 9);
  assert.deepEqual(
    failed.map(({ index }) => index),
    [1],
  );
  for (const { timezone, enabled, last_run_at, last_task_id, ...schedule } of written.schedules) {
    assert.deepEqual(plain(await schedules.get(schedule.id)), {
      ...schedule,
      time_zone: timezone,
      is_active: enabled,
      language: 'en',
      overlap: 'allow',
      last_run: last_run_at && { at: last_run_at, task_id: last_task_id, error: null },
      failures: 0,
      revision: 1,
    });
  }
  assert.equal((await schedules.due('2027-01-01T00:00:00.000Z', 9)).length, 1);
  assert.equal(await schedules.claimFiring('retention', T0), false);
  assert.equal((await idempotency.get(`${written.users[0].id}:key`))?.task_id, written.tasks[0].id);
  assert.equal(await database.keepSecret('another'), 'the kept secret');
}

/** Takes out what the contract suite, which begins with an empty database, would meet. */
export async function emptied(database: Database): Promise<void> {
  for (const { task_id } of written.items) await database.items.deleteSome(task_id, 100);
  for (const { id } of written.tasks) await database.tasks.delete(id);
  for (const { user_id } of written.sessions) await database.sessions.deleteOf(user_id);
  for (const { id } of written.schedules) await database.schedules.delete(id);
  for (const { id } of written.users) assert.equal(await database.users.delete(id), 'ok');
}
