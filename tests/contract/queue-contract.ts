import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { type TurnConsumer, type TurnQueue, Unavailable } from '../../src/data/contracts/index.ts';
import { waitFor } from '../support/wait-for.ts';

export interface OpenQueue {
  queue: TurnQueue;
  close(): Promise<void>;
}

/** What every turn queue must do. `open` gives a new, empty one. */
export function queueContract(name: string, open: () => Promise<OpenQueue>): void {
  describe(`turn queue: ${name}`, () => {
    let opened: OpenQueue;
    let queue: TurnQueue;

    beforeEach(async () => {
      opened = await open();
      queue = opened.queue;
    });

    afterEach(() => opened.close());

    test('every turn is taken once', async () => {
      await queue.push([
        { owner_id: 'ann', count: 3 },
        { owner_id: 'bob', count: 2 },
        { owner_id: 'ann', count: 1 },
      ]);
      assert.equal(await queue.waiting(), 6);
      const taker = takeAll(queue, 2);
      await waitFor(() => taker.taken.length === 6);
      assert.deepEqual(tally(taker.taken), { ann: 4, bob: 2 });
      await waitFor(async () => (await queue.waiting()) === 0);
    });

    test('turns pushed at the same time all arrive', async () => {
      const taker = takeAll(queue, 4);
      const pushes = Array.from({ length: 300 }, (_, i) => queue.push([{ owner_id: `o${i % 7}`, count: 2 }]));
      await Promise.all(pushes);
      await waitFor(() => taker.taken.length === 600);
      assert.equal(tally(taker.taken).o0, 86);
    });

    test('many thousands of turns pass without holding the event loop', async () => {
      let ticks = 0;
      const timer = setInterval(() => ticks++, 1);
      const taker = takeAll(queue, 100);
      for (let i = 0; i < 4; i++) await queue.push([{ owner_id: `o${i}`, count: 2_500 }]);
      await waitFor(() => taker.taken.length === 10_000);
      clearInterval(timer);
      assert.ok(ticks > 0);
    });

    test('at most `places` turns are under way', async () => {
      const taker = new Taker(queue, 3);
      await queue.push([{ owner_id: 'ann', count: 10 }]);
      await waitFor(() => taker.held === 3);
      assert.equal(await waitFor(() => queue.waiting()), 7);
      taker.release(1);
      await waitFor(() => taker.taken.length === 4);
      assert.equal(taker.held, 3);
      taker.release(Infinity);
      await waitFor(() => taker.taken.length === 10);
      assert.equal(taker.most_held, 3);
    });

    test('an owner with thousands of turns does not delay the first one of another', async () => {
      const places = 4;
      await queue.push([{ owner_id: 'ann', count: 2_000 }]);
      const taker = new Taker(queue, places);
      await waitFor(() => taker.held === places);
      taker.release(100);
      await waitFor(() => taker.taken.length === 100 + places);
      await queue.push([{ owner_id: 'bob', count: 1 }]);
      const before = taker.taken.length;
      taker.release(Infinity);
      await waitFor(() => taker.taken.includes('bob'));
      const behind = taker.taken.indexOf('bob') - before;
      assert.ok(behind <= places, `bob came after ${behind} more of ann's turns`);
    });

    test('three owners who joined at different times get equal shares', async () => {
      await queue.push([{ owner_id: 'ann', count: 900 }]);
      const taker = new Taker(queue, 3);
      for (const joins of ['bob', 'cid']) {
        await waitFor(() => taker.held === 3);
        taker.release(50);
        await waitFor(() => taker.taken.length % 50 === 3 && taker.held === 3);
        await queue.push([{ owner_id: joins, count: 900 }]);
      }
      const before = taker.taken.length;
      taker.release(Infinity);
      await waitFor(() => taker.taken.length >= before + 600);
      const shares = tally(taker.taken.slice(before, before + 600));
      for (const owner of ['ann', 'bob', 'cid']) {
        assert.ok(Math.abs((shares[owner] ?? 0) - 200) <= 10, JSON.stringify(shares));
      }
    });

    test('an owner who comes back each time its last turn is taken gets its share and no more', async () => {
      await queue.push([
        { owner_id: 'many', count: 300 },
        { owner_id: 'single', count: 1 },
      ]);
      const taken: string[] = [];
      queue.serve(1, async (owner_id) => {
        taken.push(owner_id);
        if (owner_id === 'single' && taken.length < 400) await queue.push([{ owner_id, count: 1 }]);
      });
      await waitFor(() => taken.length >= 200);
      const { many = 0, single = 0 } = tally(taken.slice(0, 200));
      assert.ok(Math.abs(many - single) <= 4, `${many} to ${single}`);
    });

    test('a turn pushed while one is served is taken', async () => {
      const taken: string[] = [];
      queue.serve(1, async (owner_id) => {
        taken.push(owner_id);
        if (taken.length < 5) await queue.push([{ owner_id: `next${taken.length}`, count: 1 }]);
      });
      await queue.push([{ owner_id: 'first', count: 1 }]);
      await waitFor(() => taken.length === 5);
      assert.deepEqual(taken, ['first', 'next1', 'next2', 'next3', 'next4']);
    });

    test('delayed turns come when their delay is over, those without at once', async () => {
      const start = performance.now();
      const times = new Map<string, number[]>();
      queue.serve(2, async (owner_id) => {
        times.set(owner_id, [...(times.get(owner_id) ?? []), performance.now() - start]);
      });
      await queue.push([
        { owner_id: 'later', count: 3, delay_ms: 400 },
        { owner_id: 'soon', count: 1, delay_ms: 150 },
        { owner_id: 'now', count: 1 },
      ]);
      await waitFor(() => times.get('later')?.length === 3);
      assert.equal(times.get('now')?.length, 1);
      assert.equal(times.get('soon')?.length, 1);
      assert.ok((times.get('now')?.[0] as number) < (times.get('soon')?.[0] as number));
      assert.ok((times.get('soon')?.[0] as number) >= 145);
      assert.ok((times.get('later') as number[]).every((time) => time >= 395));
    });

    test('delayed turns get no better place than others of their owner', async () => {
      await queue.push([{ owner_id: 'ann', count: 200, delay_ms: 50 }]);
      await queue.push([{ owner_id: 'bob', count: 200 }]);
      const taker = new Taker(queue, 1);
      await waitFor(async () => taker.held === 1 && (await queue.waiting()) === 399);
      taker.release(Infinity);
      await waitFor(() => taker.taken.length === 400);
      const first_half = tally(taker.taken.slice(20, 220));
      assert.ok(Math.abs((first_half.ann ?? 0) - (first_half.bob ?? 0)) <= 40, JSON.stringify(first_half));
    });

    test('a paused consumer takes nothing, a resumed one goes on', async () => {
      const taker = takeAll(queue, 2);
      await queue.push([{ owner_id: 'ann', count: 1 }]);
      await waitFor(() => taker.taken.length === 1);
      taker.consumer.pause();
      taker.consumer.pause();
      await queue.push([{ owner_id: 'ann', count: 5 }]);
      await waitFor(async () => (await queue.waiting()) === 5);
      assert.equal(taker.taken.length, 1);
      taker.consumer.resume();
      taker.consumer.resume();
      await waitFor(() => taker.taken.length === 6);
    });

    test('turns under way go on while the consumer is paused, also through several pauses', async () => {
      const taker = new Taker(queue, 2);
      await queue.push([{ owner_id: 'ann', count: 6 }]);
      await waitFor(() => taker.held === 2);
      taker.consumer.pause();
      taker.release(2);
      await waitFor(() => taker.held === 0);
      assert.equal(await queue.waiting(), 4);
      taker.consumer.resume();
      taker.consumer.pause();
      taker.consumer.resume();
      taker.release(Infinity);
      await waitFor(() => taker.taken.length === 6);
    });

    test('a closed consumer lets turns under way end; the next consumer takes the rest', async () => {
      const first = new Taker(queue, 2);
      await queue.push([{ owner_id: 'ann', count: 5 }]);
      await waitFor(() => first.held === 2);
      await first.consumer.close();
      assert.equal(first.held, 2);
      first.consumer.resume();
      const second = takeAll(queue, 2);
      await waitFor(() => second.taken.length === 3);
      first.release(Infinity);
      await waitFor(() => first.held === 0);
      assert.equal(first.taken.length, 2);
      await waitFor(async () => (await queue.waiting()) === 0);
    });

    test('one consumer at a time', async () => {
      const { consumer } = takeAll(queue, 1);
      assert.throws(() => queue.serve(1, async () => {}), /consumer/);
      await consumer.close();
      await consumer.close();
      takeAll(queue, 1);
    });

    test('a queue that starts empty tells one caller that its turns are lost', async () => {
      const answers = await Promise.all([queue.lostTurns(), queue.lostTurns(), queue.lostTurns()]);
      assert.deepEqual(answers.sort(), [false, false, true]);
      assert.equal(await queue.lostTurns(), false);
    });

    test('pushing nothing is allowed, also no turns of an owner', async () => {
      await queue.push([]);
      await queue.push([{ owner_id: 'ann', count: 0 }]);
      assert.equal(await queue.waiting(), 0);
    });

    test('trying the queue, also from many sides at once, takes and leaves no turn', async () => {
      await queue.push([{ owner_id: 'ann', count: 2 }]);
      await Promise.all(Array.from({ length: 20 }, () => queue.ping()));
      assert.equal(await queue.waiting(), 2);
      const taker = takeAll(queue, 1);
      await waitFor(() => taker.taken.length === 2);
      await queue.ping();
      await queue.push([{ owner_id: 'bob', count: 1 }]);
      await waitFor(() => taker.taken.length === 3);
      assert.deepEqual(taker.taken, ['ann', 'ann', 'bob']);
    });

    test('a closed queue is unavailable', async () => {
      await queue.ping();
      await queue.close();
      await queue.close();
      await assert.rejects(queue.push([{ owner_id: 'ann', count: 1 }]), Unavailable);
      await assert.rejects(queue.ping(), Unavailable);
    });
  });
}

/** Takes turns and holds them until they are released. */
export class Taker {
  readonly taken: string[] = [];
  readonly consumer: TurnConsumer;
  held = 0;
  most_held = 0;
  #free = 0;
  #waiting: (() => void)[] = [];

  constructor(queue: TurnQueue, places: number) {
    this.consumer = queue.serve(places, (owner_id) => this.#take(owner_id));
  }

  /** Lets so many turns end, now or when they are taken. */
  release(count: number): void {
    this.#free += count;
    while (this.#free > 0 && this.#waiting.length > 0) {
      this.#free -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #take(owner_id: string): Promise<void> {
    this.taken.push(owner_id);
    this.held += 1;
    this.most_held = Math.max(this.most_held, this.held);
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.held -= 1;
  }
}

/** Takes turns and lets each end at once. */
export function takeAll(queue: TurnQueue, places: number): Taker {
  const taker = new Taker(queue, places);
  taker.release(Infinity);
  return taker;
}

export function tally(owners: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const owner of owners) counts[owner] = (counts[owner] ?? 0) + 1;
  return counts;
}
