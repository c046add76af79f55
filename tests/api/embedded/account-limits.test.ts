/** Embedded alone: where web is a process, those of the suite run without limits. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '../../../src/data/contracts/index.ts';
import { startApi, type TestApi } from '../start-api.ts';

let limited: TestApi;
before(async () => {
  limited = await startApi({ env: { RATE_LIMIT_ENABLED: 'true' } });
});
after(() => limited.close());

const HOOKS = '/api/v1/webhooks';
const given = { url: 'https://hooks.example.com/backend2', events: ['task.completed', 'task.failed'] };

test('tests and repeated deliveries are limited to 60 a minute for the webhooks of an account', async () => {
  const user = await limited.account('user');
  const { id } = await user.data('POST', HOOKS, given);
  const { data } = (await user.send('POST', `${HOOKS}/${id}/test`)).body;
  const again = `${HOOKS}/${id}/deliveries/${data.id}/redeliver`;
  const answers = await Promise.all(Array.from({ length: 59 }, () => user.send('POST', again)));
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([202]));
  const other = await user.data('POST', HOOKS, given);
  for (const path of [again, `${HOOKS}/${other.id}/test`]) {
    const refused = await user.send('POST', path);
    assert.deepEqual([refused.status, refused.body.error.type], [429, 'too_many_requests']);
    const wait = Number(refused.headers['retry-after']);
    assert.ok(wait >= 1 && wait <= 60, `${wait}`);
  }
  await user.fault('POST', `${HOOKS}/${newId()}/test`, {}, 'not_found');
});

test('an account adds at most 300 entries an hour to the audit log; managers and its own tasks are not limited', async () => {
  const user = await limited.account('user');
  const rename = (at: number) => user.send('PATCH', '/api/v1/users/me', { json: { fullname: `Name ${at}` } });
  const statuses: number[] = [];
  for (let at = 0; at < 300; at++) statuses.push((await rename(at)).status);
  assert.deepEqual(new Set(statuses), new Set([200]));
  const refused = await rename(300);
  assert.deepEqual([refused.status, refused.body.error.type], [429, 'too_many_requests']);
  const wait = Number(refused.headers['retry-after']);
  assert.ok(wait > 60 && wait <= 3_600, `${wait}`);
  await user.fault('POST', '/api/v1/api-keys', { json: { name: 'one more' } }, 'too_many_requests');
  const { id } = await user.data('POST', '/api/v1/tasks', { type: 'wait', params: { seconds: 600 } });
  await user.data('PATCH', `/api/v1/tasks/${id}`, { name: 'own' });
  await user.data('POST', '/api/v1/tasks/bulk', { action: 'cancel', ids: [id] });
  await limited.admin.data('PATCH', '/api/v1/users/me', { fullname: 'Administrator' });
});
