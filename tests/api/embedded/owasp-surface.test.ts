/** The second half of owasp.test.ts, which lists all ten risks: API5 to API10. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { RouteOptions } from 'fastify';
import { waitFor } from '../../support/wait-for.ts';
import { startReceiver } from '../../support/webhook-receiver.ts';
import { operationsOf } from '../answer-check.ts';
import { callsOf, nameOf, readRoutes } from '../route-table.ts';
import { type Account, startApi, type TestApi } from '../start-api.ts';

let api: TestApi;
let routes: RouteOptions[];
let user: Account;
before(async () => {
  [api, routes] = await Promise.all([startApi(), readRoutes()]);
  user = await api.account('user');
});
after(() => api.close());

const hook = { url: 'https://hooks.example.com/', events: ['task.completed'] };

const operations = () => operationsOf(api.document);
describe('API5 broken function level authorization', () => {
  test('another method or spelling of a path opens no function of administrators', async () => {
    const guest = await api.as('guest');
    for (const path of [
      '/api/v1/users',
      '/api/v1/USERS',
      '/api/v1//users',
      '/api/v1/users/.',
      '/api/v1/audit-log',
    ])
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']) {
        const { status } = await guest.send(method, path, { headers: { 'x-http-method-override': 'GET' } });
        assert.ok([400, 403, 404, 405].includes(status), `${method} ${path}: ${status}`);
      }
  });
});

describe('API6 unrestricted access to sensitive business flows', () => {
  test('guessing passwords in bulk is held back where limits are on', async () => {
    const limited = await startApi({ env: { RATE_LIMIT_ENABLED: 'true' } });
    const json = { email: 'admin@example.com', password: 'wrong' };
    const answers = [];
    for (let tries = 0; tries < 12; tries += 1)
      answers.push((await limited.anonymous.send('POST', '/api/v1/auth/login', { json })).status);
    await limited.close();
    assert.deepEqual(answers.slice(0, 10), Array(10).fill(401));
    assert.deepEqual(answers.slice(10), [429, 429]);
  });
});

describe('API7 server-side request forgery', () => {
  test('no webhook is made for an address inside, and none is called', async () => {
    const receiver = await startReceiver();
    const account = await api.account('user');
    const { port } = new URL(receiver.url);
    for (const host of ['127.0.0.1', 'localhost', '127.1', '[::1]', '[::ffff:7f00:1]', '0.0.0.0'])
      for (const url of [`https://${host}:${port}/`, `http://${host}:${port}/`])
        await account.fault('POST', '/api/v1/webhooks', { json: { ...hook, url } }, 'validation_failed');
    assert.deepEqual(receiver.received, []);
    await receiver.close();
  });
});

describe('API8 security misconfiguration', () => {
  test('answers carry the headers of safety, faults no inner workings, other origins no rights', async () => {
    for (const [method, path, sent] of [
      ['GET', '/api/v1/users/me', {}],
      ['GET', '/api/v1/nothing', {}],
      ['POST', '/api/v1/tasks', { raw: '{', headers: { 'content-type': 'application/json' } }],
    ] as const) {
      const headers = { origin: 'https://evil.example', ...('headers' in sent ? sent.headers : {}) };
      const answer = await user.send(method, path, { ...sent, headers });
      assert.equal(answer.headers['x-content-type-options'], 'nosniff');
      assert.equal(answer.headers['x-frame-options'], 'DENY');
      assert.equal(answer.headers['cache-control'], 'no-store');
      assert.equal(answer.headers['access-control-allow-origin'], undefined);
      assert.equal(answer.headers['x-powered-by'], undefined);
      assert.doesNotMatch(answer.text, /node_modules|\.ts:\d|at \w+ \(|SQLITE|Mongo/);
    }
    assert.equal((await user.send('TRACE', '/api/v1/users/me')).status, 405);
  });
});

describe('API9 improper inventory management', () => {
  test('what is served is what is described, in one version', async () => {
    const described = operations()
      .filter(([, path]) => path.startsWith('/api/'))
      .map(
        ([method, path]) => `${method} ${path.replaceAll(/\{([a-z_]+)\}/g, ':$1').replace(/(.)\/$/, '$1')}`,
      );
    assert.deepEqual(callsOf(routes).map(nameOf).sort(), described.sort());
    for (const path of [
      '/api',
      '/api/v0/users',
      '/api/v2/tasks',
      '/api/beta/tasks',
      '/v1/tasks',
      '/api/v1/debug',
    ])
      assert.equal((await api.admin.send('GET', path)).status, 404, path);
  });
});

describe('API10 unsafe consumption of APIs', () => {
  test('of what a receiver answers nothing but the status is kept', async () => {
    const receiver = await startReceiver();
    const evil = '<script>alert(1)</script>';
    receiver.answer = (response) => {
      response.writeHead(500, evil.replaceAll(/[<>]/g, ''), { 'x-evil': evil, 'set-cookie': 'a=b' });
      response.end(evil.repeat(10_000));
    };
    const own = await startApi({ env: { WEBHOOK_ALLOW_PRIVATE: 'true' }, worker: true });
    const account = await own.account('user');
    const { id } = await account.data('POST', '/api/v1/webhooks', { ...hook, url: receiver.url });
    await account.send('POST', `/api/v1/webhooks/${id}/test`);
    const delivery = await waitFor(async () => {
      const [first] = (await account.data('GET', `/api/v1/webhooks/${id}/deliveries`)).items;
      return first.attempts > 0 ? first : null;
    });
    assert.deepEqual([delivery.response_code, delivery.error], [500, 'The receiver answered 500.']);
    assert.ok(!JSON.stringify(await own.database.webhooks.getDelivery(delivery.id)).includes('alert'));
    await own.close();
    await receiver.close();
  });
});
