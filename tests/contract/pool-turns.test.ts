import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, describe, test } from 'node:test';
import type { PooledTurnQueue } from '../../src/data/contracts/index.ts';
import { MemoryTurnQueue } from '../../src/data/memory/memory-turn-queue.ts';
import { openRedis } from '../../src/data/redis/open-redis.ts';
import { PoolTurns } from '../../src/data/turns/pool-turns.ts';
import { startRedis } from '../support/redis.ts';
import { requireService } from '../support/services.ts';
import { waitFor } from '../support/wait-for.ts';

interface Opened {
  queue: PooledTurnQueue;
  close(): Promise<void>;
}

function poolContract(name: string, open: () => Promise<Opened>): void {
  describe(`turns of pools: ${name}`, () => {
    test('a worker takes turns of its pools alone, on one number of places', async () => {
      const { queue, close } = await open();
      await queue.push([
        { owner_id: 'ann', count: 4 },
        { owner_id: 'ann', count: 4, pool: 'gpu' },
        { owner_id: 'bob', count: 4, pool: 'large' },
        { owner_id: 'bob', count: 2, pool: 'gpu', delay_ms: 20 },
      ]);
      assert.deepEqual(
        [await queue.waiting('default'), await queue.waiting('gpu'), await queue.waiting('large')],
        [4, 4, 4],
      );
      assert.equal(await queue.waiting(), 12);
      const taken: string[] = [];
      const ends: (() => void)[] = [];
      let most = 0;
      const consumer = queue.serve(
        2,
        (owner_id, pool) => {
          taken.push(`${pool} ${owner_id}`);
          const { promise, resolve } = Promise.withResolvers<void>();
          ends.push(resolve);
          most = Math.max(most, ends.length);
          return promise;
        },
        ['default', 'gpu'],
      );
      await waitFor(() => {
        if (ends.length === 2 || taken.length === 10) ends.shift()?.();
        return taken.length === 10 && ends.length === 0;
      });
      assert.equal(most, 2);
      assert.deepEqual(taken.toSorted(), [
        ...Array(4).fill('default ann'),
        ...Array(4).fill('gpu ann'),
        ...Array(2).fill('gpu bob'),
      ]);
      assert.equal(await queue.waiting('large'), 4);
      consumer.pause();
      await queue.push([{ owner_id: 'ann', count: 1, pool: 'gpu' }]);
      await waitFor(async () => (await queue.waiting('gpu')) === 1);
      consumer.resume();
      await waitFor(() => taken.length === 11);
      for (const end of ends) end();
      await consumer.close();
      await close();
    });

    test('pools that are known count among what waits and what was lost', async () => {
      const { queue, close } = await open();
      queue.know(['gpu']);
      assert.equal(await queue.lostTurns(), true);
      assert.equal(await queue.lostTurns(), false);
      assert.equal(await queue.waiting(), 0);
      await close();
    });
  });
}

poolContract('memory', async () => {
  const queue = new PoolTurns(() => new MemoryTurnQueue());
  return { queue, close: () => queue.close() };
});

if (requireService('redis')) {
  const server = await startRedis();
  after(() => server.stop());
  poolContract('Redis', async () => {
    const opened = await openRedis(server.url, `test-${randomUUID()}`);
    return { queue: new PoolTurns((pool) => opened.poolQueue(pool)), close: () => opened.close() };
  });
}
