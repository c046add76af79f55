import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, describe, test } from 'node:test';
import { Redis } from 'ioredis';
import { Unavailable } from '../../src/data/contracts/index.ts';
import { MemoryCounters } from '../../src/data/memory/memory-counters.ts';
import { MemoryVersionCache } from '../../src/data/memory/memory-version-cache.ts';
import { connectRedis } from '../../src/data/redis/connections.ts';
import { openRedis } from '../../src/data/redis/open-redis.ts';
import { RedisVersionCache } from '../../src/data/redis/redis-version-cache.ts';
import { atOnce } from '../support/at-once.ts';
import { startRedis } from '../support/redis.ts';
import { requireService } from '../support/services.ts';
import { waitFor } from '../support/wait-for.ts';
import { cacheContract } from './cache-contract.ts';

cacheContract('memory', async () => {
  const versions = new MemoryVersionCache();
  return { versions, counters: new MemoryCounters(), close: () => versions.close() };
});

test('version cache: memory: holds no more than it may, forgetting the longest written first', async () => {
  const versions = new MemoryVersionCache(3);
  for (const key of ['a', 'b', 'c', 'a', 'd']) await versions.write([[key, '1']]);
  assert.deepEqual(await versions.read(['a', 'b', 'c', 'd']), ['1', null, '1', '1']);
});

test('counters: memory: hold no more than they may', async () => {
  const counters = new MemoryCounters(2);
  for (const key of ['a', 'b', 'b', 'c']) await counters.hit(key, 60_000);
  assert.equal((await counters.hit('b', 60_000)).count, 3);
  assert.equal((await counters.hit('a', 60_000)).count, 1);
});

