import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildApp } from '../../src/api/build-app.ts';
import { waitFor } from '../support/wait-for.ts';
import { ADMIN, PASSWORD, SECRET, startApi, type TestApi } from './start-api.ts';

let api: TestApi;
before(async () => {
  api = await startApi({
    single_web: true,
    env: { CORS_ORIGINS: 'https://console.example, https://other.example' },
  });
});
after(() => api.close());

test('health tells how the parts are, without sign-in', async () => {
  const { anonymous } = api;
  const well = { status: 'ok', parts: { database: 'ok', queue: 'ok' } };
  assert.deepEqual((await anonymous.send('GET', '/health')).body, well);
  assert.deepEqual((await anonymous.send('GET', '/health/ready/')).body, well);
  assert.deepEqual((await anonymous.send('GET', '/health/live')).body, { status: 'ok' });
});

test('without its database a process is not ready, without its queue it is; alive it is in any case', async () => {
  const { services } = api.wired;
  const health = services.health.bind(services);
  services.health = async () => ({ database: false, queue: true });
  const away = await api.anonymous.send('GET', '/health/ready');
  assert.deepEqual([away.status, away.headers['retry-after']], [503, '2']);
  assert.deepEqual(away.body.parts, { database: 'unavailable', queue: 'ok' });
  services.health = async () => ({ database: true, queue: false });
  const ready = await api.anonymous.send('GET', '/health/ready');
  assert.equal(ready.status, 200);
  assert.deepEqual(ready.body, { status: 'unavailable', parts: { database: 'ok', queue: 'unavailable' } });
  assert.equal((await api.anonymous.send('GET', '/health')).status, 200);
  assert.equal((await api.anonymous.send('GET', '/health/live')).status, 200);
  services.health = health;
});

test('metrics count calls by route and status, never by path', async () => {
  await api.admin.send('GET', '/api/v1/users/00000000-0000-7000-8000-000000000001');
  await api.admin.send('GET', `/api/v1/${'x'.repeat(50)}`);
  const { text, headers } = await api.anonymous.send('GET', '/metrics');
  assert.match(String(headers['content-type']), /^text\/plain; version=0\.0\.4/);
  assert.match(
    text,
    /http_request_duration_seconds_count\{method="GET",route="\/api\/v1\/users\/:id",status="404"\} 1/,
  );
  assert.doesNotMatch(text, /00000000-0000|xxxxx/);
  for (const name of [
    'nodejs_eventloop_lag_seconds',
    'process_cpu_seconds_total',
    'tasks_created_total',
    'event_streams',
  ]) {
    assert.ok(text.includes(`# TYPE ${name}`), name);
  }
});

test('metrics tell what other parts measure, and leave out what is away', async () => {
  const measures = [
    { name: 'turns_waiting', help: 'Turns in the queue.', read: async () => 7 },
    { name: 'items_away', help: 'Of a part that is away.', read: () => Promise.reject(new Error('away')) },
  ];
  const app = buildApp({ ...api.wired.services, measures }, api.wired.settings);
  const { statusCode, body } = await app.inject('/metrics');
  await app.close();
  assert.equal(statusCode, 200);
  assert.match(body, /^turns_waiting 7$/m);
  assert.doesNotMatch(body, /^items_away \d/m);
});

test('the pages: / leads to the docs, which load nothing from elsewhere', async () => {
  const { anonymous } = api;
  const root = await anonymous.send('GET', '/');
  assert.deepEqual([root.status, root.headers.location], [302, '/docs']);
  for (const path of ['/docs', '/docs/']) {
    const page = await anonymous.send('GET', path);
    assert.equal(page.status, 200);
    assert.doesNotMatch(page.text, /https?:\/\//);
    assert.match(String(page.headers['content-security-policy']), /default-src 'self'/);
    assert.equal(page.headers['x-content-type-options'], 'nosniff');
    for (const [, asset = ''] of page.text.matchAll(/(?:src|href)="([^"]+)"/g)) {
      const { pathname } = new URL(asset, api.url + path);
      assert.equal((await anonymous.send('GET', pathname)).status, 200, asset);
    }
  }
  const schemes = api.document as unknown as {
    components: { securitySchemes: Record<string, { flows?: { password: { tokenUrl: string } } }> };
  };
  assert.equal(schemes.components.securitySchemes.password?.flows?.password.tokenUrl, '/api/v1/auth/token');
});

test('only the named origins may call from pages', async () => {
  const ask = (origin: string, method = 'GET') =>
    api.anonymous.send(method, '/api/v1/users/me', {
      headers: {
        origin,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization',
      },
    });
  const good = await ask('https://console.example');
  assert.equal(good.status, 401);
  assert.equal(good.headers['access-control-allow-origin'], 'https://console.example');
  assert.match(String(good.headers['access-control-expose-headers']), /x-request-id/);
  assert.equal((await ask('https://evil.example')).headers['access-control-allow-origin'], undefined);
});

