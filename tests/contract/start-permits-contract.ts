import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import {
  ASKED_OF_LATE_MS,
  PERMIT_MS,
  type StartLimit,
  type StartPermits,
  WOKEN_MS,
} from '../../src/data/contracts/index.ts';

export interface OpenPermits {
  permits: StartPermits;
  /** Lets so many milliseconds pass for the permits. */
  pass(ms: number): Promise<void>;
  /** Milliseconds, by the clock of the permits and what was let pass. */
  now(): number;
  close(): Promise<void>;
}

const limitOf = (name: string, running: number | null, rate: StartLimit['rate'] = null): StartLimit => ({
  name,
  running,
  rate,
});

/** A fixed row of numbers from 0 to 1 that looks random. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/** What every store of start permits must do. */
export function startPermitsContract(name: string, open: () => Promise<OpenPermits>): void {
  describe(`start permits: ${name}`, () => {
    let opened: OpenPermits;
    let permits: StartPermits;
    let made = 0;

    beforeEach(async () => {
      opened = await open();
      permits = opened.permits;
    });
    afterEach(() => opened.close());

    /** Takes as many, all for one waiter; returns the permits that were got. */
    async function take(limit: StartLimit, count: number, waiter = 'ann'): Promise<string[]> {
      const requests = Array.from({ length: count }, () => ({ permit: `p${++made}`, waiter }));
      const got = await permits.take(limit, requests);
      return requests.filter((_, at) => got[at]).map(({ permit }) => permit);
    }

    test('no more than `running` are in hand at once, and what is given back can be taken again', async () => {
      const limit = limitOf('render', 3);
      const [first = '', ...others] = await take(limit, 5);
      assert.equal(others.length, 2);
      assert.deepEqual(await take(limit, 1), []);
      await permits.give(limit, [first], false);
      assert.equal((await take(limit, 2)).length, 1);
      assert.equal((await take(limitOf('render:a', 3), 1)).length, 1);
    });

    test('a permit that nobody renews ends; a renewed one stays, and one that was lost comes back', async () => {
      const limit = limitOf('render', 2);
      const [one = ''] = await take(limit, 2);
      await opened.pass(PERMIT_MS - 1_000);
      await permits.renew([{ name: 'render', permits: [one] }]);
      await opened.pass(2_000);
      assert.equal((await take(limit, 2)).length, 1);
      await permits.renew([{ name: 'other', permits: ['lost'] }]);
      assert.equal((await take(limitOf('other', 2), 2)).length, 1);
    });

    test('no window holds more starts than the rate allows, however long items take to begin', async () => {
      const limit = limitOf('call', null, { limit: 5, per: 1_000 });
      const random = numbers(7);
      const starts: number[] = [];
      let beginning: string[] = [];
      for (let round = 0; round < 120; round += 1) {
        beginning.push(...(await take(limit, 1 + Math.floor(random() * 4))));
        const begins = beginning.filter(() => random() < 0.6);
        for (const permit of begins) {
          starts.push(opened.now());
          await permits.started(limit, permit);
        }
        beginning = beginning.filter((permit) => !begins.includes(permit));
        await opened.pass(Math.floor(random() * 250));
      }
      assert.ok(starts.length > 40, `${starts.length} starts`);
      for (let at = 5; at < starts.length; at += 1) {
        const apart = (starts[at] as number) - (starts[at - 5] as number);
        assert.ok(apart >= 999, `starts ${at - 5} and ${at} are ${apart} ms apart`);
      }
    });

    test('a start that did not happen does not count; one of a dead worker ends', async () => {
      const limit = limitOf('call', null, { limit: 2, per: 1_000 });
      const [unused = ''] = await take(limit, 2);
      await permits.give(limit, [unused], true);
      const [used = ''] = await take(limit, 2);
      await permits.started(limit, used);
      await permits.give(limit, [used], false);
      assert.deepEqual(await take(limit, 1), []);
      await opened.pass(1_100);
      assert.equal((await take(limit, 2)).length, 1);
      await opened.pass(PERMIT_MS + 1_000);
      assert.equal((await take(limit, 3)).length, 2);
    });

    test('who waits is woken when there is room, in turns, as often as it asked', async () => {
      const limit = limitOf('render', 1);
      let [held = ''] = await take(limit, 1);
      const first = await permits.wait(limit, 'ann', 2);
      assert.deepEqual(first.waiters, []);
      assert.ok(Number(first.again_in_ms) > 1_000, `again in ${first.again_in_ms} ms`);
      await permits.wait(limit, 'bob', 1);
      assert.deepEqual(await permits.waitedFor(10), ['render']);
      const woken: string[] = [];
      for (let round = 0; round < 3; round += 1) {
        const { waiters } = await permits.give(limit, [held], false);
        woken.push(...waiters);
        [held = ''] = await take(limit, 1, waiters[0]);
        assert.ok(held);
      }
      assert.deepEqual(woken, ['ann', 'bob', 'ann']);
      assert.deepEqual(await permits.give(limit, [held], false), { waiters: [], again_in_ms: null });
      assert.deepEqual(await permits.waitedFor(10), []);
    });

    test('a woken waiter’s place is kept for it, but not for long', async () => {
      let limit: StartLimit;
      let kept: { eve: string[]; woken: string[] };
      let given: number;
      // The clock of Redis goes on: on a busy machine the place may be free again before these calls have come through.
      do {
        limit = limitOf(`render-${++made}`, 1);
        const [held = ''] = await take(limit, 1);
        await permits.wait(limit, 'ann', 1);
        await permits.wait(limit, 'bob', 1);
        given = opened.now();
        assert.deepEqual((await permits.give(limit, [held], false)).waiters, ['ann']);
        kept = { eve: await take(limit, 1, 'eve'), woken: (await permits.wake(limit)).waiters };
      } while (opened.now() - given >= WOKEN_MS);
      assert.deepEqual(kept, { eve: [], woken: [] });
      await opened.pass(WOKEN_MS + 20);
      assert.deepEqual((await permits.wake(limit)).waiters, ['bob']);
      assert.equal((await take(limit, 1, 'bob')).length, 1);
    });

    test('who waits after all is woken at once where room came meanwhile, or when the window opens', async () => {
      const limit = limitOf('call', null, { limit: 1, per: 1_000 });
      const [held = ''] = await take(limit, 1);
      await permits.started(limit, held);
      await opened.pass(400);
      const { waiters, again_in_ms } = await permits.wait(limit, 'ann', 1);
      assert.deepEqual(waiters, []);
      assert.ok(Number(again_in_ms) <= 601 && Number(again_in_ms) > 0, `again in ${again_in_ms} ms`);
      await opened.pass(Number(again_in_ms));
      assert.deepEqual(await permits.wake(limit), { waiters: ['ann'], again_in_ms: null });
      assert.equal((await take(limit, 1)).length, 1);
      assert.deepEqual((await permits.wait(limitOf('free', 1), 'bob', 1)).waiters, ['bob']);
    });

    test('who has nothing left is passed over and forgotten, unless it asked of late', async () => {
      const limit = limitOf('render', 1);
      const [held = ''] = await take(limit, 1);
      await permits.wait(limit, 'ann', 50);
      await permits.wait(limit, 'bob', 1);
      await opened.pass(ASKED_OF_LATE_MS + 100);
      await permits.wait(limit, 'cat', 2);
      assert.deepEqual((await permits.give(limit, [held], false)).waiters, ['ann']);
      assert.deepEqual((await permits.gone(limit, ['ann'])).waiters, ['bob']);
      assert.deepEqual((await permits.gone(limit, ['bob'])).waiters, ['cat']);
      assert.deepEqual((await permits.gone(limit, ['cat'])).waiters, ['cat']);
      assert.deepEqual(await permits.gone(limit, ['cat']), { waiters: [], again_in_ms: null });
    });

    test('asked for a number at least, a waiter is woken no more often than it asked for or that', async () => {
      const limit = limitOf('render', 1);
      const [held = ''] = await take(limit, 1);
      await permits.wait(limit, 'ann', 1, true);
      await permits.wait(limit, 'ann', 1, true);
      assert.deepEqual(await permits.give(limit, [held], false), { waiters: ['ann'], again_in_ms: null });
      // Of five that it waits for, three were lost.
      await permits.take(limit, [{ permit: 'again', waiter: 'ann' }]);
      await permits.wait(limit, 'ann', 2);
      await permits.wait(limit, 'ann', 5, true);
      await permits.wait(limit, 'ann', 4, true);
      let woken = 0;
      for (let wake = await permits.give(limit, ['again'], false); wake.waiters.length > 0; woken += 1) {
        const permit = `p${woken}`;
        await permits.take(limit, [{ permit, waiter: 'ann' }]);
        wake = await permits.give(limit, [permit], false);
      }
      assert.equal(woken, 5);
    });
  });
}
