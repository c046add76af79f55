import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RouteOptions } from 'fastify';
import type { AccessRule } from '../../../src/api/fastify-types.ts';
import { newId, ROLES, type Role } from '../../../src/data/contracts/index.ts';
import { aSchedule, aSession, aTask, aUser } from '../../contract/samples.ts';
import { accessTable, callsOf, nameOf, readRoutes, rolesOf } from '../route-table.ts';
import { type Account, PASSWORD, startApi, type TestApi } from '../start-api.ts';

/**
 * Every route × role × owner × credential. What is expected is written down here once more, by the words of the design, and not
 * read from the application. Each call has a body that fits, so that nothing but rights can refuse it.
 */
let api: TestApi;
let routes: RouteOptions[];
const accounts = new Map<Role, Account & { key: string; cookie: string }>();
/** An account whose things the others ask for. */
let other: string;

before(async () => {
  [api, routes] = await Promise.all([startApi(), readRoutes()]);
  for (const role of ROLES) {
    const account = await api.account(role);
    const { key } = await account.data('POST', '/api/v1/api-keys', { name: 'walk' });
    const json = { email: account.email, password: PASSWORD, cookie: true };
    const { headers } = await api.anonymous.send('POST', '/api/v1/auth/login', { json });
    const cookie = (headers['set-cookie'] ?? []).map((one) => one.split(';')[0]).join('; ');
    assert.match(cookie, /b2_refresh=/);
    accounts.set(role, Object.assign(account, { key, cookie }));
  }
  other = (await api.account('user')).id;
});
after(() => api.close());

/** Not for keys, design §15b. */
const notForKeys = (name: string) =>
  /\/(api-keys|audit-log|auth)\b/.test(name) ||
  /^(PUT \S+\/users\/me\/password|PATCH \S+\/users\/me)$/.test(name) ||
  /^(POST|PUT|DELETE) \S+\/users(\/:id)?(\/password-link)?$/.test(name) ||
  /^DELETE \S+\/sessions/.test(name);

/** Streams stay open for whoever is let in; files and pictures of a task that has none are not found by anybody. */
const isStream = (name: string) => name.endsWith('/events');
const hasNothing = (name: string) => /\/(files\/:name|grid|thumbnail|drain)$/.test(name);

type Verdict = 'let in' | 'permission_denied' | 'not_found';

/** What whoever has the permission finds of another's. */
function ofAnother(name: string, role: Role): Verdict {
  const [method, path = ''] = name.split(' ');
  const may = (...roles: Role[]) => (roles.includes(role) ? 'let in' : 'not_found');
  if (path.startsWith('/api/v1/tasks/')) return may('admin', 'manager');
  if (path.startsWith('/api/v1/schedules/')) return may('admin', 'manager');
  if (path.startsWith('/api/v1/webhooks/')) return may('admin');
  if (path.startsWith('/api/v1/api-keys/')) return may('admin');
  if (path === '/api/v1/users/me/sessions/:id') return 'not_found';
  if (path === '/api/v1/users/:id' && method === 'GET')
    return role === 'admin' || role === 'manager' ? 'let in' : 'permission_denied';
  return 'let in';
}

/** Something of this account that the route can be asked for, new for each call. */
async function thingOf(name: string, owner_id: string): Promise<Record<string, string>> {
  const { database } = api;
  const id = newId();
  const now = new Date().toISOString();
  if (name.includes('/tasks/:id')) await database.tasks.create(aTask({ id, owner_id }), { seconds: 600 });
  if (name.includes('/schedules/:id'))
    await database.schedules.create(
      aSchedule({ id, owner_id, task: { type: 'wait', params: { seconds: 600 } }, next_run_at: null }),
    );
  if (name.includes('/webhooks/:id')) {
    const of = { id, owner_id, url: 'https://hooks.example.com/', events: [], task_types: [] };
    const times = { heard_until: now, created_at: now, updated_at: now };
    const rest = {
      is_active: true,
      disabled_reason: null,
      disabled_at: null,
      secret: 'x',
      previous_secret: null,
      previous_until: null,
      revision: 1,
    };
    await database.webhooks.create({ ...of, ...times, ...rest }, 1_000);
    const delivery = {
      id,
      webhook_id: id,
      event: 'webhook.test',
      task_id: null,
      run_id: id,
      body: '{}',
    } as const;
    const state = {
      status: 'failed',
      attempts: 1,
      response_code: null,
      duration_ms: 1,
      error: 'no',
      error_zh: null,
    } as const;
    await database.webhooks.addDeliveries([
      { ...delivery, ...state, next_attempt_at: null, created_at: now },
    ]);
  }
  if (name.includes('/api-keys/:id')) {
    const key = { id, owner_id, name: 'k', key_hash: id, prefix: 'b2_', permissions: ['read'] };
    await database.apiKeys.create({ ...key, expires_at: null, created_at: now, last_used_at: null }, 1_000);
  }
  if (name.includes('/sessions/:')) await database.sessions.create(aSession({ id, user_id: owner_id }));
  if (name.includes('/users/:id')) {
    if (owner_id !== other) return { id: owner_id, session_id: id };
    // One of these calls deletes it.
    const user = aUser({ id: newId() });
    await database.users.create(user);
    await database.sessions.create(aSession({ id: newId(), user_id: user.id }));
    const session = aSession({ id: newId(), user_id: user.id });
    await database.sessions.create(session);
    return { id: user.id, session_id: session.id };
  }
  return { id, delivery_id: id, session_id: id };
}

