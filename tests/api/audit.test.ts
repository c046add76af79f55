import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RouteOptions } from 'fastify';
import { registerWorker } from '../support/register-worker.ts';
import { waitFor } from '../support/wait-for.ts';
import { callsOf, nameOf, readRoutes } from './route-table.ts';
import { type Account, PASSWORD, startApi, type TestApi } from './start-api.ts';

let api: TestApi;
let routes: RouteOptions[];
before(async () => {
  api = await startApi();
  routes = await readRoutes();
});
after(() => api.close());

const LOG = '/api/v1/audit-log';
const AUTH = '/api/v1/auth';
const USERS = '/api/v1/users';
const TASKS = '/api/v1/tasks';

interface Entry {
  id: string;
  at: string;
  actor: { kind: string; id: string; email: string } | null;
  action: string;
  target: { type: string; id: string } | null;
  outcome: string;
  ip: string | null;
  request_id: string | null;
  details: Record<string, unknown>;
}

const entries = async (query: Record<string, string>): Promise<Entry[]> =>
  (await api.admin.data('GET', `${LOG}?${new URLSearchParams(query)}`)).items;
const newest = async (query: Record<string, string>) => (await entries(query))[0];
const sessionOf = ({ refresh_token }: Account) => refresh_token.split('.')[0] ?? '';

/** Makes each call that changes something, in a case where it succeeds; by the names of the routes. */
const calls: Record<string, () => Promise<unknown>> = {
  'POST /api/v1/auth/login': () => api.account('user'),
  'POST /api/v1/auth/token': async () => {
    const { email } = await api.account('user');
    const form = { grant_type: 'password', username: email, password: PASSWORD };
    assert.equal((await api.anonymous.send('POST', `${AUTH}/token`, { form })).status, 200);
  },
  'POST /api/v1/auth/logout': async () => {
    const user = await api.account('user');
    await user.data('POST', `${AUTH}/logout`, { refresh_token: user.refresh_token });
  },
  'POST /api/v1/auth/password': async () => {
    const user = await api.account('user');
    const { url } = await api.admin.data('POST', `${USERS}/${user.id}/password-link`);
    const token = url.split('token=')[1];
    await api.anonymous.data('POST', `${AUTH}/password`, { token, password: 'battery staple' });
  },
  'POST /api/v1/tasks/:id/cancel': async () => {
    await api.admin.data('POST', `${TASKS}/${await othersTask()}/cancel`);
  },
  'POST /api/v1/tasks/:id/retry': async () => {
    const path = `${TASKS}/${await othersTask()}`;
    await api.admin.data('POST', `${path}/cancel`);
    await waitFor(async () => (await api.admin.data('GET', path)).status === 'cancelled');
    await api.admin.data('POST', `${path}/retry`);
  },
  'PATCH /api/v1/tasks/:id': async () => {
    await api.admin.data('PATCH', `${TASKS}/${await othersTask()}`, { name: 'changed' });
  },
  'POST /api/v1/tasks/bulk': async () => {
    await api.admin.data('POST', `${TASKS}/bulk`, { action: 'cancel', ids: [await othersTask()] });
  },
  'DELETE /api/v1/tasks/:id': async () => {
    await api.admin.data('DELETE', `${TASKS}/${await othersTask()}`);
  },
  'POST /api/v1/webhooks': othersWebhook,
  'PATCH /api/v1/webhooks/:id': async () => {
    await api.admin.data('PATCH', await othersWebhook(), { is_active: false });
  },
  'POST /api/v1/webhooks/:id/rotate-secret': async () => {
    await api.admin.data('POST', `${await othersWebhook()}/rotate-secret`);
  },
  'DELETE /api/v1/webhooks/:id': async () => {
    await api.admin.data('DELETE', await othersWebhook());
  },
  'POST /api/v1/schedules': othersSchedule,
  'PATCH /api/v1/schedules/:id': async () => {
    await api.admin.data('PATCH', await othersSchedule(), { is_active: false });
  },
  'POST /api/v1/schedules/:id/run': async () => {
    await api.admin.data('POST', `${await othersSchedule()}/run`);
  },
  'DELETE /api/v1/schedules/:id': async () => {
    await api.admin.data('DELETE', await othersSchedule());
  },
  'POST /api/v1/task-types/:type/pause': () => api.admin.data('POST', '/api/v1/task-types/noop/pause'),
  'POST /api/v1/task-types/:type/resume': () => api.admin.data('POST', '/api/v1/task-types/noop/resume'),
  'POST /api/v1/workers/:id/drain': async () => {
    const id = await registerWorker(api.database);
    await api.admin.data('POST', `/api/v1/workers/${id}/drain`);
    await api.database.workers.remove(id);
  },
  'POST /api/v1/api-keys': async () => {
    await (await api.account('user')).data('POST', '/api/v1/api-keys', { name: 'audited' });
  },
  'DELETE /api/v1/api-keys/:id': async () => {
    const user = await api.account('user');
    const { id } = await user.data('POST', '/api/v1/api-keys', { name: 'audited' });
    await user.data('DELETE', `/api/v1/api-keys/${id}`);
  },
  'POST /api/v1/users': async () => {
    await api.admin.data('POST', USERS, { email: 'audited@example.com' });
  },
  'PUT /api/v1/users/:id': async () => {
    const user = await api.account('user');
    await api.admin.data('PUT', `${USERS}/${user.id}`, { roles: ['manager'], quotas: { active_tasks: 5 } });
  },
  'DELETE /api/v1/users/:id': async () => {
    const user = await api.account('user');
    await api.admin.data('DELETE', `${USERS}/${user.id}`);
  },
  'POST /api/v1/users/:id/password-link': async () => {
    const user = await api.account('user');
    await api.admin.data('POST', `${USERS}/${user.id}/password-link`);
  },
  'PATCH /api/v1/users/me': async () => {
    await (await api.account('user')).data('PATCH', `${USERS}/me`, { fullname: 'New name' });
  },
  'PUT /api/v1/users/me/password': async () => {
    const user = await api.account('user');
    const json = { current_password: PASSWORD, new_password: 'battery staple' };
    await user.data('PUT', `${USERS}/me/password`, json);
  },
  'DELETE /api/v1/users/me/sessions': async () => {
    const user = await api.account('user');
    await api.signIn(user.email, PASSWORD);
    await user.data('DELETE', `${USERS}/me/sessions`);
  },
  'DELETE /api/v1/users/me/sessions/:id': async () => {
    const user = await api.account('user');
    await user.data('DELETE', `${USERS}/me/sessions/${sessionOf(user)}`);
  },
  'DELETE /api/v1/users/:id/sessions': async () => {
    const user = await api.account('user');
    await api.admin.data('DELETE', `${USERS}/${user.id}/sessions`);
  },
  'DELETE /api/v1/users/:id/sessions/:session_id': async () => {
    const user = await api.account('user');
    await api.admin.data('DELETE', `${USERS}/${user.id}/sessions/${sessionOf(user)}`);
  },
};

