/** Embedded alone: where web is a process, those of the suite run without limits. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '../../../src/data/contracts/index.ts';
import { startApi } from '../start-api.ts';

const HOOKS = '/api/v1/webhooks';
const given = { url: 'https://hooks.example.com/backend2', events: ['task.completed', 'task.failed'] };

test('tests and repeated deliveries are limited to 60 a minute for the webhooks of an account', async () => {
  const limited = await startApi({ env: { RATE_LIMIT_ENABLED: 'true' } });
  try {
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
  } finally {
    await limited.close();
  }
});
