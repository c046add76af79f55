import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import { patiently } from './api-client.ts';
import { type Account, PASSWORD, startApi, type TestApi } from './start-api.ts';

let api: TestApi;
before(async () => {
  api = await startApi();
});
after(() => api.close());

const KEYS = '/api/v1/api-keys';
const ME = '/api/v1/users/me';
const TASKS = '/api/v1/tasks';
const wait = { type: 'wait', params: { seconds: 600 } };
const future = () => new Date(Date.now() + 3_600_000).toISOString();

const make = (owner: Account, fields: object = {}) => owner.data('POST', KEYS, { name: 'a key', ...fields });
const send = (key: string, method: string, path: string, json?: unknown) =>
  api.anonymous.send(method, path, {
    headers: { authorization: `Bearer ${key}` },
    ...(json !== undefined && { json }),
  });
const typeOf = async (key: string, method: string, path: string, json?: unknown) =>
  (await patiently(() => send(key, method, path, json))).body.error?.type ?? null;

test('a key acts as its owner, and is shown once', async () => {
  const user = await api.account('user');
  const made = await make(user, { expires_at: future() });
  assert.match(made.key, /^b2_[\w-]{43}$/);
  assert.equal(made.prefix, made.key.slice(0, 9));
  assert.deepEqual(made.permissions, ['read', 'write']);
  assert.equal((await send(made.key, 'GET', ME)).body.data.id, user.id);
  const task = await send(made.key, 'POST', TASKS, wait);
  assert.deepEqual([task.status, task.body.data.owner.id], [201, user.id]);
  const { items } = await user.data('GET', KEYS);
  assert.deepEqual(items, [
    {
      id: made.id,
      name: 'a key',
      prefix: made.prefix,
      permissions: ['read', 'write'],
      expires_at: made.expires_at,
      created_at: made.created_at,
      owner_id: user.id,
      last_used_at: null,
    },
  ]);
  const stored = await api.database.apiKeys.get(made.id);
  assert.ok(stored && !JSON.stringify(stored).includes(made.key));
  for (const wrong of [`${made.key}x`, made.key.slice(0, -1), 'b2_', `b2_${'x'.repeat(43)}`]) {
    assert.equal(await typeOf(wrong, 'GET', ME), 'not_authenticated');
  }
});

test('it may do what it was given and its owner still may', async () => {
  const user = await api.account('manager');
  const reader = await make(user, { permissions: ['read'] });
  assert.equal(await typeOf(reader.key, 'POST', TASKS, wait), 'permission_denied');
  // Managers see all by `delete`, which this key has not.
  assert.equal(await typeOf(reader.key, 'GET', '/api/v1/users'), 'permission_denied');
  const full = await make(user);
  assert.equal(await typeOf(full.key, 'GET', '/api/v1/users'), null);
  await api.admin.data('PUT', `/api/v1/users/${user.id}`, { roles: ['guest'] });
  assert.equal(await typeOf(full.key, 'GET', '/api/v1/users'), 'permission_denied');
  assert.equal(await typeOf(full.key, 'POST', TASKS, wait), 'permission_denied');
  assert.equal(await typeOf(full.key, 'GET', TASKS), null);
  const above = await user.fault(
    'POST',
    KEYS,
    { json: { name: 'x', permissions: ['read', 'admin'] } },
    'validation_failed',
  );
  assert.equal(above.body.error.details[0].path, 'permissions.1');
  for (const json of [
    {},
    { name: '' },
    { name: 'x', expires_at: '2001-01-01T00:00:00Z' },
    { name: 'x', sudo: 1 },
  ]) {
    await user.fault('POST', KEYS, { json }, 'validation_failed');
  }
});