const WEBHOOK = { url: 'https://hooks.example.com/', events: ['task.completed'] };

/** A webhook of somebody else's. */
async function othersWebhook(): Promise<string> {
  const user = await api.account('user');
  return `/api/v1/webhooks/${(await user.data('POST', '/api/v1/webhooks', WEBHOOK)).id}`;
}

/** A schedule of somebody else's. */
async function othersSchedule(): Promise<string> {
  const user = await api.account('user');
  const json = { name: 'audited', cron: '@yearly', task: { type: 'wait', params: { seconds: 600 } } };
  return `/api/v1/schedules/${(await user.data('POST', '/api/v1/schedules', json)).id}`;
}

/** A task of somebody else's, which waits. */
async function othersTask(): Promise<string> {
  const user = await api.account('user');
  return (await user.data('POST', TASKS, { type: 'wait', params: { seconds: 600 } })).id;
}

/** Told by other tests: they need what this server has not. */
const elsewhere: Record<string, string> = {
  'POST /api/v1/auth/password-link': 'tests/api/password-mail.test.ts',
};

test('every call that changes something says what the audit log tells of it, and the log does tell', async () => {
  const changing = callsOf(routes).filter(({ method }) => method !== 'GET');
  for (const route of changing) {
    const name = nameOf(route);
    const audit = route.config?.audit;
    assert.ok(audit, `${name} does not say what the audit log tells of it`);
    if (audit.startsWith('none: ')) {
      assert.equal(calls[name], undefined, name);
      continue;
    }
    if (elsewhere[name]) continue;
    const call = calls[name];
    assert.ok(call, `${name} has no call in this test`);
    const last = (await newest({ action: audit }))?.id ?? '';
    await call();
    const entry = await newest({ action: audit });
    assert.ok(entry && entry.id > last, `${name} leaves no entry`);
    assert.equal(entry.outcome, 'success');
    assert.ok(entry.request_id && entry.ip, name);
  }
});

