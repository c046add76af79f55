/** What other programs write under the keys of the queue must not stop the work. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, beforeEach, describe, test } from 'node:test';
import { Redis } from 'ioredis';
import { type OpenRedis, openRedis } from '../../src/data/redis/open-redis.ts';
import { startRedis } from '../support/redis.ts';
import { requireService } from '../support/services.ts';
import { waitFor } from '../support/wait-for.ts';
import { takeAll } from './queue-contract.ts';

if (requireService('redis')) {
  const server = await startRedis();
  const admin = new Redis(server.url);
  after(() => {
    admin.disconnect();
    return server.stop();
  });

  describe('keys of the queue in Redis that another program wrote', () => {
    let db_name: string;
    const opened: OpenRedis[] = [];
    const lines: string[] = [];
    const write = (_fields: object, line: string) => void lines.push(line);

    beforeEach(() => {
      db_name = `test-${randomUUID()}`;
      lines.length = 0;
    });

    afterEach(() => Promise.all(opened.splice(0).map((redis) => redis.close())));

    async function open() {
      const redis = await openRedis(server.url, db_name, { log: { warn: write, info: write } });
      opened.push(redis);
      return redis.queue;
    }

    test('a key of the queue that holds something else is deleted, and all turns are pushed again', async () => {
      const queue = await open();
      await queue.ping();
      assert.deepEqual(await admin.keys(`${db_name}:queue:*`), []);
      await queue.lostTurns();
      for (const name of ['round', 'next-round', 'counts', 'served', 'delayed', 'wake', 'offers']) {
        const key = `${db_name}:queue:turns:${name}`;
        await admin.set(key, 'x');
        await queue.ping();
        assert.equal(await admin.exists(key), 0, name);
      }
      const counts = `${db_name}:queue:turns:counts`;
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
        lines.every((line) => line.startsWith('keys of the queue in Redis held what')),
        lines.join('\n'),
      );
    });

    test('counts that no queue stored are none: no turns without an end', async () => {
      const queue = await open();
      const key = (name: string) => `${db_name}:queue:turns:${name}`;
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
  });
}
