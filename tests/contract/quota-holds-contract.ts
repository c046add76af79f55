import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { QuotaHolds } from '../../src/data/contracts/index.ts';
import { waitFor } from '../support/wait-for.ts';
import { nextId, type OpenedDatabase } from './samples.ts';

const LONG_MS = 600_000;

/** An engine that only one process may serve from has nothing to hold. */
export function quotaHoldsContract(opened: () => OpenedDatabase): void {
  function forSeveral(name: string, run: (holds: QuotaHolds) => Promise<void>): void {
    it(name, async () => {
      const { quotaHolds, capabilities } = opened().database;
      assert.equal(quotaHolds === undefined, capabilities.single_process);
      if (quotaHolds) await run(quotaHolds);
    });
  }

  forSeveral('shows what others hold, until it is handed back or replaced', async (holds) => {
    const owner = nextId();
    const placesFor = async (holder: string) => (await holds.read(owner, holder)).places;
    const hold = async (holder: string, places: number) =>
      holds.hold(owner, holder, places, LONG_MS, (await holds.read(owner, holder)).edition);
    assert.deepEqual(await holds.read(owner, '$a'), { places: 0, edition: null });
    assert.equal(await hold('$a', 3), true);
    assert.equal(await hold('b', 4), true);
    assert.deepEqual([await placesFor('$a'), await placesFor('b'), await placesFor('c')], [4, 3, 7]);
    assert.equal(await hold('b', 1), true);
    assert.deepEqual([await placesFor('$a'), await placesFor('b')], [1, 3]);
    await holds.release(owner, '$a');
    assert.deepEqual([await placesFor('$a'), await placesFor('b')], [1, 0]);
    await holds.release(nextId(), '$a');
    assert.equal((await holds.read(nextId(), 'b')).places, 0);
  });

  forSeveral('lets one of those hold places who have read the same', async (holds) => {
    const owner = nextId();
    const holders = ['a', 'b', 'c', 'd'];
    for (let round = 0; round < 5; round += 1) {
      const { edition } = await holds.read(owner, 'z');
      const got = await Promise.all(holders.map((one) => holds.hold(owner, one, 1, LONG_MS, edition)));
      assert.equal(got.filter(Boolean).length, 1);
    }
  });

  forSeveral('forgets what was held too long', async (holds) => {
    const owner = nextId();
    assert.equal(await holds.hold(owner, 'a', 5, 30, null), true);
    await waitFor(async () => (await holds.read(owner, 'b')).places === 0);
    const { edition } = await holds.read(owner, 'b');
    assert.equal(await holds.hold(owner, 'b', 2, LONG_MS, edition), true);
    assert.equal((await holds.read(owner, 'a')).places, 2);
  });
}
