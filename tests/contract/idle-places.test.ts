import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, beforeEach, describe, test } from 'node:test';
import { Redis } from 'ioredis';
import type { IdlePlace, IdlePlaces, SentItems, TurnConsumer } from '../../src/data/contracts/index.ts';
import { type OpenRedis, openRedis } from '../../src/data/redis/open-redis.ts';
import { startRedis } from '../support/redis.ts';
import { requireService } from '../support/services.ts';
import { waitFor } from '../support/wait-for.ts';

/** A worker that keeps its places until it is told to free them. */
class Places implements SentItems {
  readonly items: string[] = [];
  readonly turns: string[] = [];
  readonly consumer: TurnConsumer;
  refused: string | null = null;
  losses = 0;
  readonly #id: string;
  #ends: (() => void)[] = [];

  constructor(redis: OpenRedis, count: number, id = 'w1') {
    this.#id = id;
    this.consumer = redis.queue.serve(count, (owner_id) => {
      this.turns.push(owner_id);
      return this.#hold();
    });
    this.consumer.offer?.(this);
  }

  get held(): number {
    return this.#ends.length;
  }

  worker_id(): string {
    return this.#id;
  }

  refuses(): string | null {
    return this.refused;
  }

  lost(): void {
    this.losses += 1;
  }

