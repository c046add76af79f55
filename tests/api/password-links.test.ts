import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PASSWORD, startApi, type TestApi } from './start-api.ts';

let api: TestApi;
before(async () => {
  api = await startApi();
});
after(() => api.close());

const AUTH = '/api/v1/auth';
const USERS = '/api/v1/users';
let made = 0;

async function newUser(fields: object = {}) {
  made += 1;
  return api.admin.data('POST', USERS, { email: `linked-${made}@example.com`, ...fields });
}

async function newLink(id: string): Promise<string> {
  const { url, expires_at } = await api.admin.data('POST', `${USERS}/${id}/password-link`);
  assert.ok(Math.abs(Date.parse(expires_at) - Date.now() - 72 * 3_600_000) < 60_000);
  const { origin, pathname, search, hash } = new URL(url);
  assert.ok(api.urls.includes(origin), url);
  assert.deepEqual([pathname, search], ['/password', '']);
  return hash.replace('#token=', '');
}

const setPassword = (token: string, password: string) =>
  api.anonymous.send('POST', `${AUTH}/password`, { json: { token, password } });

const check = (token: string) => api.anonymous.send('POST', `${AUTH}/password/check`, { json: { token } });

async function assertInvalid(token: string, what: string): Promise<void> {
  const checked = await check(token);
  assert.deepEqual([checked.status, checked.body.error?.type], [404, 'invalid_link'], what);
  const { body, status } = await setPassword(token, 'battery staple');
  assert.deepEqual([status, body.error?.type], [404, 'invalid_link'], what);
}

test('an account without a password signs in once one is set by its link', async () => {
  const user = await newUser();
  assert.deepEqual([user.has_password, user.last_sign_in_at], [false, null]);
  for (const password of ['', 'null', 'undefined', PASSWORD]) {
    const json = { email: user.email, password: password || ' ' };
    await api.anonymous.fault('POST', `${AUTH}/login`, { json }, 'wrong_credentials');
  }
  const token = await newLink(user.id);
  // To ask whether it is still good uses it up as little as a password that is refused.
  assert.deepEqual((await check(token)).body.data, { email: user.email });
  // A password that is refused leaves the link good.
  for (const password of ['short', 'password', user.email]) {
    const { body } = await setPassword(token, password);
    assert.deepEqual([body.error.type, body.error.details[0].path], ['validation_failed', 'password']);
  }
  assert.equal((await setPassword(token, 'battery staple')).status, 200);
  const signed_in = await api.signIn(user.email, 'battery staple');
  assert.equal((await signed_in.data('GET', `${USERS}/me`)).has_password, true);
  await assertInvalid(token, 'used twice');
});

test('a password set by a link ends every session', async () => {
  const user = await api.account('user');
  const token = await newLink(user.id);
  assert.equal((await setPassword(token, 'battery staple')).status, 200);
  await user.fault('GET', `${USERS}/me`, {}, 'not_authenticated');
  const json = { refresh_token: user.refresh_token };
  await user.fault('POST', `${AUTH}/refresh`, { json }, 'invalid_refresh_token');
});

test('a link is void when replaced, expired, unknown, or when its account changed', async () => {
  const { passwordLinks } = api.database;
  const user = await newUser();
  const older = await newLink(user.id);
  const newer = await newLink(user.id);
  await assertInvalid(older, 'replaced');
  await assertInvalid('nobody made this', 'unknown');
  await api.admin.data('PUT', `${USERS}/${user.id}`, { email: `moved-${user.email}` });
  await assertInvalid(newer, 'another e-mail');

  const disabled = await newLink(user.id);
  await api.admin.data('PUT', `${USERS}/${user.id}`, { is_active: false });
  await assertInvalid(disabled, 'a disabled account');
  await api.admin.data('PUT', `${USERS}/${user.id}`, { is_active: true });
  await assertInvalid(disabled, 'enabled again');

  const overtaken = await newLink(user.id);
  await api.admin.data('PUT', `${USERS}/${user.id}`, { password: 'set by the administrator' });
  await assertInvalid(overtaken, 'a password set meanwhile');

  const expired = await newLink(user.id);
  const { createHash } = await import('node:crypto');
  const stored = await passwordLinks.get(createHash('sha256').update(expired).digest('hex'));
  assert.ok(stored);
  await passwordLinks.put({ ...stored, expires_at: new Date(Date.now() - 1).toISOString() });
  await assertInvalid(expired, 'expired');

  const orphaned = await newLink(user.id);
  await api.admin.data('DELETE', `${USERS}/${user.id}`);
  await assertInvalid(orphaned, 'a deleted account');
});

test('of two who use a link at once, one sets the password', async () => {
  const user = await newUser();
  const token = await newLink(user.id);
  const passwords = ['battery staple 1', 'battery staple 2', 'battery staple 3'];
  const answers = await Promise.all(passwords.map((password) => setPassword(token, password)));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 404, 404]);
  const winner = answers.findIndex(({ status }) => status === 200);
  await api.signIn(user.email, passwords[winner] as string);
});

test('who may make links; and links by mail where no mail is sent', async () => {
  const user = await newUser();
  const manager = await api.as('manager');
  await manager.fault('POST', `${USERS}/${user.id}/password-link`, {}, 'permission_denied');
  const nobody = `${USERS}/00000000-0000-7000-8000-000000000000/password-link`;
  await api.admin.fault('POST', nobody, {}, 'not_found');
  await api.anonymous.fault(
    'POST',
    `${AUTH}/password-link`,
    { json: { email: user.email } },
    'not_available',
  );
});

test('the first administrator’s well-known password should be changed, and then need not be', async () => {
  const { users } = api.database;
  assert.equal((await users.get(api.admin.id))?.must_change_password, true);
  const stored = await users.get(api.admin.id);
  assert.equal((await api.admin.data('GET', `${USERS}/me`)).must_change_password, true);
  const user = await api.account('admin');
  const flagged = await users.get(user.id);
  assert.ok(stored && flagged);
  const version = flagged.version + 1;
  await users.save({ ...flagged, must_change_password: true, version }, flagged.version);
  await user.data('PUT', `${USERS}/me/password`, {
    current_password: PASSWORD,
    new_password: 'battery staple',
  });
  const again = await api.signIn(user.email, 'battery staple');
  assert.equal((await again.data('GET', `${USERS}/me`)).must_change_password, false);
});
