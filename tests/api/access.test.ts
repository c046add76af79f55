import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RouteOptions } from 'fastify';
import type { AccessRule } from '../../src/api/fastify-types.ts';
import { ROLES } from '../../src/data/contracts/index.ts';
import { callsOf, nameOf, readRoutes, rolesOf as roles, accessTable as table } from './route-table.ts';
import { startApi, type TestApi } from './start-api.ts';

let api: TestApi;
let routes: RouteOptions[];
before(async () => {
  api = await startApi();
  routes = await readRoutes();
});
after(() => api.close());

const apiRoutes = () => callsOf(routes);

test('every route says who may call it, what it takes and what it answers', () => {
  assert.deepEqual(apiRoutes().map(nameOf).sort(), Object.keys(table).sort());
  for (const route of routes) {
    const name = nameOf(route);
    const { schema, config } = route;
    if (route.url.startsWith('/docs')) continue;
    assert.ok(config?.access, `${name} declares no access`);
    if (schema?.hide) continue;
    const { response, operationId, summary, tags } = schema as Record<string, unknown>;
    assert.ok(operationId && summary && tags, `${name} is not described`);
    const good = Object.keys(response ?? {}).filter((status) => Number(status) < 300);
    assert.ok(good.length > 0, `${name} declares no good answer`);
    for (const part of route.url.match(/:[^/]+/g) ?? []) {
      const { properties = {} } = (schema?.params ?? {}) as { properties?: object };
      assert.ok(part.slice(1) in properties, `${name} does not say what ${part} is`);
    }
    if (name in table) assert.equal(config.access, table[name], name);
  }
});

/** Without a body. */
const answersOfPublic = (method: string): number[] => (method === 'GET' ? [200] : [400, 401, 422]);

test('each role is let in or kept out of each route, with and without a trailing slash', async () => {
  const missing = '00000000-0000-7000-8000-000000000000';
  for (const route of apiRoutes()) {
    const rule = table[nameOf(route)] as AccessRule;
    const path = nameOf(route)
      .split(' ')[1]
      ?.replace(':session_id', missing)
      .replace(':delivery_id', missing)
      .replace(':id', missing)
      .replace(':index', '0')
      .replace(':name', 'a.png')
      .replace(':type', 'missing') as string;
    // The stream of all tasks would stay open; it is walked in the tests of events.
    if (path.endsWith('/tasks/events')) continue;
    const method = String(route.method);
    for (const slash of ['', '/']) {
      const unsigned = await api.anonymous.send(method, path + slash);
      const where = `${method} ${path}${slash}`;
      if (rule === 'public') {
        assert.ok(answersOfPublic(method).includes(unsigned.status), `${where}: ${unsigned.text}`);
        assert.notEqual(unsigned.body.error?.type, 'not_authenticated', where);
      } else assert.equal(unsigned.body.error.type, 'not_authenticated', `${where}: ${unsigned.text}`);
      for (const role of ROLES) {
        const { status, text } = await (await api.as(role)).send(method, path + slash);
        const about = `${role}: ${where}: ${status} ${text}`;
        // Nothing valid is sent, and nothing that exists is named: who is let in gets 200, 404 or 422.
        if (roles[rule].includes(role)) {
          const others = path.startsWith('/api/v1/users/0') && (role === 'user' || role === 'guest');
          if (others) assert.equal(status, 403, about);
          else if (rule === 'public') assert.ok(answersOfPublic(method).includes(status), about);
          else assert.ok([200, 400, 404, 422].includes(status), about);
        } else assert.equal(status, 403, about);
      }
    }
  }
});

test('what is checked first: the token, then the permission, then the values, then whether it exists', async () => {
  const bad = { json: { nonsense: true } };
  const guest = await api.as('guest');
  const user = await api.as('user');
  await api.anonymous.fault('POST', '/api/v1/tasks', bad, 'not_authenticated');
  await guest.fault('POST', '/api/v1/tasks', bad, 'permission_denied');
  await user.fault('POST', '/api/v1/tasks', bad, 'validation_failed');
  await user.fault('GET', '/api/v1/users?page=x', {}, 'permission_denied');
  await api.admin.fault(
    'PUT',
    '/api/v1/users/00000000-0000-7000-8000-000000000000',
    bad,
    'validation_failed',
  );
});

test('every call refuses a query value that it does not know', async () => {
  const { document } = api;
  const missing = '00000000-0000-7000-8000-000000000000';
  let walked = 0;
  for (const [path, operations] of Object.entries(document.paths)) {
    if (!path.startsWith('/api/')) continue;
    const filled = path
      .replace('{id}', missing)
      .replace('{session_id}', missing)
      .replace('{delivery_id}', missing)
      .replace('{index}', '0')
      .replace('{name}', 'a.png')
      .replace('{type}', 'missing');
    for (const [method, { requestBody }] of Object.entries(operations)) {
      const { content = {} } = requestBody ?? {};
      const [type, media] = Object.entries(content)[0] ?? [];
      const example = Object.values(media?.examples ?? {})[0] as
        | { value: Record<string, string> }
        | undefined;
      const value = example?.value ?? media?.example;
      const sent = type?.includes('form') ? { form: value as Record<string, string> } : { json: value };
      const target = `${filled}?nobody_knows=1`;
      const { status, body, text } = await api.admin.send(method.toUpperCase(), target, sent);
      const where = `${method} ${target}: ${status} ${text}`;
      walked += 1;
      // OAuth2's own format.
      if (path.endsWith('/auth/token'))
        assert.deepEqual([status, body.error], [400, 'invalid_request'], where);
      else {
        assert.equal(status, 422, where);
        assert.deepEqual(
          body.error.details.map((one: { path: string }) => one.path),
          ['nobody_knows'],
          where,
        );
      }
    }
  }
  assert.equal(walked, Object.keys(table).length);
  const head = await api.admin.send('HEAD', '/api/v1/users/me?nobody_knows=1');
  assert.equal(head.status, 422);
});

test('a path nobody serves is a 404, a method it does not take a 405 that names the others', async () => {
  await api.admin.fault('GET', '/api/v1/nothing', {}, 'unknown_path');
  await api.admin.fault('GET', '/api/v2/users/me', {}, 'unknown_path');
  const answer = await api.admin.fault('DELETE', '/api/v1/users', {}, 'method_not_allowed');
  assert.equal(answer.headers.allow, 'GET, HEAD, POST');
  await api.admin.fault('POST', '/api/v1/users/me/', { json: {} }, 'method_not_allowed');
  await api.admin.fault('PATCH', '/api/v1/tasks', { json: {} }, 'method_not_allowed');
  // `me` and `events` are no ids: what `/users/:id` and `/tasks/:id` take is not for them.
  for (const [method, path, allow] of [
    ['PUT', '/api/v1/users/me', 'GET, HEAD, PATCH'],
    ['DELETE', '/api/v1/users/me/', 'GET, HEAD, PATCH'],
    ['DELETE', '/api/v1/tasks/events', 'GET'],
    ['GET', '/api/v1/tasks/preview', 'POST'],
    ['TRACE', '/api/v1/tasks/events', 'GET'],
  ] as const) {
    const { headers } = await api.admin.fault(method, path, {}, 'method_not_allowed');
    assert.equal(headers.allow, allow, `${method} ${path}`);
    await api.anonymous.fault(method, path, {}, 'method_not_allowed');
  }
  assert.equal((await api.admin.send('HEAD', '/api/v1/tasks/events')).status, 405);
});
