import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { atOnce } from '../../support/at-once.ts';

test('a call that ends without waiting is given back, one that waits for a timer is refused', async () => {
  assert.equal(await atOnce((async () => 1)()), 1);
  await assert.rejects(atOnce(Promise.reject(new Error('refused'))), /^Error: refused$/);
  await assert.rejects(atOnce(sleep(60_000, null, { ref: false })), /still waited after 20 turns/);
});
