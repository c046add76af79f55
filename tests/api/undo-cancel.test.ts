/** The cancel of tasks is taken back at once, whatever state they are in. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import { type Account, startApi, type TestApi } from './start-api.ts';

let api: TestApi;
let user: Account;
before(async () => {
  api = await startApi({ worker: true });
  user = await api.as('user');
});
after(() => api.close());

const TASKS = '/api/v1/tasks';
const get = (id: string) => user.data('GET', `${TASKS}/${id}`);
const reaches = (id: string, status: string) =>
  waitFor(async () => (await get(id)).status === status, { what: `status ${status}` });
const bulk = async (action: string, id: string) =>
  (await user.data('POST', `${TASKS}/bulk`, { action, ids: [id] })).results[0];

test('while its item still stops: the task runs on, and the item runs again once it has stopped', async () => {
  const params = { count: 1, does: 'sleep', ms: 600_000 };
  const { id } = await user.data('POST', `${TASKS}/`, { type: 'probe', params });
  const item = () => user.data('GET', `${TASKS}/${id}/items/0`);
  await waitFor(async () => (await item()).status === 'processing');
  assert.deepEqual(await bulk('cancel', id), { id, ok: true });
  assert.equal((await get(id)).status, 'cancelling');
  assert.deepEqual(await bulk('undo_cancel', id), { id, ok: true });
  const { status, cancelled_items } = await get(id);
  assert.deepEqual([status, cancelled_items], ['processing', 0]);
  const again = await waitFor(async () => {
    const one = await item();
    return one.attempt === 2 && one.status === 'processing' && one;
  });
  assert.deepEqual([again.runs_alone, again.error], [false, null]);
  assert.equal(
    (await bulk('undo_cancel', id)).error.type,
    'task_not_retryable',
    'there is nothing left to undo',
  );
  await user.data('DELETE', `${TASKS}/${id}`);
});

test('before anything of it has run: the task waits as it did before', async () => {
  await api.admin.data('POST', '/api/v1/task-types/noop/pause');
  try {
    const { id } = await user.data('POST', `${TASKS}/`, { type: 'noop', params: { count: 2 } });
    await bulk('cancel', id);
    assert.equal((await get(id)).status, 'cancelled');
    assert.deepEqual(await bulk('undo_cancel', id), { id, ok: true });
    const { status, in_flight, started_at, finished_at } = await get(id);
    assert.deepEqual([status, in_flight, started_at, finished_at], ['pending', 0, null, null]);
    const { items } = await user.data('GET', `${TASKS}/?status=pending`);
    assert.deepEqual(
      items.map((one: { id: string }) => one.id),
      [id],
      'the filter finds it, too',
    );
    await api.admin.data('POST', '/api/v1/task-types/noop/resume');
    await reaches(id, 'completed');
  } finally {
    await api.admin.data('POST', '/api/v1/task-types/noop/resume');
  }
});
