import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import { ADMIN, PASSWORD, SECRET, startApi, type TestApi } from './start-api.ts';

let api: TestApi;
before(async () => {
  api = await startApi({
    env: { CORS_ORIGINS: 'https://console.example, https://other.example' },
  });
});
after(() => api.close());

test('health tells how the parts are, without sign-in', async () => {
  const { anonymous } = api;
  const well = { status: 'ok', parts: { database: 'ok', queue: 'ok', events: 'ok', files: 'ok' } };
  assert.deepEqual((await anonymous.send('GET', '/health')).body, well);
  assert.deepEqual((await anonymous.send('GET', '/health/ready/')).body, well);
  assert.deepEqual((await anonymous.send('GET', '/health/live')).body, { status: 'ok' });
});

test('OPTIONS is for the preflight of a browser; without its headers it is a method like any other', async () => {
  const preflight = { origin: 'https://console.example', 'access-control-request-method': 'POST' };
  const { status, headers } = await fetch(`${api.url}/api/v1/tasks`, {
    method: 'OPTIONS',
    headers: preflight,
  });
  assert.deepEqual([status, headers.get('access-control-allow-origin')], [204, 'https://console.example']);
  const without: Record<string, string>[] = [{}, { origin: 'https://console.example' }];
  for (const headers of without) {
    const { headers: answered } = await api.anonymous.fault(
      'OPTIONS',
      '/api/v1/tasks',
      { headers },
      'method_not_allowed',
    );
    assert.equal(answered.allow, 'POST, GET, HEAD');
    await api.anonymous.fault('OPTIONS', '/api/v1/nothing', { headers }, 'unknown_path');
  }
});

test('metrics count calls by route and status, never by path', async () => {
  await api.admin.send('GET', '/api/v1/users/00000000-0000-7000-8000-000000000001');
  await api.admin.send('GET', `/api/v1/${'x'.repeat(50)}`);
  // Each web counts the calls that it answered itself.
  const counted: string[] = [];
  for (const _ of api.urls) {
    const { text, headers } = await api.anonymous.send('GET', '/metrics');
    assert.match(String(headers['content-type']), /^text\/plain; version=0\.0\.4/);
    assert.doesNotMatch(text, /00000000-0000|xxxxx|undefined/);
    for (const name of [
      'nodejs_eventloop_lag_seconds',
      'process_cpu_seconds_total',
      'tasks_created_total',
      'event_streams',
    ]) {
      assert.ok(text.includes(`# TYPE ${name}`), name);
    }
    const count =
      /http_request_duration_seconds_count\{method="GET",route="\/api\/v1\/users\/:id",status="404"\} (.*)/;
    counted.push(...(count.exec(text)?.slice(1) ?? []));
  }
  assert.deepEqual(counted, ['1']);
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
  const schemes = api.document as typeof api.document & {
    components: { securitySchemes: Record<string, { flows?: { password: { tokenUrl: string } } }> };
  };
  assert.equal(schemes.components.securitySchemes.password?.flows?.password.tokenUrl, '/api/v1/auth/token');
});

test('the document and what the page loads are sent from memory, and not again to whoever has them', async () => {
  for (const path of [
    '/openapi.json',
    '/docs/json',
    '/docs/static/swagger-ui-bundle.js',
    '/docs/static/swagger-ui.css',
  ]) {
    const first = await api.anonymous.send('GET', path);
    assert.equal(first.status, 200, path);
    const headers = { 'if-none-match': String(first.headers.etag) };
    const again = await api.anonymous.send('GET', path, { headers });
    assert.deepEqual([again.status, again.bytes.length], [304, 0], path);
  }
  // Nothing of the page is read from disk for each call.
  for (const path of [
    '/docs/static/swagger-ui.js',
    '/docs/static/package.json',
    '/docs/static/..%2f..%2fpackage.json',
  ]) {
    assert.equal((await api.anonymous.send('GET', path)).status, 404, path);
  }
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

test('nobody signs in at a host name that a stranger may have pointed to this machine', async () => {
  const { port } = new URL(api.url);
  const signIn = (name: string, more = {}) => {
    const headers = { host: `${name}:${port}`, origin: `http://${name}:${port}`, ...more };
    return api.anonymous.send('POST', '/api/v1/auth/login', { json: ADMIN, headers });
  };
  for (const name of ['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example', 'evil.example.']) {
    const { status, body } = await signIn(name, { 'sec-fetch-site': 'same-origin' });
    assert.deepEqual([status, body.error?.type], [403, 'unknown_host'], name);
  }
  for (const name of ['localhost', 'tasks.localhost', '127.0.0.1', '[::1]', '10.0.0.7', 'workstation'])
    assert.equal((await signIn(name)).status, 200, name);
  // What is no browser may use any name; so may pages of the named origins.
  const named = { host: 'evil.example', origin: 'https://console.example' };
  for (const headers of [{ host: 'evil.example' }, named]) {
    const answer = await api.anonymous.send('POST', '/api/v1/auth/login', { json: ADMIN, headers });
    assert.equal(answer.status, 200, answer.text);
  }
});

test('messages come in the language asked for', async () => {
  const message = async (language: string) =>
    (await api.anonymous.send('GET', '/api/v1/users/me', { headers: { 'accept-language': language } })).body
      .message;
  const zh = '请先登录：访问令牌缺失、无效、已过期或已被撤销。';
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
  assert.match(body.error.details[0].message, /^密码必须为 8 到 128 个字符$/);
});

const isLogged = (id: unknown) => api.log().some((line) => line.includes(`"request_id":"${id}"`));

test('each answer has its own request id, which the log carries', async () => {
  const answers = await Promise.all([1, 2, 3].map(() => api.admin.send('GET', '/api/v1/users/me')));
  const ids = answers.map(({ headers }) => String(headers['x-request-id']));
  assert.equal(new Set(ids).size, 3);
  const given = await api.admin.send('GET', '/api/v1/users/me', {
    headers: { 'x-request-id': 'chosen-by-client' },
  });
  assert.notEqual(given.headers['x-request-id'], 'chosen-by-client');
  await waitFor(() => ids.every(isLogged));
  for (const line of api.log()) {
    const { request_id, msg, path } = JSON.parse(line);
    if (path !== undefined) assert.ok(request_id && msg === 'request', line);
  }
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
  // Lines come in their order: after these, each web's are all there.
  for (const _ of api.urls) {
    const { headers } = await api.admin.send('GET', '/api/v1/users/me');
    await waitFor(() => isLogged(headers['x-request-id']));
  }
  const { hashed_password = '' } = (await api.database.users.get(user.id)) ?? {};
  const all = api.log().join('\n');
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
