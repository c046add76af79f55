import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { after, afterEach, beforeEach, describe, test } from 'node:test';
import { Redis } from 'ioredis';
import { Unavailable } from '../../src/data/contracts/index.ts';
import { type OpenRedis, type OpenRedisOptions, openRedis } from '../../src/data/redis/open-redis.ts';
import { TurnScripts } from '../../src/data/redis/turn-scripts.ts';
import { atOnce } from '../support/at-once.ts';
import { freePort } from '../support/free-port.ts';
import { startRedis } from '../support/redis.ts';
import { requireService } from '../support/services.ts';
import { waitFor } from '../support/wait-for.ts';
import { Taker, takeAll, tally } from './queue-contract.ts';

if (requireService('redis')) {
  const server = await startRedis();
  after(() => server.stop());

  describe('turn queue: Redis', () => {
    let db_name: string;
    let opened: OpenRedis[];
    const lines: string[] = [];
    const write = (_fields: object, line: string) => void lines.push(line);
    const log = { warn: write, info: write };

    beforeEach(() => {
      db_name = `test-${randomUUID()}`;
      opened = [];
      lines.length = 0;
    });

    afterEach(() => Promise.all(opened.map((redis) => redis.close())));

    async function open(options: OpenRedisOptions = {}) {
      const redis = await openRedis(server.url, db_name, { log, ...options });
      opened.push(redis);
      return redis.queue;
    }

    const isAway = (work: () => Promise<unknown>) =>
      work().then(
        () => false,
        (error) => error instanceof Unavailable,
      );

    test('two processes share the turns, the order of owners and the places', async () => {
      const [one, other] = [await open(), await open()];
      await one.push([{ owner_id: 'ann', count: 400 }]);
      const first = new Taker(one, 2);
      const second = new Taker(other, 3);
      await waitFor(() => first.held === 2 && second.held === 3);
      await other.push([{ owner_id: 'bob', count: 1 }]);
      first.release(Infinity);
      second.release(Infinity);
      await waitFor(() => first.taken.length + second.taken.length === 401);
      const taker = first.taken.includes('bob') ? first : second;
      assert.ok(taker.taken.indexOf('bob') <= 10);
      assert.equal(first.most_held, 2);
      assert.equal(second.most_held, 3);
    });

    test('a lone owner that never waits has no debt when others come', async () => {
      const queue = await open();
      const taker = takeAll(queue, 1);
      for (let i = 1; i <= 100; i++) {
        await queue.push([{ owner_id: 'ann', count: 1 }]);
        await waitFor(() => taker.taken.length === i);
      }
      await taker.consumer.close();
      await queue.push([{ owner_id: 'bob', count: 50 }]);
      await queue.push([{ owner_id: 'ann', count: 50 }]);
      const rest = takeAll(queue, 1);
      await waitFor(() => rest.taken.length === 100);
      assert.ok(rest.taken.indexOf('ann') <= 2);
    });

    test('turns of an owner go on after one of the keys was deleted, as Redis may do when it is full', async () => {
      const admin = new Redis(server.url);
      for (const key of ['round', 'next-round', 'counts', 'served', 'wake']) {
        const { queue } = await openRedis(server.url, `${db_name}-${key}`, { log }).then((redis) => {
          opened.push(redis);
          return redis;
        });
        await queue.push([
          { owner_id: 'ann', count: 4 },
          { owner_id: 'bob', count: 4 },
        ]);
        const first = new Taker(queue, 3);
        await waitFor(() => first.held === 3);
        await admin.del(`${db_name}-${key}:queue:turns:${key}`);
        await queue.push([
          { owner_id: 'ann', count: 2 },
          { owner_id: 'bob', count: 2 },
        ]);
        first.release(Infinity);
        // What the key said of the number of turns is lost with it.
        const expected = key === 'counts' ? 7 : 12;
        await waitFor(() => first.taken.length === expected, { what: `${expected} turns without ${key}` });
        assert.equal(await queue.waiting(), 0);
        await queue.push([{ owner_id: 'ann', count: 2 }]);
        await waitFor(() => first.taken.length === expected + 2);
      }
      admin.disconnect();
    });

    test('a consumer that is closed while others wait keeps no turns from them', async () => {
      const [one, other] = [await open(), await open()];
      const taker = new Taker(one, 1);
      await other.push([{ owner_id: 'ann', count: 3 }]);
      await waitFor(() => taker.held === 1);
      const rest = takeAll(other, 2);
      await waitFor(() => rest.taken.length === 2);
      await taker.consumer.close();
      await one.push([{ owner_id: 'bob', count: 2 }]);
      await waitFor(() => rest.taken.length === 4);
      taker.release(1);
    });

    test('thousands of owners, and a push of ten thousand delayed turns, pass', async () => {
      const queue = await open();
      const taker = takeAll(queue, 2_500);
      await queue.push(Array.from({ length: 3_000 }, (_, i) => ({ owner_id: `o${i}`, count: 2 })));
      await queue.push(Array.from({ length: 3_000 }, () => ({ owner_id: 'late', count: 1, delay_ms: 5 })));
      await waitFor(() => taker.taken.length === 9_000);
      assert.equal(tally(taker.taken).late, 3_000);
      assert.equal(new Set(taker.taken).size, 3_001);
    });

    test('after FLUSHALL exactly one of two processes is told, and everything goes on', async () => {
      const [one, other] = [await open(), await open()];
      await one.lostTurns();
      const taker = new Taker(one, 2);
      await other.push([{ owner_id: 'ann', count: 10 }]);
      await waitFor(() => taker.held === 2);
      const admin = new Redis(server.url);
      await admin.flushall();
      admin.disconnect();
      taker.release(Infinity);
      const answers = await Promise.all([one.lostTurns(), other.lostTurns()]);
      assert.deepEqual(answers.sort(), [false, true]);
      await other.push([{ owner_id: 'bob', count: 10 }]);
      await waitFor(() => taker.taken.length === 12);
      assert.deepEqual(tally(taker.taken), { ann: 2, bob: 10 });
      assert.deepEqual(lines, []);
    });

    test('Redis killed and restarted empty: pushes fail at once meanwhile, the consumer goes on after', async () => {
      const queue = await open();
      await queue.lostTurns();
      const taker = new Taker(queue, 3);
      await queue.push([{ owner_id: 'ann', count: 5 }]);
      await waitFor(() => taker.held === 3);
      await server.kill();
      await waitFor(() => isAway(() => queue.ping()));
      for (let i = 0; i < 20; i++) {
        await assert.rejects(atOnce(queue.push([{ owner_id: 'ann', count: 1 }])), Unavailable);
        await assert.rejects(atOnce(queue.lostTurns()), Unavailable);
        await assert.rejects(atOnce(queue.waiting()), Unavailable);
      }
      // Items end while Redis is away.
      taker.release(3);
      await waitFor(() => taker.held === 0);
      await server.restart();
      await waitFor(() => queue.lostTurns());
      await queue.push([{ owner_id: 'bob', count: 10 }]);
      await waitFor(() => taker.held === 3);
      taker.release(Infinity);
      await waitFor(() => taker.taken.length === 13);
      assert.deepEqual(tally(taker.taken), { ann: 3, bob: 10 });
      assert.equal(lines.length, 2, lines.join('\n'));
      assert.match(lines[0] as string, /^Redis at 127\.0\.0\.1:\d+ is lost/);
      assert.match(lines[1] as string, /is back$/);
    });

    test('turns that were taken and did not arrive are reported once', async (context) => {
      const queue = await open();
      const real = TurnScripts.prototype.take;
      let lost = 0;
      context.mock.method(
        TurnScripts.prototype,
        'take',
        async function (this: TurnScripts, ...args: never[]) {
          const taken = await Reflect.apply(real, this, args);
          if (lost > 0 || taken.turns.length === 0) return taken;
          lost += 1;
          throw new Error('Connection is closed.');
        },
      );
      assert.equal(await queue.mayMissTurns?.(), false);
      const taker = new Taker(queue, 1);
      await queue.push([{ owner_id: 'ann', count: 1 }]);
      await waitFor(() => lost === 1);
      await queue.push([{ owner_id: 'bob', count: 1 }]);
      await waitFor(() => taker.taken.includes('bob'));
      assert.deepEqual([await queue.mayMissTurns?.(), await queue.mayMissTurns?.()], [true, false]);
      taker.release(Infinity);
    });

    test('an idle consumer goes on after Redis was away', async () => {
      const queue = await open();
      const taker = takeAll(queue, 2);
      await queue.push([{ owner_id: 'ann', count: 1 }]);
      await waitFor(() => taker.taken.length === 1);
      await server.restart();
      await waitFor(() => queue.ping().then(() => true));
      await queue.push([{ owner_id: 'ann', count: 4 }]);
      await waitFor(() => taker.taken.length === 5);
    });

    test('a consumer started while Redis is away begins when it is there', async () => {
      const queue = await open();
      await server.kill();
      await waitFor(() => isAway(() => queue.ping()));
      const taker = takeAll(queue, 2);
      await server.restart();
      await waitFor(() => queue.ping().then(() => true));
      await queue.push([{ owner_id: 'ann', count: 3 }]);
      await waitFor(() => taker.taken.length === 3);
    });

    test('a server that answers nothing: pushes fail after some seconds, the consumer goes on after', async () => {
      const queue = await open();
      const taker = takeAll(queue, 2);
      await queue.push([{ owner_id: 'ann', count: 1 }]);
      await waitFor(() => taker.taken.length === 1);
      await server.pause();
      await assert.rejects(queue.push([{ owner_id: 'ann', count: 1 }]), Unavailable);
      server.continue();
      await waitFor(() => queue.push([{ owner_id: 'bob', count: 3 }]).then(() => true));
      await waitFor(() => (tally(taker.taken).bob ?? 0) >= 3);
    });

    test('closing waits neither for turns under way nor for Redis while it is away', async () => {
      const queue = await open();
      const taker = new Taker(queue, 2);
      await queue.push([{ owner_id: 'ann', count: 2 }]);
      await waitFor(() => taker.held === 2);
      await queue.close();
      assert.equal(taker.held, 2);
      taker.release(2);

      const second = await open();
      const held = new Taker(second, 2);
      await second.push([{ owner_id: 'ann', count: 2 }]);
      await waitFor(() => held.held === 2);
      await server.kill();
      await waitFor(() => isAway(() => second.ping()));
      await Promise.all(opened.map((redis) => redis.close()));
      held.release(2);
      await server.restart();
    });

    test('an unreachable server at the start: one line, then an error, neither with the password', async () => {
      const waits: string[] = [];
      const port = await freePort();
      const error = await openRedis(`redis://ann:secret-word@127.0.0.1:${port}`, db_name, {
        wait_ms: 300,
        on_wait: (line) => waits.push(line),
      }).catch((error) => error);
      assert.ok(error instanceof Unavailable);
      assert.equal(error.message, `Redis at 127.0.0.1:${port} cannot be reached`);
      assert.equal(waits.length, 1);
      assert.match(waits[0] as string, /^Redis at 127\.0\.0\.1:\d+ cannot be reached \(.*ECONNREFUSED/);
      assert.ok(![...waits, `${error.stack} ${error.cause}`].join().includes('secret-word'));
    });

    test('a server that comes up later is waited for', async () => {
      const waits: string[] = [];
      await server.kill();
      const opening = open({ on_wait: (line) => waits.push(line) });
      await waitFor(() => waits.length === 1);
      await server.restart();
      await (await opening).ping();
    });

    test('a server that takes connections and answers nothing is unreachable', async () => {
      const silent = createServer().listen(0, '127.0.0.1');
      await waitFor(() => silent.listening);
      const { port } = silent.address() as { port: number };
      await assert.rejects(openRedis(`redis://127.0.0.1:${port}`, db_name, { wait_ms: 300 }), Unavailable);
      silent.close();
    });

    test('a wrong password ends the start at once, and is not shown', async () => {
      const admin = new Redis(server.url);
      await admin.config('SET', 'requirepass', 'right-word');
      admin.disconnect();
      const url = server.url.replace('redis://', 'redis://:wrong-word@');
      const error = await openRedis(url, db_name).catch((error) => error);
      assert.match(error.message, /refuses the user or password of REDIS_URL; correct them$/);
      assert.ok(!error.message.includes('wrong-word'));
      await (await openRedis(server.url.replace('redis://', 'redis://:right-word@'), db_name)).close();
      await server.restart();
    });
  });
}
