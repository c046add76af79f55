import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { Redis } from 'ioredis';
import { type StartLimit, WOKEN_MS } from '../../src/data/contracts/index.ts';
import { MemoryStartPermits } from '../../src/data/memory/memory-start-permits.ts';
import { openRedis } from '../../src/data/redis/open-redis.ts';
import { startRedis } from '../support/redis.ts';
import { requireService } from '../support/services.ts';
import { waitFor } from '../support/wait-for.ts';
import { startPermitsContract } from './start-permits-contract.ts';

/** Of three processes together: two windows, and what goes beyond. */
const STARTS = 16;

startPermitsContract('memory', async () => {
  let now = 1_000;
  return {
    permits: new MemoryStartPermits(() => now),
    now: () => now,
    pass: async (ms) => {
      now += ms;
    },
    close: async () => {},
  };
});

if (requireService('redis')) {
  const server = await startRedis();
  after(() => server.stop());

  startPermitsContract('Redis', async () => {
    const db_name = `test-${randomUUID()}`;
    const [opened, raw] = [await openRedis(server.url, db_name), new Redis(server.url)];
    let passed = 0;
    return {
      permits: opened.permits,
      now: () => performance.now() + passed,
      /** Every time that is stored lies so much less far ahead. */
      async pass(ms) {
        for (const key of await raw.keys(`${db_name}:permits:*`)) {
          if (key.endsWith(':counts')) {
            for (const field of await raw.hkeys(key))
              if (field.startsWith('at:')) await raw.hincrby(key, field, -ms);
          }
          if (!/:(running|starts|woken)$/.test(key)) continue;
          for (const member of await raw.zrange(key, 0, '-1')) await raw.zincrby(key, -ms, member);
        }
        passed += ms;
      },
      async close() {
        raw.disconnect();
        await opened.close();
      },
    };
  });

  test('start permits: Redis: of several processes, only those check a reservation that made it or wait for its end', async () => {
    const db_name = `test-${randomUUID()}`;
    const [one, two] = await Promise.all([openRedis(server.url, db_name), openRedis(server.url, db_name)]);
    const stepsOf = async (limit: StartLimit) => {
      await one.permits.take(limit, [{ permit: 'held', waiter: 'eve' }]);
      for (const waiter of ['ann', 'bob']) await two.permits.wait(limit, waiter, 1);
      const begun = performance.now();
      const made = await one.permits.give(limit, ['held'], false);
      const others = await two.permits.wake(limit);
      const waits = await two.permits.wait(limit, 'cat', 1);
      return { limit, made, others, waits, took: performance.now() - begun };
    };
    let steps: Awaited<ReturnType<typeof stepsOf>>;
    let made_limits = 0;
    // On a busy machine the place may be free again before these calls have come through.
    do steps = await stepsOf({ name: `render-${++made_limits}`, running: 1, rate: null });
    while (steps.took >= WOKEN_MS);
    const { limit, made, others, waits } = steps;
    assert.deepEqual([made.waiters, others.waiters, waits.waiters], [['ann'], [], []]);
    for (const { again_in_ms } of [made, waits]) assert.ok(Number(again_in_ms) <= WOKEN_MS + 5);
    assert.ok(Number(others.again_in_ms) > 1_000, `again in ${others.again_in_ms} ms`);
    const bob = async () => (await two.permits.wake(limit)).waiters.includes('bob');
    await waitFor(bob, { what: 'the next waiter to be woken' });
    await Promise.all([one.close(), two.close()]);
  });

  test('start permits: Redis: processes that take at the same time keep to one window, by the clock', async () => {
    const db_name = `test-${randomUUID()}`;
    const processes = await Promise.all([1, 2, 3].map(() => openRedis(server.url, db_name)));
    const limit = { name: 'call', running: null, rate: { limit: 4, per: 150 } };
    const starts: number[] = [];
    await Promise.all(
      processes.map(async ({ permits }, number) => {
        for (let at = 0; starts.length < STARTS; at += 1) {
          const permit = `${number}-${at}`;
          const [got] = await permits.take(limit, [{ permit, waiter: 'ann' }]);
          if (got) {
            starts.push(performance.now());
            await permits.started(limit, permit);
          }
        }
      }),
    );
    starts.sort((x, y) => x - y);
    for (let at = 4; at < starts.length; at += 1)
      assert.ok((starts[at] as number) - (starts[at - 4] as number) >= 149, `${starts}`);
    await Promise.all(processes.map((one) => one.close()));
  });
}
