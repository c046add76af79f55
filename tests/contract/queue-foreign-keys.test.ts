/** Values that other programs write under the keys of the queue must not stop the work. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { requireService } from '../support/services.ts';
import { waitFor } from '../support/wait-for.ts';
import { OpenedRedis } from './opened-redis.ts';
import { takeAll } from './queue-contract.ts';

if (requireService('redis')) {
  const redis = await OpenedRedis.start();
  const { admin } = redis;

  describe('keys of the queue in Redis that another program wrote', () => {
    const key = (name: string) => `${redis.db_name}:queue:turns:${name}`;

    test('a key of the queue that holds something else is deleted, and all turns are pushed again', async () => {
      const { queue } = await redis.open();
      await queue.ping();
      assert.deepEqual(await admin.keys(key('*')), []);
      await queue.lostTurns();
      for (const name of ['round', 'next-round', 'counts', 'served', 'delayed', 'wake', 'offers']) {
        await admin.set(key(name), 'x');
        await queue.ping();
        assert.equal(await admin.exists(key(name)), 0, name);
      }
      const counts = key('counts');
      await admin.set(counts, 'x');
      await queue.push([{ owner_id: 'ann', count: 1 }]);
      const taker = takeAll(queue, 1);
      await waitFor(() => taker.taken.length === 1);
      // This time, the consumer is the first to meet it.
      await queue.push([{ owner_id: 'late', count: 1, delay_ms: 100 }]);
      await admin.set(counts, 'x');
      await waitFor(async () => (await admin.type(counts)) !== 'string');
      await queue.push([{ owner_id: 'bob', count: 1 }]);
      await waitFor(() => taker.taken.includes('bob'));
      assert.equal(await queue.lostTurns(), true);
      assert.ok(
        redis.lines.every((line) => line.startsWith('keys of this server in Redis held')),
        redis.lines.join('\n'),
      );
    });

    test('counts that no queue stored are none: no turns without an end', async () => {
      const { queue } = await redis.open();
      for (const value of ['inf', '1e15', '0.5', '-3', 'nan']) {
        await admin.hset(key('counts'), `ghost${value}`, value);
        await admin.rpush(key('round'), `ghost${value}`);
      }
      await admin.zadd(key('delayed'), 0, 'a|99999999999|ghost');
      const taker = takeAll(queue, 2);
      await queue.push([{ owner_id: 'ann', count: 2 }]);
      await waitFor(async () => taker.taken.length === 2 && (await queue.waiting()) === 0);
      assert.deepEqual(taker.taken, ['ann', 'ann']);
    });

    test('a count that is larger than what waits goes when it is dropped, and the owner joins again', async () => {
      const { queue } = await redis.open();
      await queue.push([
        { owner_id: 'ann', count: 2 },
        { owner_id: 'bob', count: 1 },
      ]);
      await admin.hset(key('counts'), 'ann', 50_000_000);
      assert.equal(await queue.drop?.('ann'), 50_000_000);
      assert.equal(await queue.drop?.('ann'), 0);
      assert.equal(await queue.waiting(), 1);
      await queue.push([{ owner_id: 'ann', count: 1 }]);
      const taker = takeAll(queue, 2);
      await waitFor(() => taker.taken.length === 2);
      assert.deepEqual(taker.taken.toSorted(), ['ann', 'bob']);
      assert.equal(await admin.exists(key('round'), key('counts')), 0);
    });
  });
}
