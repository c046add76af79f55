import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { MemoryEventBus } from '../../src/data/memory/memory-event-bus.ts';
import { openRedis } from '../../src/data/redis/open-redis.ts';
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
    here.publish('cancel', { task_id: 'lost', round: 0 });
    // A subscription made while Redis is away.
    let heard_task = 0;
    there.subscribe('task', () => heard_task++);
    await server.restart();
    await waitFor(() => ping().then(() => true));
    const before = heard;
    await waitFor(() => {
      here.publish('cancel', { task_id: 't1', round: 0 });
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

  test('event bus: Redis: databases of different names do not hear each other', async () => {
    const one = await openTwo();
    const other = await openTwo();
    const heard: string[] = [];
    other.there.subscribe('cancel', ({ task_id }) => heard.push(task_id));
    await untilConnected(other.here, other.there);
    await untilConnected(one.here, one.there);
    one.here.publish('cancel', { task_id: 'of one', round: 0 });
    await untilConnected(one.here, one.there);
    other.here.publish('cancel', { task_id: 'of the other', round: 0 });
    await waitFor(() => heard.includes('of the other'));
    assert.ok(!heard.includes('of one'));
    await one.close();
    await other.close();
  });
}
