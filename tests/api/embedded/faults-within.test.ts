/**
 * What happens when a part of the server fails, brought about by putting a failing one in its place: no caller can do that,
 * so the server is in this process. `tests/processes/failing-parts.test.ts` breaks what real processes stand on.
 */
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import { buildApp } from '../../../src/api/build-app.ts';
import { waitFor } from '../../support/wait-for.ts';
import { type EmbeddedServer, startEmbedded } from '../api-server.ts';
import { apiOf, PASSWORD, type TestApi } from '../start-api.ts';

let server: EmbeddedServer;
let api: TestApi;
before(async () => {
  server = await startEmbedded({});
  api = await apiOf(server);
});
after(() => server.close());

test('without its database a process is not ready, without its queue it is; alive it is in any case', async () => {
  const { services } = server.wired;
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

/** Answers that are still being read: of one that nobody refers to, `fetch` gives up the body whenever memory is collected. */
const kept: Response[] = [];

/** Also where a failed test has left answers under way. */
async function closeAtOnce(app: ReturnType<typeof buildApp>): Promise<void> {
  app.server.closeAllConnections();
  await app.close();
}

test('a caller has no more downloads under way than it may, until one of them ends', async (t) => {
  const items = {
    file: async () => ({
      name: 'endless.bin',
      content_type: 'application/octet-stream',
      bytes: 1_000,
      sha256: 'a',
      open: async () => {
        const endless = new Readable({ read() {} });
        endless.push('x');
        return endless;
      },
    }),
  };
  const services = {
    ...server.wired.services,
    items: Object.assign(Object.create(server.wired.services.items), items),
  };
  const app = buildApp(services, { ...server.wired.settings, MAX_DOWNLOADS_PER_CALLER: 2 });
  t.after(() => closeAtOnce(app));
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const download = async (token: string) => {
    const stop = new AbortController();
    const id = '00000000-0000-7000-8000-000000000001';
    const answer = await fetch(`${url}/api/v1/tasks/${id}/items/0/files/endless.bin`, {
      headers: { authorization: `Bearer ${token}` },
      signal: stop.signal,
    });
    kept.push(answer);
    return { status: answer.status, end: () => stop.abort() };
  };
  const other = await api.account('user');
  const [first, second] = [await download(api.admin.token), await download(api.admin.token)];
  assert.deepEqual([first.status, second.status], [200, 200]);
  assert.equal((await download(api.admin.token)).status, 429);
  const others = await download(other.token);
  assert.equal(others.status, 200);
  first.end();
  const next = await waitFor(async () => {
    const again = await download(api.admin.token);
    return again.status === 200 && again;
  });
  for (const one of [second, others, next]) if (one) one.end();
});

test('a caller reads so many archives and grids at once, others and HEAD are not kept waiting', async (t) => {
  const find = async () => ({
    name: 'endless',
    content_type: 'application/octet-stream',
    open: async () => {
      const endless = new Readable({ read() {} });
      endless.push('x');
      return endless;
    },
  });
  const services = { ...server.wired.services, archive: { find }, grid: { find } } as never; // of both services no more is called here
  const app = buildApp(services, server.wired.settings);
  t.after(() => closeAtOnce(app));
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const other = await api.account('user');
  const all = new AbortController();
  const task = `${url}/api/v1/tasks/00000000-0000-7000-8000-000000000001`;
  const ask = async (what: string, token = api.admin.token, signal = all.signal, method = 'GET') => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${task}/${what}`, { method, headers, signal });
    kept.push(answer);
    return answer.status;
  };
  for (const [what, most] of [
    ['archive', 4],
    ['grid', 2],
  ] as const) {
    const first = new AbortController();
    assert.equal(await ask(what, api.admin.token, first.signal), 200);
    for (let held = 1; held < most; held += 1) assert.equal(await ask(what), 200);
    assert.equal(await ask(what), 429);
    assert.equal(await ask(what, api.admin.token, all.signal, 'HEAD'), 200);
    assert.equal(await ask(what, other.token), 200);
    first.abort();
    await waitFor(async () => (await ask(what)) === 200);
  }
});

test('metrics tell what other parts measure, and leave out what is away', async () => {
  const measures = [
    { kind: 'gauge' as const, name: 'turns_waiting', help: 'Turns in the queue.', read: async () => 7 },
    {
      kind: 'gauge' as const,
      name: 'items_away',
      help: 'Of a part that is away.',
      read: () => Promise.reject(new Error('away')),
    },
    {
      kind: 'gauges' as const,
      name: 'pools_away',
      help: 'Of a part that is away, by pool.',
      labels: ['pool'],
      read: () => Promise.reject(new Error('away')),
    },
  ];
  const app = buildApp({ ...server.wired.services, measures }, server.wired.settings);
  const { statusCode, body } = await app.inject('/metrics');
  await app.close();
  assert.equal(statusCode, 200);
  assert.match(body, /^turns_waiting 7$/m);
  assert.doesNotMatch(body, /^(items|pools)_away[ {]/m);
});

test('what was thrown unexpectedly is a plain 500, and goes to the log with its request id', async () => {
  const { users } = server.wired.services;
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
    message: 'An internal error occurred.',
    data: null,
    error: { type: 'internal_error' },
    request_id: body.request_id,
  });
  const line = api
    .log()
    .map((one) => JSON.parse(one))
    .find(({ err }) => err?.message === 'the inner workings');
  assert.equal(line?.request_id, body.request_id);
  assert.match(line.err.stack, /faults-within\.test/);
});

test('no password or token is in the log when a sign-in fails unexpectedly either', async () => {
  const user = await api.account('user');
  const wrong = 'a wrong password that somebody typed';
  const login = { email: user.email, password: wrong };
  // What is thrown often quotes what it was given.
  const { signIn } = server.wired.services;
  const real = signIn.login;
  signIn.login = async () => {
    throw new TypeError('something broke');
  };
  const broken = await fetch(`${api.url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${user.token}` },
    body: JSON.stringify(login),
  });
  signIn.login = real;
  assert.equal(broken.status, 500);
  await waitFor(() => api.log().some((line) => line.includes('something broke')));
  const hashed_password = (await api.database.users.get(user.id))?.hashed_password ?? '';
  const all = api.log().join('\n');
  for (const secret of [PASSWORD, wrong, user.token, user.refresh_token, hashed_password]) {
    assert.ok(secret.length > 7 && !all.includes(secret), `the log holds ${secret}`);
  }
});

test('X-Forwarded-For without TRUST_PROXY is told in the log, once', async () => {
  const warnings = () => api.log().filter((line) => line.includes('TRUST_PROXY is false'));
  assert.equal(warnings().length, 0);
  const headers = { 'x-forwarded-for': '203.0.113.9' };
  for (let at = 0; at < 3; at += 1) {
    await api.anonymous.fault(
      'POST',
      '/api/v1/auth/refresh',
      { json: { refresh_token: 'x' }, headers },
      'invalid_refresh_token',
    );
  }
  await waitFor(() => warnings().length > 0);
  assert.equal(warnings().length, 1);
});
