import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '../../src/data/contracts/index.ts';
import { registerWorker } from '../support/register-worker.ts';
import { waitFor } from '../support/wait-for.ts';
import { startApi, type TestApi } from './start-api.ts';

let api: TestApi;
before(async () => {
  api = await startApi({ worker: true });
});
after(() => api.close());

type Statistics = { step: string; buckets: { type: string }[] };

const WORKERS = '/api/v1/workers';
const TYPES = '/api/v1/task-types';
const TASKS = '/api/v1/tasks';

test('workers are listed with what they run; those whose lease lapsed are not', async () => {
  const id = await registerWorker(api.database);
  const lapsed = await registerWorker(api.database, -1_000);
  const { id: task_id } = await api.admin.data('POST', TASKS, { type: 'wait', params: { seconds: 600 } });
  const manager = await api.as('manager');
  const [runs] = await waitFor(async () => {
    const { items } = await manager.data('GET', WORKERS);
    return items.filter(({ items: has }: { items: { task_id: string }[] }) =>
      has.some((one) => one.task_id === task_id),
    );
  });
  assert.deepEqual(
    runs.items.map((item: object) => ({ ...item, since: null })),
    [{ task_id, index: 0, since: null }],
  );
  const { items, total } = await manager.data('GET', WORKERS);
  const ids = items.map((worker: { id: string }) => worker.id);
  assert.equal(total, ids.length);
  assert.ok(ids.includes(id) && !ids.includes(lapsed), ids.join());
  const { lease_until, started_at, ...rest } = items.find((worker: { id: string }) => worker.id === id);
  assert.ok(started_at < lease_until);
  assert.deepEqual(rest, {
    ...{ id, host: 'elsewhere', pid: 7, version: '1.2.3', pools: ['default'], places: 3 },
    ...{ running: 0, draining: false, items: [] },
  });
  const first = await manager.data('GET', `${WORKERS}?page_size=1`);
  assert.equal(first.items.length, 1);
  const second = await manager.data('GET', `${WORKERS}?page_size=1&cursor=${first.next_cursor}`);
  assert.deepEqual([first.items[0].id, second.items[0].id], ids.slice(0, 2));
  await api.admin.data('POST', `${TASKS}/${task_id}/cancel`);
  for (const one of [id, lapsed]) await api.database.workers.remove(one);
});

test('a drained worker says so, draining it again changes nothing, and one that is gone is a 404', async () => {
  const id = await registerWorker(api.database);
  const drained = await api.admin.send('POST', `${WORKERS}/${id}/drain`);
  assert.deepEqual([drained.status, drained.body.data.id, drained.body.data.draining], [200, id, true]);
  assert.match(drained.body.message, /until/);
  const chinese = await api.admin.send('POST', `${WORKERS}/${id}/drain`, {
    headers: { 'accept-language': 'zh' },
  });
  assert.match(chinese.body.message, /不再领取/);
  assert.equal(
    (await api.admin.data('GET', WORKERS)).items.find((one: { id: string }) => one.id === id).draining,
    true,
  );
  const { items } = await api.admin.data('GET', `/api/v1/audit-log?action=worker.drain&target_id=${id}`);
  assert.deepEqual(
    items.map(({ details }: { details: object }) => details),
    [{ host: 'elsewhere', pid: 7 }],
  );
  await api.database.workers.remove(id);
  await api.admin.fault('POST', `${WORKERS}/${id}/drain`, {}, 'not_found');
  await api.admin.fault('POST', `${WORKERS}/${newId()}/drain`, {}, 'not_found');
});

