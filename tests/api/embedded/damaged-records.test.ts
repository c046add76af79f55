/** Embedded, so that rows can be damaged: JSON that is an object, but not with the fields that it should have. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, test } from 'node:test';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';
import { PASSWORD, startApi, type TestApi } from '../start-api.ts';

let api: TestApi;
let data_dir: string;
before(async () => {
  data_dir = await tempFolder();
  api = await startApi({ worker: true, env: { DATA_DIR: data_dir } });
});
after(() => api.close());

function damage(sql: string, ...values: string[]): void {
  const database = new DatabaseSync(join(data_dir, 'backend2.db'), { timeout: 5_000 });
  try {
    assert.ok(Number(database.prepare(sql).run(...values).changes) > 0, sql);
  } finally {
    database.close();
  }
}

/** How records of a kind are made, and the paths that answer with them. */
interface Kind {
  make(): Promise<string>;
  paths(id: string): string[];
  where: string;
}

const noop = { type: 'noop', params: { count: 2 } };

const kinds: Record<string, Kind> = {
  schedules: {
    make: async () => {
      const made = await api.admin.data('POST', '/api/v1/schedules', {
        ...{ name: 'Nightly', cron: '0 0 * * *', time_zone: 'UTC', task: noop },
      });
      return made.id;
    },
    paths: (id) => ['/api/v1/schedules', `/api/v1/schedules/${id}`],
    where: 'id = ?',
  },
  users: {
    make: async () => (await api.account('user')).id,
    paths: (id) => ['/api/v1/users', `/api/v1/users/${id}`],
    where: 'id = ?',
  },
  tasks: { make: completed, paths: (id) => ['/api/v1/tasks', `/api/v1/tasks/${id}`], where: 'id = ?' },
  items: {
    make: completed,
    paths: (id) => [`/api/v1/tasks/${id}/items`, `/api/v1/tasks/${id}/items/1`],
    where: 'task_id = ? AND "index" = 1',
  },
  audit: {
    make: async () => {
      await api.account('user');
      const { items } = await api.admin.data('GET', '/api/v1/audit-log');
      return items[0].id;
    },
    paths: () => ['/api/v1/audit-log'],
    where: 'id = ?',
  },
};

async function completed(): Promise<string> {
  const { id } = await api.admin.data('POST', '/api/v1/tasks', noop);
  await waitFor(async () => (await api.admin.data('GET', `/api/v1/tasks/${id}`)).status === 'completed');
  return id;
}

const damages: Record<string, Record<string, unknown[]>> = {
  schedules: {
    last_run: [{}, { at: 1 }, { task_id: null }, { at: 'x', task_id: {}, error: null }],
    task: [{ type: 'noop' }, { ...noop, name: {} }, { ...noop, priority: 'x' }, { ...noop, shared: [] }],
  },
  users: { quotas: [{ stored_bytes: 'x' }, { active_tasks: {} }], sign_in_places: [[{}], [{ block: 5 }]] },
  tasks: {
    error: [{ type: 'E', message: 'm', zh: {} }],
    picks: [
      { cancelled: [null], again: [] },
      { cancelled: [], again: [null] },
      { cancelled: [], again: [], runs: {} },
      { cancelled: [], again: [], runs: [{}] },
    ],
    cover: [{ name: 'a' }, { name: 'a', index: 'x' }],
  },
  items: {
    files: [[{ name: 'a', content_type: 'image/png', sha256: 'a', bytes: 'x' }]],
    error: [
      { type: 'E', message: 'm', stack: {} },
      { type: 'E', message: 'm', cause: { type: 5 } },
    ],
    label: [{ a: { b: 1 } }],
  },
  audit: { actor: [{}, { kind: 'user', id: {} }], target: [{}, { type: 'user' }] },
};

for (const [table, columns] of Object.entries(damages)) {
  const { make, paths, where } = kinds[table] as Kind;
  for (const [column, values] of Object.entries(columns)) {
    test(`whatever ${table}.${column} contains, the record and its list can be read`, async () => {
      const id = await make();
      for (const value of values) {
        const text = JSON.stringify(value);
        damage(`UPDATE ${table} SET ${column} = ? WHERE ${where}`, text, id);
        for (const path of paths(id)) {
          const { status } = await api.admin.send('GET', path);
          assert.equal(status, 200, `${path} with ${column} = ${text}`);
        }
        const named = api.log().filter((line) => line.includes(`${table}.${column}`));
        assert.ok(named.length > 0, `${column} = ${text} is not in the log`);
      }
    });
  }
}

test('an account with a damaged version is read, calls, signs in and can be changed', async () => {
  for (const version of ['-1', '0', '9007199254740993', '-1152921504606846976']) {
    const user = await api.account('user');
    damage(`UPDATE users SET version = ${version} WHERE id = ?`, user.id);
    for (const path of ['/api/v1/users', `/api/v1/users/${user.id}`])
      assert.equal((await api.admin.send('GET', path)).status, 200, path);
    const again = await api.signIn(user.email, PASSWORD);
    assert.equal((await again.send('GET', '/api/v1/users/me')).status, 200, version);
    damage(`UPDATE users SET version = ${version} WHERE id = ?`, user.id);
    const other = await api.signIn(user.email, PASSWORD);
    assert.equal((await other.send('GET', '/api/v1/users/me')).status, 200, version);
    damage(`UPDATE users SET version = ${version} WHERE id = ?`, user.id);
    const changed = await api.admin.send('PUT', `/api/v1/users/${user.id}`, {
      json: { roles: ['manager'] },
    });
    assert.deepEqual([changed.status, changed.body.data?.roles], [200, ['manager']], version);
    assert.equal((await other.send('GET', '/api/v1/users/me')).status, 200, version);
  }
});
