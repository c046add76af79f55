/**
 * The OWASP API Security Top 10 (2023), one group each. What a whole file elsewhere proves is named here, and not repeated.
 *
 * API1 Broken object level authorization · also tests/api/embedded/rights.test.ts: every route × role × owner × credential
 * API2 Broken authentication · also tests/api/auth.test.ts, session-cookies.test.ts, single-pass/limits.test.ts
 * API3 Broken object property level authorization: mass assignment in every body, secrets in no answer
 * API4 Unrestricted resource consumption · also tests/api/hostile.test.ts (sizes), single-pass/limits.test.ts, overload.test.ts
 * API5 Broken function level authorization · also tests/api/access.test.ts, rights.test.ts
 * API6 Unrestricted access to sensitive business flows · also single-pass/limits.test.ts, password-mail.test.ts
 * API7 Server-side request forgery · also tests/unit/runtime/public-request.test.ts, tests/services/webhooks.test.ts
 * API8 Security misconfiguration · also single-pass/operation.test.ts
 * API9 Improper inventory management · also tests/api/openapi.test.ts
 * API10 Unsafe consumption of APIs · also tests/services/webhooks.test.ts, tests/unit/image-provider.test.ts
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { RouteOptions } from 'fastify';
import { newId } from '../../../src/data/contracts/index.ts';
import { waitFor } from '../../support/wait-for.ts';
import { startReceiver } from '../../support/webhook-receiver.ts';
import type { Operation } from '../answer-check.ts';
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

const task = { type: 'wait', params: { seconds: 600 } };
const rare = { name: 'rare', cron: '0 0 29 2 *', task };
const hook = { url: 'https://hooks.example.com/', events: ['task.completed'] };

interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  additionalProperties?: unknown;
}

const missing = newId();
const operations = (): [method: string, path: string, operation: Operation][] =>
  Object.entries(api.document.paths).flatMap(([path, all]) =>
    Object.entries(all).map(([method, one]): [string, string, Operation] => [
      method.toUpperCase(),
      path,
      one,
    ]),
  );
const filled = (path: string) =>
  path
    .replace('{type}', 'wait')
    .replace('{index}', '0')
    .replace('{name}', 'a.png')
    .replaceAll(/\{[a-z_]+\}/g, missing);

function schemaOf(schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name ? (api.document.components.schemas[name] as Schema) : schema;
}

describe('API1 broken object level authorization', () => {
  test('an id that is guessed or seen elsewhere opens nothing of another’s', async () => {
    const [schedule, webhook, key, made] = await Promise.all([
      user.data('POST', '/api/v1/schedules', rare),
      user.data('POST', '/api/v1/webhooks', hook),
      user.data('POST', '/api/v1/api-keys', { name: 'k' }),
      user.data('POST', '/api/v1/tasks', task),
    ]);
    const thief = await api.account('user');
    for (const [method, path] of [
      ['GET', `/schedules/${schedule.id}`],
      ['POST', `/schedules/${schedule.id}/run`],
      ['GET', `/webhooks/${webhook.id}/deliveries`],
      ['POST', `/webhooks/${webhook.id}/rotate-secret`],
      ['DELETE', `/api-keys/${key.id}`],
      ['GET', `/tasks/${made.id}`],
      ['GET', `/tasks/${made.id}/items/0/logs`],
      ['POST', `/tasks/${made.id}/cancel`],
    ] as const)
      await thief.fault(method, `/api/v1${path}`, {}, 'not_found');
    const bulk = await thief.data('POST', '/api/v1/tasks/bulk', { action: 'cancel', ids: [made.id] });
    assert.equal(bulk.results[0].ok, false);
    assert.equal((await user.data('GET', `/api/v1/tasks/${made.id}`)).status, 'pending');
  });
});

describe('API2 broken authentication', () => {
  test('no call but the public ones takes a missing, damaged or foreign credential', async () => {
    const [head, body] = user.token.split('.');
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
    for (const credential of [
      `${head}.${body}.AAAA`,
      `${none}.${body}.`,
      `b2_${'A'.repeat(43)}`,
      'null',
      '',
    ]) {
      const headers = { authorization: `Bearer ${credential}` };
      for (const route of callsOf(routes)) {
        if (route.config?.access === 'public') continue;
        const path = filled(
          nameOf(route)
            .split(' ')[1]
            ?.replaceAll(/:([a-z_]+)/g, '{$1}') ?? '',
        );
        const { status } = await api.anonymous.send(String(route.method), path, { headers });
        assert.equal(status, 401, `${nameOf(route)} with ${credential.slice(0, 20)}`);
      }
    }
  });
});

describe('API3 broken object property level authorization', () => {
  /** What nobody may set from outside; those that a body takes are left out for it. */
  const PRIVILEGED = {
    ...{ id: missing, owner_id: missing, user_id: missing, roles: ['admin'], permissions: ['admin'] },
    ...{ hashed_password: 'x', must_change_password: false, version: 9, revision: 9, is_admin: true },
    ...{ status: 'completed', progress: 100, created_at: '2020-01-01T00:00:00.000Z', quotas: null },
    ...{ secret: 'x', key_hash: 'x', prefix: 'x', heard_until: 'x', failures: 0, next_run_at: null },
    ...{ last_run: null, deleted_at: null, parent_id: missing, sign_in_places: [], is_active: true },
  };

  /** Objects of fixed fields in the body, with where they stand. */
  function objectsIn(
    given: Schema,
    value: unknown,
    at: string,
  ): { at: string; value: object; known: string[] }[] {
    const schema = schemaOf(given);
    if (Array.isArray(value))
      return schema.items
        ? value.flatMap((one, index) => objectsIn(schema.items ?? {}, one, `${at}${index}.`))
        : [];
    if (typeof value !== 'object' || value === null || !schema.properties) return [];
    const within = Object.entries(value).flatMap(([name, one]) =>
      objectsIn(schema.properties?.[name] ?? {}, one, `${at}${name}.`),
    );
    // Params and preferences have the fields that their type, or their owner, says.
    if (schema.additionalProperties !== false) return within;
    return [{ at, value, known: Object.keys(schema.properties) }, ...within];
  }

  test('mass assignment: no body takes a field that is not its own', async () => {
    let bodies = 0;
    for (const [method, path, { requestBody }] of operations()) {
      const media = requestBody?.content['application/json'] as
        | { schema: Schema; example?: unknown; examples?: Record<string, { value: unknown }> }
        | undefined;
      if (!media || !path.startsWith('/api/')) continue;
      const example = Object.values(media.examples ?? {})[0]?.value ?? media.example;
      const body = structuredClone(example);
      const objects = objectsIn(media.schema, body, '');
      const isFree = schemaOf(media.schema).additionalProperties === true;
      assert.ok(objects.length > 0 || isFree, `${method} ${path} names no fields`);
      if (isFree) continue;
      for (const { at, value, known } of objects) {
        const more = Object.entries(PRIVILEGED).filter(([name]) => !known.includes(name));
        // A few at a time: only so many faults are told in one answer.
        for (let from = 0; from < more.length; from += 4) {
          const some = more.slice(from, from + 4);
          Object.assign(value, Object.fromEntries(some));
          const answer = await api.admin.send(method, filled(path), { json: body });
          for (const [name] of some) Reflect.deleteProperty(value, name);
          const where = `${method} ${path}: ${answer.text.slice(0, 300)}`;
          assert.equal(answer.status, 422, where);
          const named = answer.body.error.details.map((one: { path: string }) => one.path);
          for (const [name] of some) assert.ok(named.includes(`${at}${name}`), `${at}${name}: ${where}`);
        }
      }
      bodies += 1;
    }
    assert.ok(bodies >= 20, `${bodies} bodies`);
  });

  test('and where a body is free, nothing of it goes anywhere else', async () => {
    const before = await user.data('GET', '/api/v1/users/me');
    const free = { roles: ['admin'], is_active: false, id: missing, theme: 'dark' };
    assert.deepEqual(await user.data('PUT', '/api/v1/users/me/preferences', free), free);
    assert.deepEqual(await user.data('GET', '/api/v1/users/me'), before);
  });

  test('no answer shows a secret that is not the one just made', async () => {
    await user.data('POST', '/api/v1/webhooks', hook);
    await user.data('POST', '/api/v1/api-keys', { name: 'k' });
    const secret =
      /"(hashed_password|key_hash|token_hash|secret|key|previous_secret|run_id|sign_in_places|refresh_token)"/;
    let seen = 0;
    for (const [method, path] of operations()) {
      if (method !== 'GET' || !path.startsWith('/api/') || path.endsWith('/events')) continue;
      const { text, status } = await api.admin.send('GET', filled(path));
      assert.doesNotMatch(text, secret, path);
      if (status === 200) seen += 1;
    }
    assert.ok(seen >= 10, `${seen} answers`);
  });
});

