/** What disks, repairs and people leave of rows of SQLite. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { after, before, test } from 'node:test';
import { DamagedData, newId } from '../../src/data/contracts/index.ts';
import { openSqlite } from '../../src/data/sqlite/open-sqlite.ts';
import { onDamage } from '../../src/data/stored-values.ts';
import { type AccountActor, permissionsOf, systemActor } from '../../src/services/actor.ts';
import { type Engine, openEngine } from '../support/engine.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

let own: Engine;
let folder: string;
let file: string;
const reported: string[] = [];
let endReports: () => void;

before(async () => {
  folder = await tempFolder();
  own = await openEngine(folder);
  file = join(folder, 'backend2.db');
  endReports = onDamage(({ place }) => reported.push(place));
});
after(async () => {
  endReports();
  await own.stop();
});

function damage(sql: string, ...values: SQLInputValue[]): void {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  try {
    assert.ok(Number(database.prepare(sql).run(...values).changes) > 0, sql);
  } finally {
    database.close();
  }
}

const create = async (count = 1) =>
  (await own.services.tasks.create(own.actor, { type: 'noop', params: { count } })).task.id;

const statusOf = async (id: string) => (await own.services.tasks.get(own.actor, id)).status;

for (const text of ['{"', 'null', '5', '{}', '[5]', '[null]']) {
  test(`a waiting task whose slots are ${text} ends, can be retried, and holds up no other`, async () => {
    const [damaged, other] = [await create(), await create()];
    damage('UPDATE tasks SET slots = ? WHERE id = ?', text, damaged);
    reported.length = 0;
    const { items } = await own.services.tasks.list(own.actor, {});
    assert.ok(items.some(({ id }) => id === damaged) && items.some(({ id }) => id === other));
    assert.ok(reported.includes('tasks.slots'));
    await own.sweep.takeOver();
    const ended = await own.services.tasks.get(own.actor, damaged);
    assert.deepEqual([ended.status, ended.error?.type], ['failed', 'StoredDataDamaged']);
    const worker = await own.startWorker();
    await waitFor(async () => (await statusOf(other)) === 'completed');
    await own.services.tasks.retry(own.actor, damaged);
    await waitFor(async () => (await statusOf(damaged)) === 'completed');
    await worker.stop(0);
  });
}

test('a running task whose slots are damaged ends at the next sweep', async () => {
  const { task } = await own.services.tasks.create(own.actor, { type: 'wait', params: { seconds: 60 } });
  const worker = await own.startWorker();
  await waitFor(async () => (await statusOf(task.id)) === 'processing');
  damage(`UPDATE tasks SET slots = '[{', revision = revision + 1 WHERE id = ?`, task.id);
  await own.sweep.run();
  assert.equal(await statusOf(task.id), 'failed');
  await worker.stop(0);
  assert.equal(await statusOf(task.id), 'failed');
});

test('damaged params are a fault of their task alone, and its item fails', async () => {
  const [damaged, other] = [await create(), await create()];
  damage(
    `UPDATE task_params SET params = '{"count' WHERE seq = (SELECT seq FROM tasks WHERE id = ?)`,
    damaged,
  );
  await assert.rejects(own.services.tasks.get(own.actor, damaged), DamagedData);
  const fresh = await openSqlite(folder, { exclusive: false });
  await assert.rejects(fresh.tasks.getParams(damaged), /task_params\.params of .* is damaged/);
  await fresh.close();
  const worker = await own.startWorker();
  await waitFor(async () => (await statusOf(other)) === 'completed');
  await worker.stop(0);
});

/** Tables, their columns, and what is read of a damaged value. */
const substitutes: [table: string, column: string, damaged: string, read: unknown][] = [
  ['items', 'files', '{"', []],
  ['items', 'files', '[{}]', []],
  ['items', 'error', '5', null],
  ['items', 'label', '[1]', null],
  ['items', 'status', 'lost', 'failed'],
];
for (const [table, column, damaged, read] of substitutes) {
  test(`${table}.${column} = ${damaged} is read as ${JSON.stringify(read)}, beside the others of its list`, async () => {
    const id = await create(3);
    const worker = await own.startWorker();
    await waitFor(async () => (await statusOf(id)) === 'completed');
    await worker.stop(0);
    damage(`UPDATE ${table} SET "${column}" = ? WHERE task_id = ? AND "index" = 1`, damaged, id);
    reported.length = 0;
    const rows = await own.data.database.items.page(id, 0, 3);
    assert.deepEqual(
      rows.map((row) => row[column as 'files']),
      [rows[0]?.[column as 'files'], read, rows[2]?.[column as 'files']],
    );
    assert.deepEqual(reported, [`${table}.${column}`]);
    assert.equal((await own.services.items.list(own.actor, id, {})).items.length, 3);
  });
}

