import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import { type Account, startApi, type TestApi } from './start-api.ts';

let api: TestApi;
before(async () => {
  const env = { RATE_LIMIT_ENABLED: 'true', QUOTA_ACTIVE_TASKS: '5', QUOTA_TASKS_PER_DAY: '12' };
  api = await startApi({ worker: true, env });
  // Nothing ends by itself.
  await api.admin.data('POST', '/api/v1/task-types/noop/pause');
});
after(async () => {
  await api.admin.data('POST', '/api/v1/task-types/noop/resume');
  await api.close();
});

const TASKS = '/api/v1/tasks';
const QUOTAS = '/api/v1/users/me/quotas';
const json = { type: 'noop', params: { count: 1 } };
const create = async (who: Account): Promise<string> => (await who.data('POST', TASKS, json)).id;
const totalOf = async (who: Account) => (await who.data('GET', `${TASKS}?owner_id=${who.id}`)).total;

test('the task above the limit of active tasks is refused, with which limit and its use; others do not notice', async () => {
  const [user, other] = [await api.account('user'), await api.account('user')];
  const ids = await Promise.all(Array.from({ length: 5 }, () => create(user)));
  const refused = await user.fault('POST', TASKS, { json }, 'quota_exceeded');
  assert.deepEqual(refused.body.error.quota, { name: 'active_tasks', limit: 5, used: 5 });
  assert.equal(refused.headers['retry-after'], undefined);
  const chinese = { json, headers: { 'accept-language': 'zh' } };
  assert.equal(
    refused.body.message,
    'This exceeds a quota of the account: it has 5 unfinished tasks, and the limit is 5.',
  );
  assert.equal(
    (await user.fault('POST', TASKS, chinese, 'quota_exceeded')).body.message,
    '超出账户的配额：当前有 5 个未结束的任务，上限为 5 个。',
  );
  await create(other);
  const { active_tasks, tasks_per_day, running_items, stored_bytes } = await user.data('GET', QUOTAS);
  assert.deepEqual(
    [active_tasks, running_items],
    [
      { limit: 5, used: 5 },
      { limit: 0, used: 0 },
    ],
  );
  assert.deepEqual(stored_bytes, { limit: 10_737_418_240, used: 0 });
  assert.deepEqual([tasks_per_day.limit, tasks_per_day.used], [12, 5]);
  assert.match(tasks_per_day.resets_at, /T00:00:00\.000Z$/);
  await user.data('POST', `${TASKS}/${ids[0]}/cancel`);
  await create(user);
});

test('what makes an ended task active again counts as a new one does: retries of all kinds, and a schedule that is run', async () => {
  const user = await api.account('user');
  const two = { type: 'noop', params: { count: 2 } };
  const ended = (await user.data('POST', TASKS, two)).id;
  await user.data('POST', `${TASKS}/${ended}/cancel`);
  const task = { type: 'noop', params: { count: 1 } };
  const schedule = await user.data('POST', '/api/v1/schedules', { name: 'Daily', cron: '@daily', task });
  const running = (await user.data('POST', TASKS, two)).id;
  await user.data('POST', `${TASKS}/${running}/cancel`, { items: [1] });
  const others = await Promise.all(Array.from({ length: 4 }, () => create(user)));
  const quota = { name: 'active_tasks', limit: 5, used: 5 };
  const refusedBy = async (path: string, json?: object) =>
    (await user.fault('POST', path, json ? { json } : {}, 'quota_exceeded')).body.error.quota;
  assert.deepEqual(await refusedBy(`${TASKS}/${ended}/retry`), quota);
  assert.deepEqual(await refusedBy(`${TASKS}/${ended}/retry`, { items: [1] }), quota);
  assert.deepEqual(await refusedBy(`/api/v1/schedules/${schedule.id}/run`), quota);
  const bulk = await user.data('POST', `${TASKS}/bulk`, { action: 'retry', ids: [ended] });
  const message = 'This exceeds a quota of the account: it has 5 unfinished tasks, and the limit is 5.';
  assert.deepEqual(bulk.results, [
    { id: ended, ok: false, error: { type: 'quota_exceeded', message, quota } },
  ]);
  const chinese = { 'accept-language': 'zh-CN' };
  const json = { action: 'retry', ids: [ended] };
  const rows = (await user.send('POST', `${TASKS}/bulk`, { json, headers: chinese })).body.data.results;
  assert.equal(rows[0].error.message, '超出账户的配额：当前有 5 个未结束的任务，上限为 5 个。');
  assert.equal((await user.data('GET', `${TASKS}/${ended}`)).status, 'cancelled');
  // The limit is not in the way of what has not ended.
  await user.data('POST', `${TASKS}/${running}/retry`, { items: [1] });
  await user.data('POST', `${TASKS}/${others[0]}/cancel`);
  await user.data('POST', `${TASKS}/${ended}/retry`, { items: [1] });
  assert.equal((await user.data('GET', QUOTAS)).active_tasks.used, 5);
});

