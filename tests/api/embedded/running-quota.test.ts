/** Embedded alone: where workers are processes, those of the suite run without limits. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { waitFor } from '../../support/wait-for.ts';
import { startApi, type TestApi } from '../start-api.ts';

let api: TestApi;
before(async () => {
  api = await startApi({ worker: true, env: { RATE_LIMIT_ENABLED: 'true' } });
});
after(() => api.close());

const TASKS = '/api/v1/tasks';
const QUOTAS = '/api/v1/users/me/quotas';

test('items above the quota of running items wait, and run one after another', async () => {
  const user = await api.account('user');
  await api.admin.data('PUT', `/api/v1/users/${user.id}`, { quotas: { running_items: 1 } });
  await waitFor(async () => (await user.data('GET', QUOTAS)).running_items.limit === 1);
  const params = { count: 3, concurrency: 3, does: 'sleep', ms: 100 };
  const { id } = await user.data('POST', TASKS, { type: 'inline-probe', params });
  await waitFor(async () => (await user.data('GET', `${TASKS}/${id}`)).status === 'completed');
  const { items } = await user.data('GET', `${TASKS}/${id}/items`);
  const runs = (items as { started_at: string; finished_at: string }[]).toSorted((a, b) =>
    a.started_at < b.started_at ? -1 : 1,
  );
  assert.equal(runs.length, 3);
  for (const [at, run] of runs.entries()) {
    const before = runs[at - 1];
    if (before)
      assert.ok(before.finished_at <= run.started_at, `${before.finished_at} before ${run.started_at}`);
  }
});
