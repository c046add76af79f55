/** Embedded, so that web and worker write to one log that this process reads. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '../../support/wait-for.ts';
import { startApi } from '../start-api.ts';

test('the request and the failed item of a task find each other in the log', async () => {
  const api = await startApi({ worker: true });
  const { headers, body } = await api.admin.send('POST', '/api/v1/tasks', {
    json: { type: 'probe', params: { does: 'throw-final' } },
  });
  const { id } = body.data;
  const lines = () => api.log().map((line) => JSON.parse(line));
  const failed = await waitFor(() => lines().find((one) => one.msg === 'an item failed'));
  assert.deepEqual([failed.task_id, failed.request_id], [id, headers['x-request-id']]);
  const request = lines().find((one) => one.msg === 'request' && one.request_id === failed.request_id);
  assert.deepEqual([request.method, request.path, request.task_id], ['POST', '/api/v1/tasks', id]);
  await api.close();
});