test('many at once never pass the limit', async () => {
  const user = await api.account('user');
  const answers = await Promise.all(Array.from({ length: 20 }, () => user.send('POST', TASKS, { json })));
  assert.equal(answers.filter(({ status }) => status === 201).length, 5);
  assert.equal(answers.filter(({ status }) => status === 429).length, 15);
  assert.equal(await totalOf(user), 5);
});

test('the 1,001st active task is refused, whichever web process made the others; a batch that does not fit makes nothing', async () => {
  const [user, other] = [await api.account('user'), await api.account('user')];
  const quotas = { active_tasks: 1_000, tasks_per_day: 0 };
  await api.admin.data('PUT', `/api/v1/users/${user.id}`, { quotas });
  for (const _web of api.urls)
    await waitFor(async () => (await user.data('GET', QUOTAS)).active_tasks.limit === 1_000);
  const batch = (count: number) =>
    user.send('POST', `${TASKS}/batch`, { json: { tasks: Array(count).fill(json) } });
  const filled = await Promise.all(Array.from({ length: 9 }, () => batch(100)));
  assert.deepEqual(new Set(filled.map(({ status }) => status)), new Set([201]));
  assert.equal((await batch(99)).status, 201);
  assert.deepEqual((await batch(2)).body.error?.quota, { name: 'active_tasks', limit: 1_000, used: 999 });
  assert.equal(await totalOf(user), 999);
  // From here on all want the last place.
  const last = await Promise.all(Array.from({ length: 30 }, () => user.send('POST', TASKS, { json })));
  assert.equal(last.filter(({ status }) => status === 201).length, 1);
  const refused = await user.fault('POST', TASKS, { json }, 'quota_exceeded');
  assert.deepEqual(refused.body.error.quota, { name: 'active_tasks', limit: 1_000, used: 1_000 });
  assert.equal(await totalOf(user), 1_000);
  await create(other);
});

test('a batch is all or nothing; a key that has made its task gives it again', async () => {
  const user = await api.account('user');
  const headers = { 'idempotency-key': 'one' };
  const first = await user.send('POST', TASKS, { json, headers });
  await user.fault('POST', `${TASKS}/batch`, { json: { tasks: Array(5).fill(json) } }, 'quota_exceeded');
  assert.equal(await totalOf(user), 1);
  await user.data('POST', `${TASKS}/batch`, { tasks: Array(4).fill(json) });
  const again = await user.send('POST', TASKS, { json, headers });
  assert.deepEqual([again.status, again.body.data.id], [200, first.body.data.id]);
  // A refused call leaves no trace of its key, which can be used later.
  const later = { json, headers: { 'idempotency-key': 'later' } };
  await user.fault('POST', TASKS, later, 'quota_exceeded');
  await user.fault('POST', `${TASKS}/batch`, { ...later, json: { tasks: [json] } }, 'quota_exceeded');
  const other = { json: { ...json, name: 'Another' }, headers };
  await user.fault('POST', TASKS, other, 'idempotency_key_reused');
  assert.equal(await api.data.database.idempotency.get(`${user.id}:later`), null);
  await user.data('POST', `${TASKS}/${first.body.data.id}/cancel`);
  assert.equal((await user.send('POST', TASKS, later)).status, 201);
});

test('tasks of the day count also when they have ended or are deleted, and the answer says when the next day begins', async () => {
  const user = await api.account('user');
  for (let made = 0; made < 6; made += 1) await user.data('POST', `${TASKS}/${await create(user)}/cancel`);
  for (let made = 0; made < 6; made += 1) await user.data('DELETE', `${TASKS}/${await create(user)}`);
  const refused = await user.fault('POST', TASKS, { json }, 'quota_exceeded');
  assert.deepEqual(refused.body.error.quota, { name: 'tasks_per_day', limit: 12, used: 12 });
  assert.ok(Number(refused.headers['retry-after']) <= 86_400);
  assert.equal((await user.data('GET', QUOTAS)).tasks_per_day.used, 12);
});

test('an account’s own quotas take the place of the settings’; administrators have none', async () => {
  const user = await api.account('user');
  for (let made = 0; made < 5; made += 1) await create(user);
  await user.fault('POST', TASKS, { json }, 'quota_exceeded');
  await api.admin.data('PUT', `/api/v1/users/${user.id}`, { quotas: { active_tasks: 7, running_items: 2 } });
  await waitFor(async () => (await user.data('GET', QUOTAS)).active_tasks.limit === 7);
  // Each web process learns of the new limit for itself.
  for (let made = 0; made < 2; made += 1) {
    await waitFor(async () => (await user.send('POST', TASKS, { json })).status === 201);
  }
  await user.fault('POST', TASKS, { json }, 'quota_exceeded');
  assert.deepEqual((await user.data('GET', QUOTAS)).running_items, { limit: 2, used: 0 });
  const made = await Promise.all(Array.from({ length: 8 }, () => create(api.admin)));
  assert.equal((await api.admin.data('GET', QUOTAS)).active_tasks.limit, 0);
  for (const id of made) await api.admin.data('DELETE', `${TASKS}/${id}`);
});