  take(text: string): Promise<void>[] {
    const items: string[] = JSON.parse(text);
    this.items.push(...items);
    return items.map(() => this.#hold());
  }

  free(): void {
    for (const end of this.#ends.splice(0)) end();
  }

  #hold(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#ends.push(resolve);
    return promise;
  }
}

if (requireService('redis')) {
  const server = await startRedis();
  after(() => server.stop());

  describe('idle places: Redis', () => {
    let opened: OpenRedis[];
    let db_name: string;
    beforeEach(() => {
      opened = [];
      db_name = `test-${randomUUID()}`;
    });
    afterEach(() => Promise.all(opened.map((redis) => redis.close())));

    async function open(): Promise<OpenRedis> {
      const redis = await openRedis(server.url, db_name);
      opened.push(redis);
      return redis;
    }
    const idleOf = ({ queue }: OpenRedis) => queue.idle as IdlePlaces;
    const taken = async (idle: IdlePlaces, owner_id = 'ann') =>
      (await waitFor(() => idle.take(owner_id))) as IdlePlace;
    const send = (idle: IdlePlaces, places: IdlePlace[], ...items: string[]) =>
      idle.send([{ places, text: JSON.stringify(items) }]);
    const isNone = async (idle: IdlePlaces, owner_id = 'ann') => (await idle.take(owner_id)) === null;

    test('as many items go to a worker as it has idle places, and further ones when these are free again', async () => {
      const [web, worker] = [await open(), await open()];
      const idle = idleOf(web);
      assert.equal(await idle.take('ann'), null);
      const places = new Places(worker, 3);
      const first = await taken(idle);
      assert.equal(first.worker_id, 'w1');
      const others = await Promise.all(['ann', 'bob', 'cid'].map((owner) => idle.take(owner)));
      const [second, third] = others.filter((place) => place !== null);
      assert.ok(second && third);
      assert.equal(others.filter((place) => place === null).length, 1);
      assert.deepEqual(
        await idle.send([
          { places: [first], text: '["one item"]' },
          { places: [second], text: '["\\n 2, two"]' },
        ]),
        [true, true],
      );
      idle.giveBack(third);
      await waitFor(() => places.items.length === 2);
      assert.deepEqual(places.items.toSorted(), ['\n 2, two', 'one item']);
      // What was given back is offered again; nothing else is idle.
      await send(idle, [await taken(idle)], 'three');
      await waitFor(() => places.held === 3);
      assert.equal(await idle.take('ann'), null);
      places.free();
      // Several in one message.
      const two = [await taken(idle), await taken(idle)];
      await send(idle, two, 'four', 'five');
      await waitFor(() => places.held === 2);
      assert.deepEqual(places.items.slice(3), ['four', 'five']);
      assert.equal(places.losses, 0);
    });

    test('an offer is renewed as soon as a third of it was used, not only when the worker looks again anyway', async (context) => {
      const [web, worker] = [await open(), await open()];
      const places = new Places(worker, 12);
      const admin = new Redis(server.url);
      context.after(() => admin.disconnect());
      const offered = async () =>
        Number.parseInt((await admin.hvals(`${db_name}:queue:turns:offers`))[0] ?? '', 10);
      await waitFor(async () => (await offered()) === 12);
      const start = performance.now();
      for (let round = 0; round < 5; round += 1) {
        const four = await Promise.all(
          ['ann', 'bob', 'cid', 'dan'].map((owner) => taken(idleOf(web), owner)),
        );
        await send(idleOf(web), four, 'one', 'two', 'three', 'four');
        await waitFor(() => places.held === 4);
        places.free();
        await waitFor(async () => (await offered()) === 12);
      }
      const ms = performance.now() - start;
      assert.ok(ms < 5 * 1_000, `${ms} ms, looking every 2 s would take 10 s`);
    });

    test('while turns wait, places are theirs', async () => {
      const [web, worker] = [await open(), await open()];
      const places = new Places(worker, 2);
      await taken(idleOf(web));
      places.consumer.pause();
      await waitFor(() => isNone(idleOf(web)));
      await web.queue.push([{ owner_id: 'bob', count: 3 }]);
      places.consumer.resume();
      // One place is kept for an item that may still come.
      await waitFor(() => places.turns.length >= 1);
      assert.equal(await idleOf(web).take('ann'), null);
    });

    test('each turn that waits keeps a place, the others still go to new items', async (context) => {
      const web = await open();
      const admin = new Redis(server.url);
      context.after(() => admin.disconnect());
      // As after a push whose consumers have not woken yet.
      const prefix = `${db_name}:queue:turns`;
      await admin.hset(`${prefix}:offers`, { a: '3|1|9999999999999|w1|', b: '1|1|9999999999999|w2|' });
      await admin.hset(`${prefix}:counts`, { bob: 2 });
      await admin.rpush(`${prefix}:round`, 'bob');
      const all = await Promise.all(['ann', 'ann', 'cid'].map((owner) => idleOf(web).take(owner)));
      assert.deepEqual(
        all.map((place) => place?.worker_id),
        ['w1', 'w1', undefined],
      );
      await admin.hset(`${prefix}:counts`, { bob: 1 });
      assert.equal((await idleOf(web).take('ann'))?.consumer, 'a');
      assert.equal(await idleOf(web).take('ann'), null);
    });

    test('an owner with enough places gets none, the other places go to others', async () => {
      const [web, worker] = [await open(), await open()];
      const places = new Places(worker, 4);
      places.refused = 'ann';
      await taken(idleOf(web), 'bob');
      await waitFor(() => isNone(idleOf(web), 'ann'));
      assert.ok(await idleOf(web).take('bob'));
    });

    test('a worker that is closed offers nothing, and what is sent to it comes back', async () => {
      const [web, worker, other] = [await open(), await open(), await open()];
      const places = new Places(worker, 2);
      const place = await taken(idleOf(web));
      await places.consumer.close();
      assert.equal(await idleOf(web).take('ann'), null);
      assert.deepEqual(await send(idleOf(web), [place], 'late'), [false]);
      new Places(other, 1, 'w2');
      assert.equal((await taken(idleOf(web))).worker_id, 'w2');
      assert.deepEqual(places.items, []);
    });

    test('after FLUSHALL the places are offered again and turns are taken', async () => {
      const [web, worker] = [await open(), await open()];
      const places = new Places(worker, 2);
      await taken(idleOf(web));
      const admin = new Redis(server.url);
      await admin.flushall();
      admin.disconnect();
      // Nothing will come for the place that was taken, and Redis no longer knows of it.
      await waitFor(() => places.losses >= 1);
      await web.queue.push([{ owner_id: 'bob', count: 1 }]);
      await waitFor(() => places.turns.length === 1);
      await send(idleOf(web), [await taken(idleOf(web))], 'item');
      await waitFor(() => places.items.length === 1);
    });

    test('a worker that was sent more than it has places for takes no turns, and does not ask for them without end', async (context) => {
      const [web, worker] = [await open(), await open()];
      const places = new Places(worker, 1);
      const { consumer } = await taken(idleOf(web));
      const admin = new Redis(server.url);
      context.after(() => admin.disconnect());
      // Two for its only place, as when the first comes after it was given up.
      await admin.publish(`${db_name}:db0:events:started:${consumer}`, 'x,y ["one","two"]');
      await waitFor(() => places.held === 2);
      await web.queue.push([{ owner_id: 'bob', count: 1 }]);
      const asked = async () =>
        Number(/cmdstat_bzpopmin:calls=(\d+)/.exec(await admin.info('commandstats'))?.[1]);
      const before = await asked();
      for (let times = 0; times < 200; times += 1) await admin.ping();
      assert.ok((await asked()) - before < 10);
      assert.deepEqual(places.turns, []);
      places.free();
      await waitFor(() => places.turns.length === 1);
    });

    test('a queue whose offers are damaged gives none', async () => {
      const [web, worker] = [await open(), await open()];
      const admin = new Redis(server.url);
      await admin.hset(`${db_name}:queue:turns:offers`, { a: 'x', b: '|||', c: '3|1|9|w|' });
      assert.equal(await idleOf(web).take('ann'), null);
      const places = new Places(worker, 1);
      const place = await taken(idleOf(web));
      await admin.publish(`${db_name}:db0:events:started:${place.consumer}`, '');
      await send(idleOf(web), [place], 'item');
      await waitFor(() => places.items.length === 1);
      admin.disconnect();
    });
  });
}
