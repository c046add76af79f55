import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hash as bcrypt } from '@node-rs/bcrypt';
import { RefreshTokens } from '../../src/services/accounts/refresh-tokens.ts';
import { ADMIN, PASSWORD, SECRET, startApi, type TestApi } from './start-api.ts';

let api: TestApi;
before(async () => {
  api = await startApi();
});
after(() => api.close());

const AUTH = '/api/v1/auth';
const ME = '/api/v1/users/me';

test('JSON that is sent as a form, as `curl -d` does, is answered with what to send instead', async () => {
  const raw = JSON.stringify({ email: ADMIN.email, password: ADMIN.password });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  for (const call of ['login', 'token']) {
    const { status, text } = await api.anonymous.send('POST', `${AUTH}/${call}`, { raw, headers });
    assert.equal(status, 415);
    assert.match(text, /Send JSON with the header Content-Type: application\/json|invalid_request/);
  }
});

test('signs in with JSON and with a form, whatever the case of the e-mail', async () => {
  const json = await api.anonymous.send('POST', `${AUTH}/login`, {
    json: { email: ' ADMIN@Example.com', password: ADMIN.password },
  });
  const form = await api.anonymous.send('POST', `${AUTH}/login/`, {
    form: { username: ADMIN.email, password: ADMIN.password, grant_type: 'password', scope: '' },
  });
  for (const { status, body } of [json, form]) {
    assert.equal(status, 200);
    const { data } = body;
    assert.deepEqual(Object.keys(data).sort(), [
      'access_token',
      'expires_in',
      'refresh_token',
      'token_type',
      'user',
    ]);
    assert.deepEqual([data.token_type, data.expires_in], ['bearer', 1_800]);
    assert.equal(data.user.email, ADMIN.email);
    assert.equal(data.user.hashed_password, undefined);
    const [, payload = ''] = data.access_token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    assert.deepEqual(Object.keys(claims).sort(), ['aud', 'exp', 'iat', 'iss', 'sid', 'sub', 'ver']);
    assert.equal(claims.exp - claims.iat, 1_800);
  }
});

test('a wrong e-mail, a wrong password and a disabled account get the same answer', async () => {
  const disabled = await api.account('user');
  await api.admin.data('PUT', `/api/v1/users/${disabled.id}`, { is_active: false });
  const tries = [
    { email: 'nobody@example.com', password: PASSWORD },
    { email: ADMIN.email, password: 'wrong password' },
    { email: disabled.email, password: PASSWORD },
  ];
  const bodies = [];
  for (const json of tries) {
    const { body } = await api.anonymous.fault('POST', `${AUTH}/login`, { json }, 'wrong_credentials');
    bodies.push({ ...body, request_id: '' });
  }
  assert.deepEqual(bodies[1], bodies[0]);
  assert.deepEqual(bodies[2], bodies[0]);
});

