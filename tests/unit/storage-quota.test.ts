import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StorageQuota } from '../../src/services/engine/storage-quota.ts';
import { NO_LIMITS, OwnerQuotas } from '../../src/services/owner-quotas.ts';

/** What the database would say; `looks` counts how often it was asked. */
class Stored {
  bytes = 0;
  looks = 0;

  async storedBytesOf(): Promise<number> {
    this.looks += 1;
    return this.bytes;
  }
}

function quotaOf(stored: Stored, stored_bytes: number): StorageQuota {
  const users = { get: async () => null };
  const limits = new OwnerQuotas(users, NO_LIMITS, true);
  // An account that is not there has no limit; this one has.
  limits.limitsOf = async () => ({ ...NO_LIMITS, stored_bytes });
  return new StorageQuota(stored, limits);
}
const full = { name: 'StorageFull', final: true };

test('what running attempts have attached counts until it is recorded, and then as stored', async () => {
  const stored = new Stored();
  stored.bytes = 600;
  const quota = quotaOf(stored, 1_000);
  await quota.take('ada', 300);
  await assert.rejects(quota.take('ada', 101), { ...full, message: /900 of the 1000 bytes/ });
  await quota.take('eve', 400);
  stored.bytes = 900;
  quota.recorded('ada', 300);
  await quota.take('ada', 100);
  await assert.rejects(quota.take('ada', 1), full);
  quota.give('ada', 100);
  await quota.take('ada', 100);
});

test('the store is not asked again for each part of a file', async () => {
  const stored = new Stored();
  const quota = quotaOf(stored, 1_000_000);
  await Promise.all(Array.from({ length: 100 }, () => quota.take('ada', 1_000)));
  for (let part = 0; part < 100; part += 1) await quota.take('ada', 1_000);
  assert.equal(stored.looks, 1);
});

test('without a limit nobody is asked', async () => {
  const stored = new Stored();
  const quota = quotaOf(stored, 0);
  await quota.take('ada', 1e15);
  quota.recorded('ada', 1e15);
  assert.equal(stored.looks, 0);
});