test('an entry tells who did what to whom, from where, and never a secret', async () => {
  const user = await api.account('user');
  const { id } = await api.admin.data('POST', USERS, {
    email: 'told@example.com',
    password: PASSWORD,
    roles: ['user', 'manager'],
  });
  await api.admin.data('PUT', `${USERS}/${id}`, {
    roles: ['guest'],
    fullname: 'Told',
    password: 'battery staple',
    is_active: true,
  });
  await api.admin.data('DELETE', `${USERS}/${id}`);
  const of = await entries({ target_id: id });
  assert.deepEqual(
    of.map(({ action }) => action),
    ['user.delete', 'password.set', 'user.update', 'user.create'],
  );
  for (const { actor, target, outcome } of of) {
    assert.deepEqual(actor, { kind: 'user', id: api.admin.id, email: api.admin.email });
    assert.deepEqual([target, outcome], [{ type: 'user', id }, 'success']);
  }
  const [deleted, , updated, created] = of.map(({ details }) => details);
  assert.deepEqual(deleted, { email: 'told@example.com' });
  assert.deepEqual(updated, {
    fields: ['roles', 'fullname'],
    roles_before: ['user', 'manager'],
    roles_after: ['guest'],
  });
  assert.deepEqual(created, { email: 'told@example.com', roles: ['user', 'manager'], has_password: true });

  const wrong = 'a password in the wrong field';
  const json = { email: wrong, password: wrong };
  await api.anonymous.fault('POST', `${AUTH}/login`, { json }, 'wrong_credentials');
  const known = { json: { email: user.email, password: wrong } };
  await api.anonymous.fault('POST', `${AUTH}/login`, known, 'wrong_credentials');
  const failures = await entries({ action: 'auth.sign_in', outcome: 'failure' });
  assert.deepEqual(
    failures.slice(0, 2).map(({ actor, target }) => [actor, target]),
    [
      [null, { type: 'user', id: user.id }],
      [null, null],
    ],
  );
  const all = JSON.stringify(await entries({ page_size: '100' }));
  for (const secret of [wrong, PASSWORD, 'battery staple', 'argon2', user.token, user.refresh_token]) {
    assert.ok(!all.includes(secret), secret);
  }
});

test('a refresh token that comes back is told', async () => {
  const user = await api.account('user');
  const refresh = async (refresh_token: string) =>
    (await api.anonymous.send('POST', `${AUTH}/refresh`, { json: { refresh_token } })).body.data
      ?.refresh_token;
  const second = await refresh(user.refresh_token);
  await refresh(second);
  assert.equal(await refresh(user.refresh_token), undefined);
  const entry = await newest({ action: 'auth.refresh_reused' });
  assert.deepEqual([entry?.actor?.id, entry?.target?.id], [user.id, sessionOf(user)]);
});

test('the log is read by administrators alone, filtered and paged, and nothing changes it', async () => {
  for (const role of ['guest', 'user', 'manager'] as const) {
    await (await api.as(role)).fault('GET', LOG, {}, 'permission_denied');
  }
  const user = await api.account('user');
  await user.data('PATCH', `${USERS}/me`, { fullname: 'One' });
  await user.data('PATCH', `${USERS}/me`, { fullname: 'Two' });
  const mine = await entries({ actor_id: user.id, action: 'user.update' });
  assert.equal(mine.length, 2);
  const first = await api.admin.data('GET', `${LOG}?actor_id=${user.id}&page_size=1`);
  const second = await api.admin.data(
    'GET',
    `${LOG}?actor_id=${user.id}&page_size=1&cursor=${first.next_cursor}`,
  );
  assert.deepEqual([first.items[0].id, second.items[0].id], [mine[0]?.id, mine[1]?.id]);
  const between = {
    actor_id: user.id,
    action: 'user.update',
    from: mine[1]?.at ?? '',
    to: mine[0]?.at ?? '',
  };
  assert.deepEqual(
    (await entries(between)).map(({ at }) => at),
    mine[0]?.at === mine[1]?.at ? [] : [mine[1]?.at],
  );
  for (const query of ['action=user.fly', 'from=yesterday', 'outcome=maybe', 'page=x', 'who=me']) {
    await api.admin.fault('GET', `${LOG}?${query}`, {}, 'validation_failed');
  }
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
    await api.admin.fault(method, LOG, {}, 'method_not_allowed');
  }
});
