import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Schedule } from '../../src/data/contracts/index.ts';
import { PASSWORD, startApi, type TestApi } from './start-api.ts';

let api: TestApi;
before(async () => {
  api = await startApi();
});
after(() => api.close());

const SCHEDULES = '/api/v1/schedules';
const TASKS = '/api/v1/tasks';
const task = { type: 'wait', name: 'Nightly', params: { seconds: 600 }, priority: 7, shared: false };
/** Fires in years: no scheduler of a cluster gets in between. */
const rare = { name: 'Leap day', cron: '0 0 29 2 *', task };

const paths = (answer: { body: { error: { details: { path: string }[] } } }) =>
  answer.body.error.details.map(({ path }) => path).sort();

test('a schedule is made with its defaults, read, changed, and deleted', async () => {
  const user = await api.account('user');
  const made = await user.data('POST', SCHEDULES, rare);
  assert.deepEqual(made, {
    ...rare,
    id: made.id,
    time_zone: 'UTC',
    text: {
      en: 'At 00:00, on day 29 of the month, only in February',
      zh: '每年 2 月 29 日 00:00',
    },
    is_active: true,
    overlap: 'allow',
    owner: { id: user.id, email: user.email, fullname: '' },
    next_run_at: made.next_run_at,
    last_run: null,
    created_at: made.created_at,
    updated_at: made.created_at,
  });
  assert.match(made.next_run_at, /-02-29T00:00:00\.000Z$/);
  const path = `${SCHEDULES}/${made.id}`;
  assert.deepEqual(await user.data('GET', path), made);
  assert.deepEqual((await user.data('GET', SCHEDULES)).items, [made]);

  const off = await user.data('PATCH', path, { is_active: false, overlap: 'skip', name: 'Off' });
  assert.deepEqual([off.is_active, off.overlap, off.name, off.next_run_at], [false, 'skip', 'Off', null]);
  const on = await user.data('PATCH', path, {
    is_active: true,
    cron: '@yearly',
    time_zone: 'Asia/Shanghai',
    task: { type: 'wait', params: { seconds: 1 } },
  });
  assert.match(on.next_run_at, /-12-31T16:00:00\.000Z$/);
  // As a whole: name and priority of the old one are gone.
  assert.deepEqual(on.task, { type: 'wait', params: { seconds: 1 } });

  await user.data('DELETE', path);
  await user.fault('GET', path, {}, 'not_found');
  await user.fault('DELETE', path, {}, 'not_found');
  assert.equal((await user.data('GET', SCHEDULES)).total, 0);
});

test('rule, time zone and params are checked at once, and all faults come together', async () => {
  const user = await api.account('user');
  const bad = {
    name: '',
    cron: '0 0 29 2 *',
    time_zone: 'Mars/Base',
    task: { type: 'wait', params: { seconds: -1 }, owner_id: api.admin.id },
    is_active: 'yes',
  };
  const answer = await user.fault('POST', SCHEDULES, { json: bad }, 'validation_failed');
  assert.deepEqual(paths(answer), ['is_active', 'name', 'task.owner_id', 'task.params.seconds', 'time_zone']);
  const well_formed = { ...bad, name: 'x', cron: '0 0 30 2', is_active: true, task: { ...task, params: {} } };
  const second = await user.fault('POST', SCHEDULES, { json: well_formed }, 'validation_failed');
  assert.deepEqual(paths(second), ['cron', 'task.params.seconds', 'time_zone']);
  const never = await user.fault(
    'POST',
    SCHEDULES,
    { json: { ...rare, cron: '0 0 30 2 *' } },
    'validation_failed',
  );
  assert.deepEqual(never.body.error.details, [{ path: 'cron', message: 'never fires' }]);
  const chinese = { json: { ...rare, cron: '0 0 30 2 *' }, headers: { 'accept-language': 'zh' } };
  const zh = await user.fault('POST', SCHEDULES, chinese, 'validation_failed');
  assert.deepEqual(zh.body.error.details, [{ path: 'cron', message: '永远不会运行' }]);

  const { id } = await user.data('POST', SCHEDULES, rare);
  for (const [json, path] of [
    [{ cron: 'x' }, 'cron'],
    [{ time_zone: 'x' }, 'time_zone'],
    [{ task: { type: 'unheard-of', params: {} } }, 'task.type'],
    [{ task: { type: 'wait', params: {} } }, 'task.params.seconds'],
    [{ owner_id: api.admin.id }, 'owner_id'],
    [{ next_run_at: '2020-01-01T00:00:00Z' }, 'next_run_at'],
    [{ last_run: null }, 'last_run'],
    [{ failures: 0 }, 'failures'],
    [{}, 'body'],
  ] as const)
    assert.deepEqual(paths(await user.fault('PATCH', `${SCHEDULES}/${id}`, { json }, 'validation_failed')), [
      path,
    ]);
});