test('an account whose roles are damaged has none, is listed, and can be changed', async () => {
  const made = { email: `${newId()}@example.com`, password: 'long enough for anybody', fullname: 'Mei' };
  const { id } = await own.services.users.create(systemActor, { ...made, roles: ['manager'] });
  const admin: AccountActor = { ...own.actor, permissions: permissionsOf(['admin']) };
  damage(`UPDATE users SET roles = 'manager' WHERE id = ?`, id);
  assert.deepEqual((await own.services.users.get(admin, id)).roles, []);
  assert.ok((await own.services.users.list(admin, {})).items.some((user) => user.id === id));
  await own.services.users.delete(admin, id);
});

test('numbers of statistics that are none are 0, and the others are shown', async () => {
  const at = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000).toISOString();
  const counts = { completed: 1, failed: 2, cancelled: 3, wait: [1], run: [1] };
  await own.data.database.statistics.add([
    { at, type: 'a', ...counts },
    { at, type: 'b', ...counts },
  ]);
  const admin: AccountActor = { ...own.actor, permissions: permissionsOf(['admin']) };
  for (const [column, value] of [
    ['wait', '["x"]'],
    ['run', '[1e999]'],
  ] as [string, string][]) {
    damage(`UPDATE statistics SET "${column}" = ? WHERE type = 'a'`, value);
    const { buckets } = await own.services.statistics.read(admin, { step: 'hour' });
    assert.deepEqual(
      buckets.map(({ type }) => type),
      ['a', 'b'],
      column,
    );
    for (const { wait_ms, run_ms } of buckets)
      for (const ms of [...Object.values(wait_ms), ...Object.values(run_ms)])
        assert.ok(ms === null || Number.isFinite(ms), `${column}: ${ms}`);
  }
});

test('a session whose id is damaged is listed with the others', async () => {
  const session = {
    user_id: own.actor.id,
    generation: 0,
    user_agent: '',
    ip: '',
    rotated_at: new Date().toISOString(),
  };
  await own.data.database.sessions.create({
    ...session,
    id: 'no-id',
    expires_at: '9999-01-01T00:00:00.000Z',
  });
  const [shown] = (await own.services.sessionList.list(own.actor, own.actor.id, {})).items;
  assert.deepEqual([shown?.id, shown?.created_at], ['no-id', '1970-01-01T00:00:00.000Z']);
});

test('damaged preferences are a fault, and can be replaced', async () => {
  const { preferences } = own.services;
  await preferences.put(own.actor, { theme: 'dark' });
  for (const damaged of ['{"theme', '"theme"', 'null', '[]', '5']) {
    damage('UPDATE preferences SET value = ?', damaged);
    await assert.rejects(preferences.get(own.actor), DamagedData);
  }
  await preferences.put(own.actor, { theme: 'light' });
  assert.deepEqual(await preferences.get(own.actor), { theme: 'light' });
});

test('a webhook whose address is damaged can be deleted', async () => {
  const made = await own.services.webhooks.create(own.actor, {
    url: 'https://example.com',
    events: ['task.completed'],
  });
  damage(`UPDATE webhooks SET url = 'htt' WHERE id = ?`, made.id);
  await own.services.webhooks.delete(own.actor, made.id);
  await assert.rejects(own.services.webhooks.get(own.actor, made.id), { type: 'not_found' });
});
