import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Refused, Unavailable } from '../../src/data/contracts/index.ts';
import { openRedis } from '../../src/data/redis/open-redis.ts';
import { COMMANDS_IN_SCRIPTS } from '../../src/data/redis/redis-rights.ts';
import { tryRedis } from '../../src/data/redis/try-redis.ts';
import { requireService } from '../support/services.ts';
import { waitFor } from '../support/wait-for.ts';
import { taskState } from './events-contract.ts';
import { OpenedRedis } from './opened-redis.ts';
import { takeAll } from './queue-contract.ts';

test('the commands that are tried at start are those that our scripts call', () => {
  const folder = fileURLToPath(new URL('../../src/data/redis/', import.meta.url));
  const texts = readdirSync(folder).map((file) => readFileSync(folder + file, 'utf8'));
  const called = texts.flatMap((text) =>
    [...text.matchAll(/redis\.p?call\('([A-Z]+)'/g)].map(([, name = '']) => name),
  );
  assert.deepEqual([...COMMANDS_IN_SCRIPTS].sort(), [...new Set(called)].sort());
});

if (requireService('redis')) {
  const redis = await OpenedRedis.start();
  const { admin } = redis;
  const open = (url?: string, wait_ms?: number) => redis.open(url, wait_ms);

  /** A URL for a user with these rights and every key and channel of the database's name. */
  async function urlFor(...rights: string[]): Promise<string> {
    const user = `u${randomUUID().slice(0, 8)}`;
    await admin.acl(
      'SETUSER',
      user,
      'on',
      '>a-word',
      `~${redis.db_name}:*`,
      `&${redis.db_name}:*`,
      ...rights,
    );
    return redis.url.replace('redis://', `redis://${user}:a-word@`);
  }

  const refusal = async (url: string, wait_ms = 300): Promise<string> => {
    const begun = performance.now();
    const error = await open(url, wait_ms).catch((error) => error);
    assert.ok(error instanceof Refused, `${error}`);
    // It tries for `wait_ms`; without that it would for half a minute.
    assert.ok(performance.now() - begun < 25_000);
    assert.ok(!error.message.includes('a-word') && !error.message.includes('\n'));
    return error.message.replace(/^Redis at \S+ /, '');
  };

  describe('Redis refuses at start: one line', () => {
    for (const [rights, expected] of [
      [
        ['+@all', '-@dangerous'],
        /^does not allow its user INFO; give it the rights ~test-\S+:\* &test-\S+:\* /,
      ],
      [['+@all', '-eval'], /^does not allow its user EVAL;/],
      [['+@all', '-evalsha'], /^does not allow its user EVALSHA;/],
      [['+@all', '-@blocking'], /^does not allow its user BZPOPMIN;/],
      [['+@all', '-mget'], /^does not allow its user MGET; give it the rights /],
      [['+@all', '-multi'], /^does not allow its user MULTI; give it the rights /],
      [['+@all', '-exec'], /^does not allow its user EXEC; give it the rights /],
      [['+@all', '-mget', '-zadd'], /^does not allow its user ZADD, MGET; give it the rights /],
      [['+@all', '-zadd', '-hset'], /^does not allow its user HSET, ZADD;/],
      [['+@read'], /^does not allow its user INFO, EVAL, /],
      [['+@all', 'resetchannels'], /^does not allow its user PUBLISH test-\S+, SUBSCRIBE test-\S+;/],
      [['+@all', 'resetkeys', '~other:*'], /^does not allow its user EVAL, MGET, ZADD; /],
    ] as [string[], RegExp][]) {
      test(`a user with ${rights.join(' ')}`, async () => {
        assert.match(await refusal(await urlFor(...rights)), expected);
      });
    }

    test('a user with the rights that the message names works', async () => {
      const { queue, events } = await open(await urlFor('+@all', '-@dangerous', '+info'));
      const taker = takeAll(queue, 1);
      await queue.push([{ owner_id: 'ann', count: 2 }]);
      await waitFor(() => taker.taken.length === 2);
      await Promise.all([queue.ping(), events.ping?.()]);
      assert.deepEqual(redis.lines, []);
    });

    test('a database number that it has not', async () => {
      assert.match(await refusal(`${redis.url}/99`), /^has no database 99; /);
    });

    test('a password that is not given', async () => {
      await admin.config('SET', 'requirepass', 'a-word');
      assert.match(await refusal(redis.url), /^wants a password; /);
      await admin.config('SET', 'requirepass', '');
    });

    test('too few replicas are waited for', async () => {
      await admin.config('SET', 'min-replicas-to-write', '1');
      assert.match(await refusal(redis.url), /^has too few replicas and takes no writes; /);
      await admin.config('SET', 'min-replicas-to-write', '0');
    });

    test('TLS where it speaks none', async () => {
      assert.match(
        await refusal(redis.url.replace('redis:', 'rediss:')),
        /does not speak TLS: write redis:\/\//,
      );
    });

    test('another server on its port', async () => {
      const web: Server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
      await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
      const { port } = web.address() as { port: number };
      assert.match(await refusal(`redis://127.0.0.1:${port}`), /^is not a Redis server: /);
      web.close();
    });

    test('a replica, and a full server, are waited for', async () => {
      await admin.replicaof('127.0.0.1', 1);
      assert.match(await refusal(redis.url), /^is a read-only replica; .*; tried for 0\.3 s$/);
      await admin.replicaof('NO', 'ONE');
      await admin.config('SET', 'maxmemory', '1');
      assert.match(await refusal(redis.url), /^is full and takes no writes; /);
      const opening = open(redis.url, 20_000);
      await admin.config('SET', 'maxmemory', '0');
      await (await opening).queue.ping();
    });
  });

  test('waiting for Redis ends at once when it is told to', async () => {
    const controller = new AbortController();
    const opening = openRedis('redis://127.0.0.1:1', redis.db_name, {
      wait_ms: 60_000,
      on_wait: () => controller.abort(new Error('told to stop')),
      signal: controller.signal,
    });
    await assert.rejects(opening, /told to stop/);
  });

  describe('Redis refuses later: pings say so, and the process goes on', () => {
    test('a full server', async () => {
      const { queue, events } = await open();
      await admin.config('SET', 'maxmemory', '1');
      const error = await queue.ping().catch((error) => error);
      assert.ok(error instanceof Unavailable);
      assert.equal(
        (error.cause as Error).message,
        'Redis is full and takes no writes; give it more memory (maxmemory)',
      );
      await admin.config('SET', 'maxmemory', '0');
      await Promise.all([queue.ping(), events.ping?.()]);
    });

    test('rights that are taken away and given back: no loop without an end, and turns are taken again', async () => {
      const url = await urlFor('+@all');
      const user = new URL(url).username;
      const { queue, events } = await open(url);
      const taker = takeAll(queue, 2);
      await queue.push([{ owner_id: 'ann', count: 1 }]);
      await waitFor(() => taker.taken.length === 1);
      await admin.acl('SETUSER', user, '-evalsha', '-eval', '-bzpopmin', '-publish');
      await waitFor(async () => {
        await assert.rejects(queue.push([{ owner_id: 'ann', count: 1 }]), Unavailable);
        await assert.rejects(events.ping?.() ?? Promise.resolve(), Unavailable);
        return redis.lines.some((line) => line.startsWith('Redis refused to hand out work'));
      });
      assert.ok(redis.lines.length < 10, redis.lines.join('\n'));
      await admin.acl('SETUSER', user, '+@all');
      await queue.push([{ owner_id: 'bob', count: 3 }]);
      await waitFor(() => taker.taken.filter((owner) => owner === 'bob').length === 3);
    });
  });

  describe('what others wrote into Redis', () => {
    test('messages that are no events are a log line, the next ones arrive', async () => {
      const { events } = await open();
      const heard: string[] = [];
      events.subscribe('task', ({ id }) => heard.push(id));
      events.subscribe('cancel', ({ task_id }) => heard.push(task_id));
      await events.ping?.();
      const channel = (topic: string) => `${redis.db_name}:db0:events:${topic}`;
      for (const text of [
        '',
        'no json',
        '{}',
        'null',
        '[null, 5, "x", [], {}]',
        '[{"task_id": 5}]',
        '\ud800',
      ]) {
        await admin.publish(channel('task'), text);
        await admin.publish(channel('cancel'), text);
      }
      await admin.publish(
        channel('cancel'),
        JSON.stringify([
          { task_id: 5, revision: 1 },
          { task_id: 'b', revision: 1 },
        ]),
      );
      events.publish('task', taskState('a'));
      await waitFor(() => heard.length === 2);
      assert.deepEqual(heard.sort(), ['a', 'b']);
      assert.equal(redis.lines.length, 1, redis.lines.join('\n'));
      assert.match(redis.lines[0] ?? '', /^unreadable messages on an event channel/);
    });

    test('entries of the queue that are no turns are dropped, the others are taken', async () => {
      const { queue } = await open();
      const key = (name: string) => `${redis.db_name}:queue:turns:${name}`;
      await queue.push([{ owner_id: 'ann', count: 1 }]);
      for (const value of ['', 'x', '-1', '1e12x', '\ud800'])
        await admin.hset(key('counts'), `c${value}`, value);
      await admin.rpush(key('round'), 'nobody', '', 'c', 'cx', 'c-1');
      for (const value of ['', 'x', 'x|y', 'x|1|', 'x|-1|ann', '|x|ann'])
        await admin.zadd(key('delayed'), 1, value);
      const taker = takeAll(queue, 1);
      await waitFor(() => taker.taken.length === 1);
      await queue.push([{ owner_id: 'bob', count: 1 }]);
      await waitFor(() => taker.taken.length === 2);
      assert.deepEqual(taker.taken, ['ann', 'bob']);
      await waitFor(async () => (await admin.exists(key('delayed'), key('round'), key('next-round'))) === 0);
      assert.deepEqual(redis.lines, []);
    });

    test('values that are no numbers stop neither counting nor the order of turns', async () => {
      const { queue, counters, versions } = await open();
      await admin.set(`${redis.db_name}:counter:a`, 'x');
      await admin.lpush(`${redis.db_name}:counter:b`, 'x');
      for (const key of ['a', 'b']) assert.equal((await counters.hit(key, 60_000)).count, 1);
      await admin.hset(`${redis.db_name}:queue:turns:counts`, 'ann', 'x');
      await queue.push([{ owner_id: 'ann', count: 1 }]);
      await admin.lpush(`${redis.db_name}:version:user:a`, 'x');
      await admin.set(`${redis.db_name}:version:user:b`, 'x');
      assert.deepEqual(await versions.read(['user:a', 'user:b']), [null, null]);
      await versions.write([['user:b', '3']]);
      assert.deepEqual(await versions.read(['user:b']), ['3']);
    });
  });

  test('two installations told apart by the number of the database do not hear each other', async () => {
    const [one, other] = [await open(), await open(`${redis.url}/1`)];
    const heard: string[] = [];
    other.events.subscribe('cancel', ({ task_id }) => heard.push(task_id));
    await Promise.all([one.events.ping?.(), other.events.ping?.()]);
    one.events.publish('cancel', { task_id: 'of one', revision: 1 });
    await one.events.ping?.();
    other.events.publish('cancel', { task_id: 'of the other', revision: 1 });
    await waitFor(() => heard.length > 0);
    assert.deepEqual(heard, ['of the other']);
  });

  test('two installations with the same names are noticed; one whose processes are gone is not in the way for long', async () => {
    const [one, other, elsewhere] = [await open(), await open(), await open(`${redis.url}/1`)];
    await one.presence.join('one', ['web', 'worker']);
    await other.presence.join('one', ['scheduler']);
    await assert.rejects(other.presence.join('other', ['web']), (error: Error) => {
      assert.ok(error instanceof Refused);
      assert.match(error.message, /is used by another installation with DB_NAME/);
      return true;
    });
    await elsewhere.presence.join('other', ['web']);
    for (const key of ['installation', 'running:web', 'running:worker', 'running:scheduler']) {
      const left = await admin.ttl(`${redis.db_name}:${key}`);
      assert.ok(left > 0 && left <= 30, `${key} ${left}`);
    }
    const trial = await tryRedis(redis.url, redis.db_name, 20_000);
    assert.deepEqual(trial, {
      obstacle: null,
      queue_fault: null,
      arrives: true,
      installation_id: 'one',
      roles: ['web', 'worker', 'scheduler'],
      others: [1],
    });
  });
}