test('a deleted or expired key, and one of a disabled or deleted owner, is refused at once', async () => {
  const user = await api.account('user');
  const keys = [await make(user), await make(user), await make(user)];
  for (const { key } of keys) assert.equal(await typeOf(key, 'GET', ME), null);
  const [deleted, byAdmin, kept] = keys;
  await user.data('DELETE', `${KEYS}/${deleted.id}`);
  // On every web in turn.
  for (const _ of api.urls) assert.equal(await typeOf(deleted.key, 'GET', ME), 'not_authenticated');
  await user.fault('DELETE', `${KEYS}/${deleted.id}`, {}, 'not_found');
  const other = await api.account('user');
  await other.fault('DELETE', `${KEYS}/${byAdmin.id}`, {}, 'not_found');
  await api.admin.data('DELETE', `${KEYS}/${byAdmin.id}`);
  for (const _ of api.urls) assert.equal(await typeOf(byAdmin.key, 'GET', ME), 'not_authenticated');
  // A new password ends sessions, not keys; a disabled account ends both.
  await api.admin.data('PUT', `/api/v1/users/${user.id}`, { password: 'battery staple' });
  assert.equal(await typeOf(kept.key, 'GET', ME), null);
  await api.admin.data('PUT', `/api/v1/users/${user.id}`, { is_active: false });
  for (const _ of api.urls) assert.equal(await typeOf(kept.key, 'GET', ME), 'not_authenticated');
  await api.admin.data('PUT', `/api/v1/users/${user.id}`, { is_active: true });
  assert.equal(await typeOf(kept.key, 'GET', ME), null);
  await api.admin.data('DELETE', `/api/v1/users/${user.id}`);
  for (const _ of api.urls) assert.equal(await typeOf(kept.key, 'GET', ME), 'not_authenticated');
  assert.equal(await api.database.apiKeys.count({ owner_id: user.id }, 9), 0);

  let life_ms = 350;
  // On a busy machine, a key may expire before its first call: then the next one lives longer.
  const short = await waitFor(async () => {
    life_ms *= 2;
    const made = await make(other, { expires_at: new Date(Date.now() + life_ms).toISOString() });
    return (await typeOf(made.key, 'GET', ME)) === null ? made : null;
  });
  await waitFor(async () => (await typeOf(short?.key ?? '', 'GET', ME)) === 'not_authenticated');
});

test('what accounts and sessions are changed with is not for keys', async () => {
  const admin = await api.account('admin');
  const { key } = await make(admin);
  const { id } = await api.account('user');
  const session = admin.refresh_token.split('.')[0];
  const refused: [string, string, unknown?][] = [
    ['POST', KEYS, { name: 'another' }],
    ['GET', KEYS],
    ['DELETE', `${KEYS}/${id}`],
    ['PATCH', ME, { fullname: 'x' }],
    ['PUT', `${ME}/password`, { current_password: PASSWORD, new_password: 'battery staple' }],
    ['DELETE', `${ME}/sessions`],
    ['DELETE', `${ME}/sessions/${session}`],
    ['POST', '/api/v1/users', { email: 'by-key@example.com' }],
    ['PUT', `/api/v1/users/${id}`, { roles: ['admin'] }],
    ['DELETE', `/api/v1/users/${id}`],
    ['DELETE', `/api/v1/users/${id}/sessions`],
    ['POST', `/api/v1/users/${id}/password-link`],
    ['GET', '/api/v1/audit-log'],
    ['POST', '/api/v1/auth/login', { email: admin.email, password: PASSWORD }],
    ['POST', '/api/v1/auth/logout', { refresh_token: admin.refresh_token }],
  ];
  for (const [method, path, json] of refused) {
    assert.equal(await typeOf(key, method, path, json), 'api_key_not_allowed', `${method} ${path}`);
  }
  for (const path of [ME, `${ME}/sessions`, `/api/v1/users/${id}`, `/api/v1/users/${id}/sessions`]) {
    assert.equal((await send(key, 'GET', path)).status, 200, path);
  }
});

test('administrators see the keys of all; others their own', async () => {
  const [one, two] = [await api.account('user'), await api.account('user')];
  const made = await make(one);
  await make(two);
  assert.equal((await two.data('GET', KEYS)).items.length, 1);
  await two.fault('GET', `${KEYS}?owner_id=${one.id}`, {}, 'permission_denied');
  const { items } = await api.admin.data('GET', `${KEYS}?owner_id=${one.id}`);
  assert.deepEqual(
    items.map(({ id }: { id: string }) => id),
    [made.id],
  );
  assert.ok((await api.admin.data('GET', KEYS)).items.length >= 2);
  const { apiKeys } = api.database;
  const stored = await apiKeys.get(made.id);
  assert.ok(stored);
  for (let at = 1; at < 50; at += 1) {
    const id = crypto.randomUUID();
    await apiKeys.create({ ...stored, id, key_hash: `hash ${id}` }, 100);
  }
  await one.fault('POST', KEYS, { json: { name: 'one too many' } }, 'too_many');
});