if (requireService('redis')) {
  const server = await startRedis();
  after(() => server.stop());
  const open = (db_name = `test-${randomUUID()}`) => openRedis(server.url, db_name);
  cacheContract('Redis', open);

  const isAway = (ping: () => Promise<void>) =>
    ping().then(
      () => false,
      (error) => error instanceof Unavailable,
    );

  describe('cache: Redis', () => {
    test('what is no version, written by somebody else, counts as none', async () => {
      const db_name = `test-${randomUUID()}`;
      const opened = await open(db_name);
      const redis = new Redis(server.url);
      for (const garbage of ['garbage', '', '1'.repeat(20), '-1', '1.5']) {
        await redis.set(`${db_name}:version:user:a`, garbage);
        assert.deepEqual(await opened.versions.read(['user:a']), [null], garbage);
      }
      await redis.quit();
      await opened.close();
    });

    test('two processes see the same versions and counters', async () => {
      const db_name = `test-${randomUUID()}`;
      const one = await open(db_name);
      const other = await open(db_name);
      await one.versions.write([['user:a', '2']]);
      await other.versions.fill([['user:a', '1']]);
      assert.deepEqual(await other.versions.read(['user:a']), ['2']);
      await one.counters.hit('a', 60_000);
      assert.equal((await other.counters.hit('a', 60_000)).count, 2);
      await Promise.all([one.close(), other.close()]);
    });

    test('every key begins with the name of the database and every entry ends by itself', async () => {
      await server.restart();
      const db_name = `test-${randomUUID()}`;
      const opened = await open(db_name);
      await opened.versions.write([['user:a', '2']]);
      await opened.versions.fill([['user:b', '2']]);
      await opened.counters.hit('a', 60_000);
      await opened.queue.push([{ owner_id: 'ann', count: 1 }]);
      await opened.queue.lostTurns();
      const redis = new Redis(server.url);
      const others = (await redis.keys('*')).filter((key) => !key.startsWith(`${db_name}:`));
      assert.deepEqual(others, []);
      for (const key of ['version:user:a', 'version:user:b', 'counter:a']) {
        assert.ok((await redis.ttl(`${db_name}:${key}`)) > 0, key);
      }
      redis.disconnect();
      await opened.close();
    });

    test('while Redis is away reads and hits fail at once and writes do not throw', async () => {
      const opened = await open();
      await server.kill();
      await waitFor(() => isAway(() => opened.ping()));
      for (let i = 0; i < 20; i++) {
        await assert.rejects(atOnce(opened.versions.read(['user:a'])), Unavailable);
        await assert.rejects(atOnce(opened.counters.hit('a', 60_000)), Unavailable);
        await assert.rejects(atOnce(opened.counters.clear('a')), Unavailable);
        await assert.rejects(atOnce(opened.versions.clear()), Unavailable);
        await opened.versions.write([['user:a', '1']]);
        await opened.versions.fill([['user:a', '1']]);
      }
      await server.restart();
      await waitFor(() => opened.versions.read(['user:a']));
      await opened.close();
    });

    test('a server that answers nothing counts as away after some seconds', async () => {
      const opened = await open();
      await server.pause();
      await assert.rejects(opened.versions.read(['user:a']), Unavailable);
      await assert.rejects(atOnce(opened.versions.read(['user:a'])), Unavailable);
      server.continue();
      await waitFor(() => opened.versions.read(['user:a']));
      await opened.close();
    });

    test('a version that could not be replaced is not believed afterwards, by no process', async () => {
      // Redis itself stays: only this process cannot reach it, so the old version is still there when it can again.
      const db_name = `test-${randomUUID()}`;
      const other = await open(db_name);
      const redis = connectRedis(server.url, 'commands');
      await waitFor(() => redis.status === 'ready');
      const versions = new RedisVersionCache(redis, db_name, { settle_ms: 0 });
      await versions.write([['user:a', '1']]);
      redis.disconnect();
      await waitFor(() => redis.status === 'end');
      await versions.write([['user:a', '2']]);
      assert.deepEqual(await other.versions.read(['user:a']), ['1']);
      redis.connect().catch(() => {});
      assert.deepEqual(await waitFor(() => versions.read(['user:a'])), [null]);
      assert.deepEqual(await other.versions.read(['user:a']), [null]);
      await versions.write([['user:a', '2']]);
      assert.deepEqual(await versions.read(['user:a']), ['2']);
      await versions.close();
      redis.disconnect();
      await other.close();
    });

    test('a version that could not be replaced goes without a read, too', async () => {
      const db_name = `test-${randomUUID()}`;
      const other = await open(db_name);
      const redis = connectRedis(server.url, 'commands');
      await waitFor(() => redis.status === 'ready');
      const versions = new RedisVersionCache(redis, db_name);
      await versions.write([['user:a', '1']]);
      redis.disconnect();
      await waitFor(() => redis.status === 'end');
      await versions.write([['user:a', '2']]);
      await redis.connect();
      await waitFor(async () => (await other.versions.read(['user:a']))[0] === null);
      await versions.close();
      redis.disconnect();
      await other.close();
    });

    test('what Redis kept over a loss is not believed, however it came back', async () => {
      const db_name = `test-${randomUUID()}`;
      const redis = connectRedis(server.url, 'commands');
      await waitFor(() => redis.status === 'ready');
      const versions = new RedisVersionCache(redis, db_name, { settle_ms: 0 });
      await versions.write([['session:s', '1']]);
      redis.disconnect();
      await waitFor(() => redis.status === 'end');
      await redis.connect();
      assert.deepEqual(await versions.read(['session:s']), [null]);
      await versions.write([['session:s', '1']]);
      assert.deepEqual(await versions.read(['session:s']), ['1']);
      await versions.close();
      redis.disconnect();
    });

    test('after Redis was away nothing is believed until every process had time to forget', async () => {
      const redis = connectRedis(server.url, 'commands');
      await waitFor(() => redis.status === 'ready');
      const versions = new RedisVersionCache(redis, `test-${randomUUID()}`, { settle_ms: 500 });
      await versions.write([['user:a', '1']]);
      assert.deepEqual(await versions.read(['user:a']), ['1']);
      redis.disconnect();
      await waitFor(() => redis.status === 'end');
      const start = performance.now();
      await redis.connect();
      assert.deepEqual(await versions.read(['user:a']), [null]);
      await waitFor(async () => {
        await versions.fill([['user:a', '1']]);
        return (await versions.read(['user:a']))[0] === '1';
      });
      assert.ok(performance.now() - start >= 495);
      await versions.close();
      redis.disconnect();
    });
  });
}