test('params that would make a page of schedules very large are refused, also in a change', async () => {
  const user = await api.account('user');
  const values = Array.from({ length: 3_000 }, (_, at) => `${at} ${'x'.repeat(100)}`);
  const large = { type: 'image', params: { prompt: 'a {thing}', variables: { thing: values } } };
  const refused = await user.fault(
    'POST',
    SCHEDULES,
    { json: { ...rare, task: large } },
    'validation_failed',
  );
  assert.deepEqual(paths(refused), ['task.params']);
  assert.match(refused.body.error.details[0].message, /256 KiB/);
  const { id } = await user.data('POST', SCHEDULES, rare);
  await user.fault('PATCH', `${SCHEDULES}/${id}`, { json: { task: large } }, 'validation_failed');
  const fits = { ...large, params: { ...large.params, variables: { thing: values.slice(0, 40) } } };
  await user.data('PATCH', `${SCHEDULES}/${id}`, { task: fits });
});

test('preview tells the next five times and the rule in words, and stores nothing', async () => {
  const user = await api.account('user');
  const json = { cron: '30 7 * * 1-5', time_zone: 'Europe/Berlin' };
  const { next, text } = await user.data('POST', `${SCHEDULES}/preview`, json);
  assert.equal(next.length, 5);
  assert.deepEqual(next.toSorted(), next);
  for (const at of next) assert.ok([1, 2, 3, 4, 5].includes(new Date(at).getUTCDay()));
  assert.deepEqual(text, { en: 'At 07:30, Monday through Friday', zh: '周一至周五 07:30' });
  assert.equal((await user.data('POST', `${SCHEDULES}/preview`, { cron: '@hourly' })).next.length, 5);
  for (const cron of ['0 0 30 2 *', 'nonsense'])
    assert.deepEqual(
      paths(await user.fault('POST', `${SCHEDULES}/preview`, { json: { cron } }, 'validation_failed')),
      ['cron'],
    );
  assert.equal((await user.data('GET', SCHEDULES)).total, 0);
});

test('run makes the owner’s task at once, whoever asks and though it is switched off', async () => {
  const user = await api.account('user');
  const manager = await api.as('manager');
  const { id } = await user.data('POST', SCHEDULES, { ...rare, is_active: false });
  const path = `${SCHEDULES}/${id}`;
  const own = await user.data('POST', `${path}/run`);
  assert.deepEqual([own.type, own.name, own.priority, own.owner.id], ['wait', 'Nightly', 7, user.id]);
  const { last_run } = await user.data('GET', path);
  assert.deepEqual(last_run, { at: own.created_at, task_id: own.id, error: null });
  const made = await manager.data('POST', `${path}/run`);
  assert.equal(made.owner.id, user.id);
  assert.equal((await user.data('GET', `${TASKS}?type=wait`)).total, 2);

  await api.admin.data('PUT', `/api/v1/users/${user.id}`, { is_active: false });
  await manager.fault('POST', `${path}/run`, {}, 'owner_not_active');
  await api.admin.data('DELETE', `/api/v1/users/${user.id}`);
  assert.equal((await manager.data('GET', path)).owner, null);
  await manager.fault('POST', `${path}/run`, {}, 'owner_not_active');
});