test('/auth/token speaks RFC 6749', async () => {
  const send = (form: Record<string, string>) => api.anonymous.send('POST', `${AUTH}/token`, { form });
  const good = await send({
    grant_type: 'password',
    username: ADMIN.email,
    password: ADMIN.password,
    scope: '',
    unheard_of: 'is ignored',
  });
  assert.equal(good.status, 200);
  assert.deepEqual(Object.keys(good.body), ['access_token', 'token_type', 'expires_in', 'refresh_token']);
  assert.equal(good.headers['cache-control'], 'no-store');
  assert.equal(good.headers.pragma, 'no-cache');

  const error = async (form: Record<string, string>) => {
    const { status, body } = await send(form);
    assert.equal(status, 400);
    assert.deepEqual(Object.keys(body), ['error', 'error_description']);
    return body.error;
  };
  const grant_type = 'password';
  assert.equal(await error({ grant_type, username: ADMIN.email, password: 'wrong' }), 'invalid_grant');
  assert.equal(await error({ grant_type, username: ADMIN.email }), 'invalid_request');
  assert.equal(await error({ username: ADMIN.email, password: 'wrong' }), 'invalid_request');
  assert.equal(await error({ grant_type: 'client_credentials' }), 'unsupported_grant_type');
  const twice = await api.anonymous.send('POST', `${AUTH}/token`, {
    raw: 'grant_type=password&username=a&username=b&password=c',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  assert.deepEqual([twice.status, twice.body.error], [400, 'invalid_request']);
  const json_as_form = await api.anonymous.send('POST', `${AUTH}/token`, {
    raw: '{"username":"a"}',
    headers: { 'content-type': 'Application/X-WWW-Form-URLencoded; Charset=UTF-8' },
  });
  assert.equal(json_as_form.status, 415);
  const json = await api.anonymous.send('POST', `${AUTH}/token`, { json: ADMIN });
  assert.deepEqual([json.status, json.body.error], [415, 'invalid_request']);
  assert.match(json.body.error_description, /takes a form.*application\/x-www-form-urlencoded/);
});

test('a refresh token rotates; parallel tabs get the same successor; reuse after that ends the session', async () => {
  const user = await api.account('user');
  const refresh = (refresh_token: string) =>
    api.anonymous.send('POST', `${AUTH}/refresh`, { json: { refresh_token } });
  const tabs = await Promise.all([
    refresh(user.refresh_token),
    refresh(user.refresh_token),
    refresh(user.refresh_token),
  ]);
  const successors = tabs.map(({ body }) => body.data.refresh_token);
  assert.equal(new Set(successors).size, 1);
  assert.notEqual(successors[0], user.refresh_token);
  const second = await refresh(successors[0]);
  assert.equal(second.status, 200);
  user.token = second.body.data.access_token;
  await user.data('GET', ME);

  // Two generations old: no tab is that late.
  const json = { refresh_token: user.refresh_token };
  await api.anonymous.fault('POST', `${AUTH}/refresh`, { json }, 'invalid_refresh_token');
  await user.fault('GET', ME, {}, 'not_authenticated');
  assert.equal((await refresh(second.body.data.refresh_token)).status, 401);
});

test('after ten seconds the previous refresh token ends the session', async () => {
  const user = await api.account('user');
  const { refresh_token } = await api.anonymous.data('POST', `${AUTH}/refresh`, {
    refresh_token: user.refresh_token,
  });
  const [id = ''] = refresh_token.split('.');
  const { sessions } = api.database;
  // As if the rotation had been eleven seconds ago.
  const past = new Date(Date.now() - 11_000).toISOString();
  const later = new Date(Date.now() + 1e9).toISOString();
  assert.ok(await sessions.rotate(id, 2, past, later));
  const tokens = new RefreshTokens(SECRET);
  const json = { refresh_token: tokens.write(id, 2) };
  await api.anonymous.fault('POST', `${AUTH}/refresh`, { json }, 'invalid_refresh_token');
  assert.equal(await sessions.get(id), null);
});

test('logout ends the refresh token and the access tokens of its session, and of no other', async () => {
  const user = await api.account('user');
  const elsewhere = await api.signIn(user.email, PASSWORD);
  const { refresh_token } = user;
  assert.equal(await user.data('POST', `${AUTH}/logout`, { refresh_token }), null);
  await user.fault('GET', ME, {}, 'not_authenticated');
  await user.fault('POST', `${AUTH}/refresh`, { json: { refresh_token } }, 'invalid_refresh_token');
  await user.fault('POST', `${AUTH}/logout`, { json: { refresh_token } }, 'invalid_refresh_token');
  await elsewhere.data('GET', ME);
});

test('a bcrypt hash is accepted and replaced', async () => {
  const user = await api.account('user');
  const { users } = api.database;
  const stored = await users.get(user.id);
  assert.ok(stored);
  const old = (await bcrypt('from the old system', 10)).replace(/^\$2[ab]\$/, '$2y$');
  const imported = { ...stored, hashed_password: old, version: stored.version + 1 };
  assert.equal(await users.save(imported, stored.version), 'ok');
  // At once, as the tabs of a browser that was left open would.
  const both = await Promise.all([1, 2, 3].map(() => api.signIn(user.email, 'from the old system')));
  assert.match((await users.get(user.id))?.hashed_password ?? '', /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  const last = await api.signIn(user.email, 'from the old system');
  await last.data('GET', ME);
  assert.equal(both.length, 3);
});

test('a bcrypt hash is kept where it proves only the beginning of what was typed', async () => {
  const user = await api.account('user');
  const { users } = api.database;
  const stored = await users.get(user.id);
  assert.ok(stored);
  const password = `${'long '.repeat(15)}and the end of it`;
  const imported = { ...stored, hashed_password: await bcrypt(password, 10), version: stored.version + 1 };
  assert.equal(await users.save(imported, stored.version), 'ok');
  await api.signIn(user.email, `${'long '.repeat(15)}and a slip of the finger`);
  await api.signIn(user.email, password);
  assert.match((await users.get(user.id))?.hashed_password ?? '', /^\$2/);
  // A password set here counts to its end.
  await api.admin.data('PUT', `/api/v1/users/${user.id}`, { password });
  const slip = { email: user.email, password: `${password.slice(0, -1)}!` };
  await api.anonymous.fault('POST', `${AUTH}/login`, { json: slip }, 'wrong_credentials');
  await api.signIn(user.email, password);
});

test('sign-in calls take 16 KiB', async () => {
  const json = { email: 'a@example.com', password: 'x'.repeat(16 * 1_024) };
  await api.anonymous.fault('POST', `${AUTH}/login`, { json }, 'body_too_large');
  const refresh = { refresh_token: 'x'.repeat(16 * 1_024) };
  await api.anonymous.fault('POST', `${AUTH}/refresh`, { json: refresh }, 'body_too_large');
  const user = await api.account('user');
  await user.fault('PUT', `${ME}/password`, { json }, 'validation_failed');
});