test('messages come in the language asked for', async () => {
  const message = async (language: string) =>
    (await api.anonymous.send('GET', '/api/v1/users/me', { headers: { 'accept-language': language } })).body
      .message;
  const zh = '请先登录：访问令牌缺失、无效、过期或已终止。';
  for (const language of ['zh', 'zh-CN,zh;q=0.9,en;q=0.8', 'fr, ZH-hant;q=0.5', 'en;q=0.3, zh;q=0.7']) {
    assert.equal(await message(language), zh, language);
  }
  for (const language of ['', 'en', 'de', 'en-GB, zh;q=0.9', 'zh;q=0', '*', ';;;,,,q=']) {
    assert.match(await message(language), /^Sign in first/, language);
  }
  const { body } = await api.admin.send('POST', '/api/v1/users', {
    json: { email: 'a@example.com', password: 'short' },
    headers: { 'accept-language': 'zh' },
  });
  assert.match(body.error.details[0].message, /^不得少于 8/);
});

test('each answer has its own request id, which the log carries', async () => {
  const answers = await Promise.all([1, 2, 3].map(() => api.admin.send('GET', '/api/v1/users/me')));
  const ids = answers.map(({ headers }) => String(headers['x-request-id']));
  assert.equal(new Set(ids).size, 3);
  const given = await api.admin.send('GET', '/api/v1/users/me', {
    headers: { 'x-request-id': 'chosen-by-client' },
  });
  assert.notEqual(given.headers['x-request-id'], 'chosen-by-client');
  await waitFor(() => ids.every((id) => api.log.some((line) => line.includes(`"request_id":"${id}"`))));
  for (const line of api.log) {
    const { request_id, msg, path } = JSON.parse(line);
    if (path !== undefined) assert.ok(request_id && msg === 'request', line);
  }
});

test('what was thrown unexpectedly is a plain 500, and goes to the log with its request id', async () => {
  const { users } = api.wired.services;
  const list = users.list;
  users.list = async () => {
    throw new Error('the inner workings');
  };
  const answer = await fetch(`${api.url}/api/v1/users`, {
    headers: { authorization: `Bearer ${api.admin.token}` },
  });
  users.list = list;
  const body = (await answer.json()) as { request_id: string };
  assert.equal(answer.status, 500);
  assert.deepEqual(body, {
    code: 500,
    message: 'Something went wrong on our side.',
    data: null,
    error: { type: 'internal_error' },
    request_id: body.request_id,
  });
  const line = api.log.map((one) => JSON.parse(one)).find(({ err }) => err?.message === 'the inner workings');
  assert.equal(line?.request_id, body.request_id);
  assert.match(line.err.stack, /operation\.test/);
});

test('no secret, password or token is ever in the log', async () => {
  const user = await api.account('user');
  const secrets = [SECRET, PASSWORD, ADMIN.password, user.token, user.refresh_token];
  const wrong = 'a wrong password that somebody typed';
  const login = { email: user.email, password: wrong };
  await api.anonymous.send('POST', '/api/v1/auth/login', { json: login });
  await api.anonymous.send('POST', '/api/v1/auth/login', {
    raw: `{"password":"${wrong}"`,
    headers: { 'content-type': 'application/json' },
  });
  await api.anonymous.send('POST', '/api/v1/auth/login', { json: { ...login, extra: wrong } });
  const form = { grant_type: 'password', username: user.email, password: wrong };
  await api.anonymous.send('POST', '/api/v1/auth/token', { form });
  await user.send('GET', `/api/v1/users/me?access_token=${user.token}&password=${encodeURIComponent(wrong)}`);
  const file = '/api/v1/tasks/00000000-0000-7000-8000-000000000000/items/0/files/a.png';
  const signature = 'a-signature-that-opens-a-file';
  await api.anonymous.send('GET', `${file}?expires=1&signature=${signature}`);
  const refreshed = await api.anonymous.data('POST', '/api/v1/auth/refresh', {
    refresh_token: user.refresh_token,
  });
  await user.send('PUT', '/api/v1/users/me/password', {
    json: { current_password: wrong, new_password: `${wrong} 2` },
  });
  await api.admin.send('PUT', `/api/v1/users/${user.id}`, { json: { password: `${wrong} 3` } });
  // Also when the failure is nobody's fault: what is thrown often quotes what it was given.
  const { auth } = api.wired.services;
  const real = auth.login;
  auth.login = async () => {
    throw new TypeError('something broke');
  };
  const broken = await fetch(`${api.url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${refreshed.access_token}` },
    body: JSON.stringify(login),
  });
  auth.login = real;
  assert.equal(broken.status, 500);
  await waitFor(() => api.log.some((line) => line.includes('something broke')));

  const { hashed_password = '' } = (await api.database.users.get(user.id)) ?? {};
  const all = api.log.join('\n');
  for (const secret of [
    ...secrets,
    wrong,
    encodeURIComponent(wrong),
    signature,
    refreshed.access_token,
    hashed_password,
  ]) {
    assert.ok(secret.length > 7 && !all.includes(secret), `the log holds ${secret}`);
  }
});
