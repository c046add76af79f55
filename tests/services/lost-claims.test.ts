import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { silentLog } from '../../src/runtime/log.ts';
import type { ClaimedItem } from '../../src/services/engine/attempt.ts';
import { ItemClaims } from '../../src/worker/item-claims.ts';
import { ItemsInHand } from '../../src/worker/items-in-hand.ts';
import { type Engine, openEngine } from '../support/engine.ts';

let own: Engine;
before(async () => {
  own = await openEngine();
});
after(() => own.stop());

test('items claimed by a claim whose answer was lost are handed back, those in hand are kept', async () => {
  const { engine, data } = own;
  const { task } = await own.services.tasks.create(own.actor, {
    type: 'probe',
    params: { count: 3, concurrency: 3 },
  });
  const in_hand = new ItemsInHand();
  let lose = false;
  const claims = new ItemClaims({
    data,
    in_hand,
    limits: own.limits,
    running_quota: own.running_quota,
    worker_id: () => 'w1',
    log: silentLog,
    engine: {
      // The real claim, whose answer never arrives once `lose` is set.
      async claim(...asked) {
        const claimed = await engine.claim(...asked);
        if (lose) throw new Error('the connection broke');
        return claimed;
      },
      claimReleased: engine.claimReleased.bind(engine),
      handBack: engine.handBack.bind(engine),
    },
  });

  const kept = await claims.claim(own.actor.id, 1, false);
  assert.equal(kept.items.length, 1);
  lose = true;
  assert.deepEqual(await claims.claim(own.actor.id, 2, false), {
    items: [],
    solo_waits: false,
    over_quota: 0,
  });
  const stored = async () => (await data.database.tasks.get(task.id))?.slots.map(({ state }) => state).sort();
  assert.deepEqual(await stored(), ['processing', 'processing', 'processing']);

  await claims.returnLost();
  assert.deepEqual(await stored(), ['processing', 'queued', 'queued']);
  const slot = (await data.database.tasks.get(task.id))?.slots.find(({ state }) => state === 'processing');
  assert.equal(slot?.index, kept.items[0]?.index);

  // Nothing was lost since: what another worker of the same id would hold is left alone.
  lose = false;
  in_hand.released(kept.items[0] as ClaimedItem);
  await claims.returnLost();
  assert.deepEqual(await stored(), ['processing', 'queued', 'queued']);
});
