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

  /** Records an outcome with so many bytes of files. */
  adding(bytes: number): () => Promise<boolean> {
    return async () => {
      this.bytes += bytes;
      return true;
    };
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
  await assert.rejects(quota.take('ada', 101), {
    ...full,
    message: /900 bytes of its storage quota of 1 kB/,
  });
  await quota.take('eve', 400);
  assert.equal(await quota.keep('ada', 300, stored.adding(300)), true);
  await quota.take('ada', 100);
  await assert.rejects(quota.take('ada', 1), full);
  quota.give('ada', 100);
  await quota.take('ada', 100);
});

test('what is deleted makes room at once, however new the remembered sum is', async () => {
  const stored = new Stored();
  stored.bytes = 900;
  const quota = quotaOf(stored, 1_000);
  await assert.rejects(quota.take('ada', 200), full);
  stored.bytes = 0;
  await quota.take('ada', 200);
});

test('files of one process do not pass the limit, also when all are attached at once', async () => {
  const quota = quotaOf(new Stored(), 1_000);
  const taken = await Promise.allSettled(Array.from({ length: 8 }, () => quota.take('ada', 300)));
  assert.equal(taken.filter(({ status }) => status === 'fulfilled').length, 3);
});

test('three processes that attach at once store no more than the limit: the sum is read before each outcome', async () => {
  const stored = new Stored();
  const processes = [0, 1, 2].map(() => quotaOf(stored, 1_000));
  for (const quota of processes) await quota.take('ada', 600);
  const refused: unknown[] = [];
  for (const quota of processes) {
    await quota.keep('ada', 600, stored.adding(600)).catch((error: unknown) => refused.push(error));
  }
  assert.equal(stored.bytes, 600);
  assert.deepEqual(
    refused.map((error) => error instanceof Error && error.name),
    ['StorageFull', 'StorageFull'],
  );
});

test('outcomes of one process are checked one after another near the limit; far from it they do not wait', async () => {
  const stored = new Stored();
  const near = quotaOf(stored, 1_000);
  stored.bytes = 400;
  await near.take('ada', 300);
  await near.take('ada', 300);
  stored.bytes = 500;
  const both = [1, 2].map(() => near.keep('ada', 300, stored.adding(300)));
  const ends = await Promise.allSettled(both);
  assert.deepEqual(
    ends.map(({ status }) => status),
    ['fulfilled', 'rejected'],
  );
  const far = quotaOf(stored, 1e12);
  const gate = Promise.withResolvers<boolean>();
  await far.take('ada', 2);
  const first = far.keep('ada', 1, () => gate.promise);
  assert.equal(await far.keep('ada', 1, async () => true), true);
  gate.resolve(true);
  assert.equal(await first, true);
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
  assert.equal(await quota.keep('ada', 1e15, async () => true), true);
  assert.equal(stored.looks, 0);
});