test('tasks without a name are named in the language in which the schedule was created or given its task', async () => {
  const user = await api.account('user');
  const chinese = { 'accept-language': 'zh-CN' };
  const nameless = { type: 'wait', params: { seconds: 600 } };
  const json = { ...rare, is_active: false, task: nameless };
  const { body } = await user.send('POST', SCHEDULES, { headers: chinese, json });
  const path = `${SCHEDULES}/${body.data.id}`;
  const nameOfRun = async (headers = {}) =>
    (await user.send('POST', `${path}/run`, { headers })).body.data.name;
  assert.equal(await nameOfRun(), '等待 600 秒');
  await user.data('PATCH', path, { overlap: 'skip' });
  assert.equal(await nameOfRun(), '等待 600 秒');
  await user.data('PATCH', path, { task: nameless });
  assert.equal(await nameOfRun(chinese), 'Wait 600 s');
});

test('why a schedule made no task is told in the caller’s language', async () => {
  const user = await api.account('user');
  const { id } = await user.data('POST', SCHEDULES, rare);
  const stored = (await api.data.database.schedules.get(id)) as Schedule;
  const last_run = { at: stored.created_at, task_id: null, error: 'Why.', error_zh: '为什么。' };
  assert.ok(await api.data.database.schedules.save({ ...stored, last_run, revision: 2 }, stored.revision));
  const headers = { 'accept-language': 'zh' };
  for (const [path, of] of [
    [`${SCHEDULES}/${id}`, (data: Schedule) => data],
    [SCHEDULES, (data: { items: Schedule[] }) => data.items[0]],
  ] as const) {
    const english = (await user.data('GET', path)) as never; // its shape depends on the path
    assert.deepEqual(of(english)?.last_run, { at: stored.created_at, task_id: null, error: 'Why.' });
    const chinese = (await user.send('GET', path, { headers })).body.data as never; // its shape depends on the path
    assert.equal(of(chinese)?.last_run?.error, '为什么。');
  }
});

test('others’ schedules are seen, changed and run by managers and administrators alone', async () => {
  const [owner, other] = [await api.account('user'), await api.account('user')];
  const { id } = await owner.data('POST', SCHEDULES, rare);
  const path = `${SCHEDULES}/${id}`;
  const calls = [
    ['GET', path, {}],
    ['PATCH', path, { json: { name: 'mine now' } }],
    ['POST', `${path}/run`, {}],
    ['DELETE', path, {}],
  ] as const;
  for (const [method, target, sent] of calls) await other.fault(method, target, sent, 'not_found');
  assert.equal((await other.data('GET', SCHEDULES)).total, 0);
  await other.fault('GET', `${SCHEDULES}?owner_id=${owner.id}`, {}, 'permission_denied');
  const guest = await api.as('guest');
  await guest.fault('GET', SCHEDULES, {}, 'permission_denied');
  // A key has what it was given: one that may only read sees no schedules, one without `delete` only its owner's.
  const manager = await api.account('manager');
  const { key } = await manager.data('POST', '/api/v1/api-keys', {
    name: 'k',
    permissions: ['read', 'write'],
  });
  const headers = { authorization: `Bearer ${key}` };
  await api.anonymous.fault('GET', path, { headers }, 'not_found');
  for (const overseer of [manager, api.admin]) {
    const { items } = await overseer.data('GET', `${SCHEDULES}?owner_id=${owner.id}`);
    assert.deepEqual(
      items.map((one: { id: string; owner: { id: string } }) => [one.id, one.owner.id]),
      [[id, owner.id]],
    );
    assert.equal((await overseer.data('PATCH', path, { name: 'Renamed' })).name, 'Renamed');
  }
  await manager.data('DELETE', path);
});

test('one account may have so many, also when all are made at the same moment', async () => {
  const small = await startApi({ env: { MAX_SCHEDULES_PER_OWNER: '3' } });
  try {
    // Where the processes are the same for all, an account of that name is there already.
    const email = 'limited@example.com';
    await small.admin.data('POST', '/api/v1/users', { email, password: PASSWORD });
    const user = await small.signIn(email, PASSWORD);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => user.send('POST', SCHEDULES, { json: rare })),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 201, 201, 409, 409, 409]);
    await user.fault('POST', SCHEDULES, { json: rare }, 'too_many');
  } finally {
    await small.close();
  }
});
