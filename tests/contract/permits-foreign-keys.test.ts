/** Values that other programs write under the keys of start limits must not stop the work. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requireService } from '../support/services.ts';
import { OpenedRedis } from './opened-redis.ts';

if (requireService('redis')) {
  const redis = await OpenedRedis.start();

  test('what others wrote to the keys of start limits stops no start', async () => {
    const { permits } = await redis.open();
    const { admin, db_name } = redis;
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