test('a paused type says since when; its tasks wait, others run, and a resume lets them go on', async () => {
  const pausedAt = async (type: string) =>
    (await (await api.as('guest')).data('GET', TYPES)).find((one: { type: string }) => one.type === type)
      .paused_at;
  const statusOf = async (id: string) => (await api.admin.data('GET', `${TASKS}/${id}`)).status;
  const create = async (type: string, params: object) =>
    (await api.admin.data('POST', TASKS, { type, params })).id as string;
  assert.equal(await pausedAt('wait'), null);
  const { type, paused_at } = await api.admin.data('POST', `${TYPES}/wait/pause`);
  assert.deepEqual([type, paused_at], ['wait', await pausedAt('wait')]);
  assert.deepEqual(await api.admin.data('POST', `${TYPES}/wait/pause`), { type, paused_at });
  const waits = await create('wait', { seconds: 0 });
  const runs = await create('noop', { count: 1 });
  await waitFor(async () => (await statusOf(runs)) === 'completed');
  assert.equal(await statusOf(waits), 'pending');
  assert.deepEqual(await api.admin.data('POST', `${TYPES}/wait/resume`), { type, paused_at: null });
  await waitFor(async () => (await statusOf(waits)) === 'completed');
  assert.equal(await pausedAt('wait'), null);
  assert.deepEqual(await api.admin.data('POST', `${TYPES}/wait/resume`), { type, paused_at: null });
  const { items } = await api.admin.data('GET', '/api/v1/audit-log?target_type=task_type&target_id=wait');
  assert.deepEqual(
    items.slice(0, 2).map(({ action }: { action: string }) => action),
    ['type.resume', 'type.pause'],
  );
  await api.admin.fault('POST', `${TYPES}/nonsense/pause`, {}, 'not_found');
});

test('statistics tell what ended in each minute and hour, and how long it waited and ran', async () => {
  const manager = await api.as('manager');
  const read = async (query: string) =>
    (await manager.data('GET', `/api/v1/statistics?${query}`)) as Statistics;
  const hour = Date.UTC(2015, 0, 1);
  const at = (minute: number) => new Date(hour + minute * 60_000).toISOString();
  const bucket = { type: 'wait', completed: 3, failed: 1, cancelled: 2, wait: [4], run: Array(40).fill(1) };
  await api.database.statistics.add([
    { at: at(0), ...bucket },
    { at: at(1), ...bucket, type: 'image', wait: [] },
    { at: at(60), ...bucket },
  ]);
  const counts = { completed: 3, failed: 1, cancelled: 2 };
  const run_ms = { p50: 25, p95: 558 };
  const range = `from=${at(0)}&to=${at(60)}`;
  assert.deepEqual(await read(range), {
    step: 'minute',
    buckets: [
      { at: at(0), type: 'wait', ...counts, wait_ms: { p50: 0, p95: 0 }, run_ms },
      { at: at(1), type: 'image', ...counts, wait_ms: { p50: null, p95: null }, run_ms },
    ],
  });
  const ofType = await read(`${range}&step=hour&type=wait`);
  assert.deepEqual([ofType.step, ofType.buckets.map(({ type }) => type)], ['hour', ['wait']]);
  assert.equal((await read('type=nothing')).buckets.length, 0);
  for (const query of [
    'step=day',
    'from=yesterday',
    'from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z',
    'limit=5',
  ])
    await manager.fault('GET', `/api/v1/statistics?${query}`, {}, 'validation_failed');
  await (await api.as('user')).fault('GET', '/api/v1/statistics', {}, 'permission_denied');
});

test('the state of the system tells what waits and runs, and whether each part works', async () => {
  const manager = await api.as('manager');
  await api.admin.data('POST', `${TYPES}/noop/pause`);
  const { id } = await api.admin.data('POST', TASKS, { type: 'noop', params: { count: 1 } });
  const worker = await registerWorker(api.database);
  const state = await manager.data('GET', '/api/v1/system');
  assert.deepEqual(state.paused_types, ['noop']);
  assert.ok(['embedded', 'scaled_out'].includes(state.mode) && state.started_at <= new Date().toISOString());
  assert.ok(state.tasks.pending >= 1 && state.tasks.cancelling >= 0, JSON.stringify(state.tasks));
  assert.equal(state.queue.oldest_waiting_ms, null);
  assert.ok(state.workers.count >= 2 && state.workers.places > 3, JSON.stringify(state.workers));
  assert.deepEqual(state.parts, {
    database: { status: 'ok' },
    queue: { status: 'ok' },
    events: { status: 'ok' },
    files: { status: 'ok' },
  });
  await api.database.workers.remove(worker);
  await api.admin.data('POST', `${TYPES}/noop/resume`);
  await waitFor(async () => (await api.admin.data('GET', `${TASKS}/${id}`)).status === 'completed');
  await (await api.as('user')).fault('GET', '/api/v1/system', {}, 'permission_denied');
});
