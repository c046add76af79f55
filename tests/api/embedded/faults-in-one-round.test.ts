/** Embedded only: which faults an answer names depends on the request alone, not on what stores it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PASSWORD, startApi, type TestApi } from '../start-api.ts';

let api: TestApi;
before(async () => {
  api = await startApi();
});
after(() => api.close());

const LATE = '2030-01-02T00:00:00Z';
const EARLY = '2030-01-01T00:00:00Z';

type Case = [method: string, path: string, body: object | undefined, faults: string[]];

async function namesAll(cases: Case[]): Promise<void> {
  const user = await api.account('admin');
  for (const [method, path, json, faults] of cases) {
    const answer = await user.fault(method, `/api/v1${path}`, json ? { json } : {}, 'validation_failed');
    const paths = answer.body.error.details.map((one: { path: string }) => one.path).sort();
    assert.deepEqual(paths, faults.toSorted(), `${method} ${path} ${JSON.stringify(json)}`);
  }
}

const task = { type: 'wait', params: { seconds: -1 } };

test('what the schema finds and what the rules find in a body is told at once', async () => {
  await namesAll([
    [
      'POST',
      '/schedules',
      { name: '', cron: 'x', time_zone: 'Nowhere', task },
      ['name', 'cron', 'time_zone', 'task.params.seconds'],
    ],
    [
      'POST',
      '/schedules',
      { cron: '0 0 30 2 *', task: { ...task, priority: 99 } },
      ['name', 'cron', 'task.priority', 'task.params.seconds'],
    ],
    ['POST', '/schedules/preview', { cron: 'x', zone: 1 }, ['zone', 'cron']],
    [
      'POST',
      '/webhooks',
      { url: 'ftp://a.example', events: [], task_types: ['nope'] },
      ['events', 'url', 'task_types.0'],
    ],
    ['POST', '/webhooks', { url: 'https://127.0.0.1/x', events: [] }, ['events', 'url']],
    [
      'POST',
      '/webhooks',
      { url: 'nonsense', events: ['task.failed'], task_types: ['nope'] },
      ['url', 'task_types.0'],
    ],
    ['POST', '/api-keys', { name: '', expires_at: '2020-01-01T00:00:00Z' }, ['name', 'expires_at']],
    [
      'POST',
      '/users',
      { email: 'nobody', password: 'short', fullname: 7 },
      ['fullname', 'email', 'password'],
    ],
    ['POST', '/users', { email: 'nobody', password: 'short' }, ['email', 'password']],
    ['PATCH', '/users/me', { email: 'nobody', fullname: 7 }, ['fullname', 'email', 'current_password']],
    ['PUT', '/users/me/password', { new_password: 'short' }, ['current_password', 'new_password']],
    ['POST', '/auth/password', { password: 'short' }, ['token', 'password']],
    ['POST', '/tasks/bulk', { action: 'eat' }, ['action', 'ids']],
    [
      'POST',
      '/tasks/bulk',
      { action: 'eat', filter: { created_after: LATE, created_before: EARLY } },
      ['action', 'filter.created_after'],
    ],
    ['POST', '/tasks/bulk', { action: 'delete', filter: { q: ' ' } }, ['filter.q']],
  ]);
});

test('so is what a task type’s own rules find beside its schema', async () => {
  const of = (params: object) => ({ type: 'image', params });
  const cases: [params: object, faults: string[]][] = [
    [
      { prompt: 'a {x} {y}', variables: { x: [], z: ['1'] }, ratio: '99:1', size: 1 },
      ['params.variables.x', 'params.variables.z', 'params.prompt', 'params.ratio', 'params.size'],
    ],
    [
      { prompt: '', variables: { seed: ['x'], style: [7], ratio: ['1:1', '99:1'] } },
      ['params.prompt', 'params.variables.seed.0', 'params.variables.style.0', 'params.variables.ratio.1'],
    ],
    [{ prompt: 'a {b c}', nope: 1 }, ['params.prompt', 'params.nope']],
    [{ variables: { seed: ['x'] } }, ['params.prompt', 'params.variables.seed.0']],
    [{ prompt: 'a {b}', variables: 5 }, ['params.variables']],
    [{ prompt: 7, variables: [], ratio: {} }, ['params.prompt', 'params.variables', 'params.ratio']],
    [
      { prompt: '{a}', variables: Object.fromEntries([...'abcdefgh'].map((name) => [name, []])) },
      ['params.variables', ...[...'abcdefgh'].map((name) => `params.variables.${name}`)],
    ],
  ];
  await namesAll(
    cases.flatMap(([params, faults]): Case[] => [
      ['POST', '/tasks', of(params), faults],
      ['POST', '/tasks/preview', of(params), faults],
      ['POST', '/tasks', { ...of(params), nope: 1 }, [...faults, 'nope']],
      ['POST', '/tasks/batch', { tasks: [of(params)] }, faults.map((path) => `tasks.0.${path}`)],
    ]),
  );
});

test('a wrong current password is told together with the rest', async () => {
  const current_password = 'not the right one';
  await namesAll([
    [
      'PUT',
      '/users/me/password',
      { current_password, new_password: 'password1' },
      ['current_password', 'new_password'],
    ],
    ['PATCH', '/users/me', { email: 'nobody', current_password }, ['current_password', 'email']],
    ['PATCH', '/users/me', { email: 'nobody', current_password: PASSWORD }, ['email']],
  ]);
  const user = await api.account('user');
  const json = { current_password, new_password: 'battery staple' };
  await user.fault('PUT', '/api/v1/users/me/password', { json }, 'wrong_current_password');
});

test('so is what is wrong with a query', async () => {
  const range = `created_after=${LATE}&created_before=${EARLY}`;
  await namesAll([
    ['GET', '/tasks?cursor=nonsense&page_size=500', undefined, ['cursor', 'page_size']],
    [
      'GET',
      `/tasks?cursor=nonsense&page=1&status=x&${range}`,
      undefined,
      ['cursor', 'status', 'created_after'],
    ],
    ['GET', `/tasks?page=200&page_size=100&${range}`, undefined, ['page', 'created_after']],
    ['GET', '/webhooks?cursor=nonsense&owner_id=x', undefined, ['cursor', 'owner_id']],
    ['GET', '/schedules?page=200&page_size=100&nope=1', undefined, ['page', 'nope']],
    [
      'GET',
      `/audit-log?cursor=nonsense&from=${LATE}&to=${EARLY}&outcome=x`,
      undefined,
      ['cursor', 'from', 'outcome'],
    ],
  ]);
});

test('a range that ends before it begins is refused', async () => {
  const from_to = `from=${LATE}&to=${EARLY}`;
  await namesAll([
    ['GET', `/statistics?${from_to}`, undefined, ['from']],
    ['GET', `/statistics?from=2999-01-01T00:00:00Z`, undefined, ['from']],
    ['GET', `/audit-log?${from_to}`, undefined, ['from']],
    ['GET', `/tasks?created_after=${LATE}&created_before=${EARLY}`, undefined, ['created_after']],
    [
      'POST',
      '/tasks/bulk',
      { action: 'cancel', filter: { created_after: LATE, created_before: EARLY } },
      ['filter.created_after'],
    ],
  ]);
  const same = await api.admin.data('GET', `/api/v1/audit-log?from=${LATE}&to=${LATE}`);
  assert.equal(same.total, 0);
});

test('a malformed id in the path is told before the faults of the body', async () => {
  for (const path of ['schedules', 'webhooks'])
    await api.admin.fault('PATCH', `/api/v1/${path}/nonsense`, { json: { nope: 1 } }, 'not_found');
});

test('an e-mail that an account already has is no fault of a change', async () => {
  const { id, email } = await api.account('user');
  const answer = await api.admin.fault(
    'PUT',
    `/api/v1/users/${id}`,
    { json: { email, roles: [] } },
    'validation_failed',
  );
  assert.deepEqual(
    answer.body.error.details.map((one: { path: string }) => one.path),
    ['roles'],
  );
});
