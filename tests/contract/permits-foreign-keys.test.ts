/** Other programs may use the same Redis, and write where this one looks. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, beforeEach, test } from 'node:test';
import { Redis } from 'ioredis';
import { type OpenRedis, openRedis } from '../../src/data/redis/open-redis.ts';
import { startRedis } from '../support/redis.ts';
import { requireService } from '../support/services.ts';

if (requireService('redis')) {
  const server = await startRedis();
  const admin = new Redis(server.url);
  after(async () => {
    admin.disconnect();
    await server.stop();
  });

  let db_name: string;
  let opened: OpenRedis[];
  let lines: string[];
  const write = (_fields: object, line: string) => void lines.push(line);

  beforeEach(() => {
    db_name = `test-${randomUUID()}`;
    opened = [];
    lines = [];
  });
  afterEach(() => Promise.all(opened.map((redis) => redis.close())));

  async function open(): Promise<OpenRedis> {
    const redis = await openRedis(server.url, db_name, { log: { info: write, warn: write } });
    opened.push(redis);
    return redis;
  }

  test('what others wrote to the keys of start limits stops no start', async () => {
    const { permits } = await open();
    const limit = { name: 'call', running: 1, rate: { limit: 5, per: 60_000 } };
    const key = (name: string) => `${db_name}:permits:call:${name}`;
    for (const name of [
      ...['running', 'starts', 'line', 'counts', 'woken'].map(key),
      `${db_name}:permits-waited-for`,
    ]) {
      await admin.multi().del(name).set(name, 'x').exec();
      assert.ok(Array.isArray(await permits.waitedFor(10)));
      await permits.wait(limit, 'ann', 1);
      const [got] = await permits.take(limit, [{ permit: name, waiter: 'ann' }]);
      await permits.give(limit, [name], true);
      assert.equal(got, true, name);
    }
    await admin.hset(key('counts'), { ann: 'x', 'at:ann': 'x', bob: 'inf' });
    await admin.zadd(key('running'), 'inf', 'a ghost');
    await admin.zadd(key('woken'), 'inf', 'a ghost');
    await permits.gone(limit, ['ann']);
    await permits.wait(limit, 'ann', 1);
    await permits.wait(limit, 'bob', 1);
    await permits.wake(limit);
    assert.equal((await permits.take(limit, [{ permit: 'p', waiter: 'ann' }]))[0], true);
  });
}