const pathOf = (name: string, thing: Record<string, string>) =>
  (name.split(' ')[1] ?? '').replaceAll(/:([a-z_]+)/g, (_all, part: string) => {
    const fixed: Record<string, string> = { type: 'wait', index: '0', name: 'a.png' };
    return thing[part] ?? fixed[part] ?? 'missing';
  });

/** The example of the OpenAPI document. */
function bodyOf(name: string): { json?: unknown } {
  const [method = '', path = ''] = name.split(' ');
  const written = path.replaceAll(/:([a-z_]+)/g, '{$1}');
  const operations = api.document.paths[written] ?? api.document.paths[`${written}/`];
  const { content = {} } = operations?.[method.toLowerCase()]?.requestBody ?? {};
  const media = content['application/json'];
  const [example] = Object.values(media?.examples ?? {}) as { value?: unknown }[];
  const json = example?.value ?? media?.example;
  return json === undefined ? {} : { json };
}

const verdictOf = (type: string | undefined): string =>
  type && ['not_authenticated', 'permission_denied', 'api_key_not_allowed', 'not_found'].includes(type)
    ? type
    : 'let in';

/** Would take the account itself away, or ends in a stream. */
const notTried = (name: string, own: boolean, expected: string) =>
  (own && /^(PUT|DELETE) \S+\/users\/:id$/.test(name)) ||
  (expected === 'let in' && (isStream(name) || /\/users\/me$|\/password$/.test(name.replace('GET ', ''))));

test('each route lets in whom it should, whoever the owner, whatever they sign in with', async () => {
  const wrong: string[] = [];
  let calls = 0;
  for (const route of callsOf(routes)) {
    const name = nameOf(route);
    const rule = accessTable[name] as AccessRule;
    if (rule === 'public') continue;
    const owned = /:(id|session_id)\b/.test(name) && !name.includes('/workers/');
    for (const [role, { id, token, key, cookie }] of accounts) {
      for (const owner of owned ? [id, other] : [id]) {
        const own = owner === id;
        const held = rolesOf[rule].includes(role);
        const byToken: Verdict = !held ? 'permission_denied' : own ? 'let in' : ofAnother(name, role);
        const byKey = notForKeys(name) ? 'api_key_not_allowed' : byToken;
        const credentials: [string, Record<string, string>, string][] = [
          ['token', { authorization: `Bearer ${token}` }, byToken],
          ['key', { authorization: `Bearer ${key}` }, byKey],
          ['cookie', { cookie }, 'not_authenticated'],
          ['none', {}, 'not_authenticated'],
        ];
        for (const [credential, headers, expected] of credentials) {
          if (notTried(name, own, expected)) continue;
          const thing = await thingOf(name, owner);
          const sent = { ...bodyOf(name), headers };
          const answer = await api.anonymous.send(String(route.method), pathOf(name, thing), sent);
          const found = verdictOf(answer.body?.error?.type);
          calls += 1;
          const nothing = expected === 'let in' && found === 'not_found' && hasNothing(name);
          if (found !== expected && !nothing)
            wrong.push(
              `${role} by ${credential}, ${own ? 'own' : 'another’s'}: ${name}: ${found}, not ${expected}`,
            );
        }
      }
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(calls > 1_000, `${calls} calls`);
});

test('a key has what it was given alone, above which its owner may do more', async () => {
  const admin = accounts.get('admin') as Account;
  const { key } = await admin.data('POST', '/api/v1/api-keys', { name: 'reads', permissions: ['read'] });
  const headers = { authorization: `Bearer ${key}` };
  for (const route of callsOf(routes)) {
    const name = nameOf(route);
    const rule = accessTable[name] as AccessRule;
    if (rule === 'public' || rolesOf[rule].includes('guest') || notForKeys(name)) continue;
    const sent = { ...bodyOf(name), headers };
    await api.anonymous.fault(String(route.method), pathOf(name, { id: newId() }), sent, 'permission_denied');
  }
  const theirs = aTask({ owner_id: aUser().id });
  await api.database.tasks.create(theirs, {});
  await api.anonymous.fault('GET', `/api/v1/tasks/${theirs.id}`, { headers }, 'not_found');
});