describe('API4 unrestricted resource consumption', () => {
  test('pages, ids of one call, bodies and what one account may have are limited', async () => {
    for (const [method, path, operation] of operations()) {
      if (method !== 'GET' || !path.startsWith('/api/')) continue;
      const { parameters = [] } = operation as unknown as { parameters?: { name: string }[] }; // not in its type
      if (!parameters.some(({ name }) => name === 'page_size')) continue;
      const beyond = path.includes('{') ? [] : ['page=101&page_size=100'];
      for (const query of ['page_size=101', 'page_size=0', ...beyond])
        assert.equal(
          (await api.admin.send('GET', `${filled(path)}?${query}`)).status,
          422,
          `${path}?${query}`,
        );
    }
    const ids = Array.from({ length: 1_001 }, newId);
    await user.fault('POST', '/api/v1/tasks/bulk', { json: { action: 'cancel', ids } }, 'validation_failed');
    const tasks = Array.from({ length: 101 }, () => task);
    await user.fault('POST', '/api/v1/tasks/batch', { json: { tasks } }, 'validation_failed');
    const large = { json: { ...task, name: 'x'.repeat(1_100_000) } };
    await user.fault('POST', '/api/v1/tasks', large, 'body_too_large');
    const hooks = Array.from({ length: 21 }, () => user.send('POST', '/api/v1/webhooks', { json: hook }));
    assert.ok((await Promise.all(hooks)).some(({ body }) => body.error?.type === 'too_many'));
  });
});

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
