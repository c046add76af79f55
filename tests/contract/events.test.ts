import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { Redis } from 'ioredis';
import { Unavailable } from '../../src/data/contracts/index.ts';
import { MemoryEventBus } from '../../src/data/memory/memory-event-bus.ts';
import { BLOCK_S, connectRedis, untilReady } from '../../src/data/redis/connections.ts';
import { openRedis } from '../../src/data/redis/open-redis.ts';
import { RedisEventBus } from '../../src/data/redis/redis-event-bus.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { startRedis } from '../support/redis.ts';
import { requireService } from '../support/services.ts';
import { waitFor } from '../support/wait-for.ts';
import { eventsContract, taskState, untilConnected } from './events-contract.ts';

eventsContract('memory', async () => {
  const bus = new MemoryEventBus({ on_error: () => {} });
  return { here: bus, there: bus, close: () => bus.close() };
});

if (requireService('redis')) {
  const server = await startRedis();
  after(() => server.stop());

  async function openTwo() {
    const db_name = `test-${randomUUID()}`;
    const here = await openRedis(server.url, db_name);
    const there = await openRedis(server.url, db_name);
    const close = async () => {
      await Promise.all([here.close(), there.close()]);
    };
    return { here: here.events, there: there.events, ping: () => here.ping(), close };
  }

  eventsContract('Redis', openTwo);

  test('event bus: Redis: subscriptions come back with Redis, and publishing meanwhile does not throw', async () => {
    const { here, there, ping, close } = await openTwo();
    let heard = 0;
    there.subscribe('cancel', () => heard++);
    await untilConnected(here, there);
    await server.kill();
    await waitFor(() =>
      ping().then(
        () => false,
        () => true,
      ),
    );
    here.publish('cancel', { task_id: 'lost', revision: 1 });
    // A subscription made while Redis is away.
    let heard_task = 0;
    there.subscribe('task', () => heard_task++);
    await server.restart();
    await waitFor(() => ping().then(() => true));
    const before = heard;
    await waitFor(() => {
      here.publish('cancel', { task_id: 't1', revision: 1 });
      return heard > before;
    });
    await waitFor(() => {
      here.publish('task', taskState('t1'));
      return heard_task > 0;
    });
    await close();
  });

  test('event bus: Redis: what is published once a subscription is said to stand arrives', async () => {
    const { here, there, close } = await openTwo();
    for (let i = 0; i < 20; i++) {
      let heard = 0;
      const end = there.subscribe('task', () => heard++);
      await there.subscribed?.();
      here.publish('task', taskState(`t${i}`));
      await waitFor(() => heard === 1);
      end();
    }
    await close();
  });

  test('event bus: Redis: states that nobody listens to are not sent; a listener gets every later one, in order', async (context) => {
    const { here, there, close } = await openTwo();
    const redis = new Redis(server.url);
    context.after(() => redis.disconnect());
    const published = async () =>
      Number(/cmdstat_publish:calls=(\d+)/.exec(await redis.info('commandstats'))?.[1] ?? 0);
    const before = await published();
    here.publish('task', taskState('t1', 0));
    await waitFor(async () => (await published()) > before);
    for (let revision = 1; revision <= 1_000; revision += 1) here.publish('task', taskState('t1', revision));
    const seen: number[] = [];
    there.subscribe('task', ({ revision }) => seen.push(revision));
    await there.subscribed?.();
    for (let revision = 1_001; revision <= 1_010; revision += 1) {
      here.publish('task', taskState('t1', revision));
      await redis.ping();
    }
    await waitFor(() => seen.at(-1) === 1_010);
    assert.deepEqual(
      seen.slice(-10),
      Array.from({ length: 10 }, (_, at) => 1_001 + at),
    );
    await close();
  });

  test('event bus: Redis: a subscription that waits for Redis does not hold anybody up; a gap is told when it stands', async () => {
    const { there, close } = await openTwo();
    let gaps = 0;
    there.onGap?.(() => gaps++);
    await server.pause();
    const end = there.subscribe('task', () => {});
    await there.subscribed?.();
    assert.equal(gaps, 0);
    server.continue();
    await waitFor(() => gaps > 0);
    end();
    await close();
  });

  test('event bus: Redis: a server that falls silent: a ping fails, the connection is made again, and the gap is told', async (context) => {
    const commands = connectRedis(server.url, 'commands');
    const options = { autoResubscribe: false, socketTimeout: 100, retryStrategy: () => 20 };
    const subscriber = new Redis(server.url, options).on('error', () => {});
    context.after(() => {
      server.continue();
      for (const redis of [commands, subscriber]) redis.disconnect();
    });
    await Promise.all([commands, subscriber].map((redis) => untilReady(redis, 'Redis', 10_000)));
    const bus = new RedisEventBus({
      ...{ commands, subscriber, prefix: `test-${randomUUID()}`, log: silentLog },
      ...{ ping_ms: 50, ask_ms: 20 },
    });
    let [heard, gaps, losses] = [0, 0, 0];
    bus.subscribe('cancel', () => heard++);
    bus.onGap(() => gaps++);
    subscriber.on('close', () => losses++);
    await bus.subscribed();
    await server.pause();
    // An error that nobody awaits would fail this test.
    await assert.rejects(bus.ping(), Unavailable);
    await waitFor(() => losses > 0);
    server.continue();
    await waitFor(() => gaps > 0);
    await waitFor(() => {
      bus.publish('cancel', { task_id: 't1', revision: 1 });
      return heard > 0;
    });
    await bus.close();
  });

  test('Redis: a connection that falls silent is closed: 2 s after a command, or after the time that it may block', async (context) => {
    const events = connectRedis(server.url, 'events');
    const waiting = connectRedis(server.url, 'waiting');
    context.after(() => {
      server.continue();
      for (const redis of [events, waiting]) redis.disconnect();
    });
    await Promise.all([events, waiting].map((redis) => untilReady(redis, 'Redis', 10_000)));
    const closed = [events, waiting].map((redis) => new Promise((resolve) => redis.once('close', resolve)));
    await server.pause();
    const paused = performance.now();
    const commands = [events.ping(), waiting.bzpopmin('nothing', BLOCK_S)];
    const answers = Promise.allSettled(commands);
    await closed[0];
    const took = performance.now() - paused;
    assert.ok(took > 1_900 && took < 5_000, `${took} ms`);
    await closed[1];
    assert.ok(performance.now() - paused > BLOCK_S * 1_000 + 1_900);
    server.continue();
    await answers;
  });

  test('event bus: Redis: databases of different names do not hear each other', async () => {
    const one = await openTwo();
    const other = await openTwo();
    const heard: string[] = [];
    other.there.subscribe('cancel', ({ task_id }) => heard.push(task_id));
    await untilConnected(other.here, other.there);
    await untilConnected(one.here, one.there);
    one.here.publish('cancel', { task_id: 'of one', revision: 1 });
    await untilConnected(one.here, one.there);
    other.here.publish('cancel', { task_id: 'of the other', revision: 1 });
    await waitFor(() => heard.includes('of the other'));
    assert.ok(!heard.includes('of one'));
    await one.close();
    await other.close();
  });
}
