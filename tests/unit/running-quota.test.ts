import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RunningQuota } from '../../src/services/engine/running-quota.ts';
import { NO_LIMITS, OwnerQuotas } from '../../src/services/owner-quotas.ts';

function quotaOf(running_items: number, running: () => number) {
  let counts = 0;
  const limits = new OwnerQuotas({ get: async () => null }, NO_LIMITS, true);
  // An account that is not there has no limit; this one has.
  limits.limitsOf = async () => ({ ...NO_LIMITS, running_items });
  const runningOf = async () => {
    counts += 1;
    return running();
  };
  return { quota: new RunningQuota({ runningOf }, limits), counts: () => counts };
}

test('far from the limit the items are not counted for each claim, near it they are', async () => {
  let running = 0;
  const { quota, counts } = quotaOf(1_000, () => running);
  assert.equal(await quota.left('ada', 1), 1_000);
  for (let claims = 0; claims < 31; claims += 1) assert.ok((await quota.left('ada', 1)) > 0);
  assert.equal(counts(), 1);
  // A thirty-second part of 1,000 is used up.
  assert.equal(await quota.left('ada', 1), 1_000);
  assert.equal(counts(), 2);
  running = 950;
  assert.equal(await quota.left('ada', 100), 50);
  for (let claims = 0; claims < 10; claims += 1) assert.equal(await quota.left('ada', 1), 50);
  assert.equal(counts(), 13);
  running = 1_001;
  assert.equal(await quota.left('ada'), -1);
});

test('without a limit nothing is counted', async () => {
  const { quota, counts } = quotaOf(0, () => 5);
  assert.equal(await quota.left('ada', 1), Number.POSITIVE_INFINITY);
  assert.equal(counts(), 0);
});
