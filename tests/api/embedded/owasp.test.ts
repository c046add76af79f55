/**
 * The OWASP API Security Top 10 (2023), one group each. What a whole file elsewhere proves is named here, and not repeated.
 * API5 to API10 are in owasp-surface.test.ts.
 *
 * API1 Broken object level authorization · also tests/api/embedded/rights.test.ts: every route × role × owner × credential
 * API2 Broken authentication · also tests/api/auth.test.ts, access-tokens.test.ts, session-cookies.test.ts, limits.test.ts
 * API3 Broken object property level authorization: mass assignment in every body, secrets in no answer
 * API4 Unrestricted resource consumption · also tests/api/hostile-bodies.test.ts (sizes), limits.test.ts, overload.test.ts
 * API5 Broken function level authorization · also tests/api/access.test.ts, rights.test.ts
 * API6 Unrestricted access to sensitive business flows · also limits.test.ts, password-mail.test.ts
 * API7 Server-side request forgery · also tests/unit/runtime/public-request.test.ts, tests/services/webhook-attempts.test.ts
 * API8 Security misconfiguration · also operation.test.ts
 * API9 Improper inventory management · also tests/api/openapi.test.ts
 * API10 Unsafe consumption of APIs · also tests/services/webhook-attempts.test.ts, tests/unit/image-provider.test.ts
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { RouteOptions } from 'fastify';
import { newId } from '../../../src/data/contracts/index.ts';
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
const operations = () => operationsOf(api.document);
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
