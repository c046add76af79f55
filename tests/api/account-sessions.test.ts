import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PASSWORD, startApi, type TestApi } from './start-api.ts';

let api: TestApi;
before(async () => {
  api = await startApi();
});
after(() => api.close());

const AUTH = '/api/v1/auth';
const ME = '/api/v1/users/me';
const SESSIONS = `${ME}/sessions`;
type Row = { id: string; current: boolean; last_used_at: string };

test('one sees one’s sessions, the one used last first, and ends them one by one', async () => {
  const here = await api.account('user');
  const phone = await api.signIn(here.email, PASSWORD);
  const laptop = await api.signIn(here.email, PASSWORD);
  await here.data('POST', `${AUTH}/refresh`, { refresh_token: here.refresh_token });
  const { items, total, next_cursor } = await here.data('GET', SESSIONS);
  assert.deepEqual([items.length, total, next_cursor], [3, 3, null]);
  const ids = [here, laptop, phone].map(({ refresh_token }) => refresh_token.split('.')[0]);
  assert.deepEqual(
    items.map(({ id, current }: Row) => [id, current]),
    ids.map((id, at) => [id, at === 0]),
  );
  const { created_at, last_used_at, expires_at, ip, user_agent } = items[1];
  assert.equal(created_at, last_used_at);
  assert.ok(expires_at > created_at && ip !== '' && user_agent === '');
  const paged = await here.data('GET', `${SESSIONS}?page_size=2`);
  const rest = await here.data('GET', `${SESSIONS}?page_size=2&cursor=${paged.next_cursor}`);
  assert.deepEqual(
    [...paged.items, ...rest.items].map(({ id }: Row) => id),
    ids,
  );

  await here.data('DELETE', `${SESSIONS}/${ids[2]}`);
  await phone.fault('GET', ME, {}, 'not_authenticated');
  const json = { refresh_token: phone.refresh_token };
  await phone.fault('POST', `${AUTH}/refresh`, { json }, 'invalid_refresh_token');
  await here.fault('DELETE', `${SESSIONS}/${ids[2]}`, {}, 'not_found');
  await laptop.data('GET', ME);
  // Another's session is no session of one's own.
  const other = await api.account('user');
  await other.fault('DELETE', `${SESSIONS}/${ids[0]}`, {}, 'not_found');

  await here.data('DELETE', SESSIONS);
  await laptop.fault('GET', ME, {}, 'not_authenticated');
  assert.deepEqual(
    (await here.data('GET', SESSIONS)).items.map(({ id }: Row) => id),
    [ids[0]],
  );
  await here.data('DELETE', `${SESSIONS}/${ids[0]}`);
  await here.fault('GET', ME, {}, 'not_authenticated');
});

test('an administrator sees and ends the sessions of any account; others do not', async () => {
  const user = await api.account('user');
  const again = await api.signIn(user.email, PASSWORD);
  const path = `/api/v1/users/${user.id}/sessions`;
  const manager = await api.as('manager');
  await manager.fault('GET', path, {}, 'permission_denied');
  await user.fault('GET', path, {}, 'permission_denied');
  const { items } = await api.admin.data('GET', path);
  assert.deepEqual(
    items.map(({ current }: Row) => current),
    [false, false],
  );
  await api.admin.data('DELETE', `${path}/${items[0].id}`);
  await again.fault('GET', ME, {}, 'not_authenticated');
  await user.data('GET', ME);
  await api.admin.data('DELETE', path);
  await user.fault('GET', ME, {}, 'not_authenticated');
  const nobody = '/api/v1/users/00000000-0000-7000-8000-000000000000/sessions';
  await api.admin.fault('GET', nobody, {}, 'not_found');
  await api.admin.fault('DELETE', nobody, {}, 'not_found');
  // Of one's own account, all but the one that asks.
  await api.admin.data('DELETE', `/api/v1/users/${api.admin.id}/sessions`);
  await api.admin.data('GET', ME);
});

test('an account has fifty sessions; a further one ends the one used longest ago', async () => {
  const user = await api.account('user');
  const { sessions } = api.database;
  const [stored] = await sessions.listOf(user.id, 1);
  assert.ok(stored);
  // Fifty more by the store: as many sign-ins would hash fifty passwords.
  for (let at = 0; at < 49; at += 1) {
    const id = crypto.randomUUID();
    await sessions.create({ ...stored, id, rotated_at: new Date(Date.now() + 1 + at).toISOString() });
  }
  await user.data('GET', ME);
  await api.signIn(user.email, PASSWORD);
  await user.fault('GET', ME, {}, 'not_authenticated');
  assert.equal((await sessions.listOf(user.id, 100)).length, 50);
});

test('the last sign-in is told; signing in from a place makes it known', async () => {
  const user = await api.account('user');
  const first = await user.data('GET', ME);
  assert.ok(Date.now() - Date.parse(first.last_sign_in_at) < 60_000);
  await api.signIn(user.email, PASSWORD);
  const again = await user.data('GET', ME);
  assert.ok(again.last_sign_in_at > first.last_sign_in_at);
  assert.equal(again.updated_at, first.updated_at);
  assert.equal('sign_in_places' in again, false);
  const stored = await api.database.users.get(user.id);
  assert.equal(stored?.sign_in_places.length, 1);
});

test('preferences are kept for their owner, whole, up to 32 KiB', async () => {
  const user = await api.account('guest');
  const path = `${ME}/preferences`;
  assert.deepEqual(await user.data('GET', path), {});
  const value = { theme: 'dark', views: [{ name: '失败的', columns: ['a', null, 1.5, { deep: true }] }] };
  assert.deepEqual(await user.data('PUT', path, value), value);
  assert.deepEqual(await user.data('GET', path), value);
  assert.deepEqual(await user.data('PUT', path, { language: 'zh' }), { language: 'zh' });
  assert.deepEqual(await user.data('GET', path), { language: 'zh' });
  assert.deepEqual(await (await api.account('guest')).data('GET', path), {});
  await user.fault('PUT', path, { json: { text: 'x'.repeat(32 * 1_024) } }, 'body_too_large');
  for (const json of [[], 'dark', null, 7]) {
    await user.fault('PUT', path, { json }, 'validation_failed');
  }
  await user.data('PUT', path, { text: 'x'.repeat(32 * 1_024 - 11) });
});
