import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Slot } from '../../src/data/contracts/index.ts';
import { silentLog } from '../../src/runtime/log.ts';
import type { ClaimedItem } from '../../src/services/engine/attempt.ts';
import { ItemClaims } from '../../src/worker/item-claims.ts';
import { ItemsInHand } from '../../src/worker/items-in-hand.ts';
import { type Engine, openEngine } from '../support/engine.ts';
import { waitFor } from '../support/wait-for.ts';

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

test('an item that was sent to the worker and did not arrive is queued when it is missed again', async () => {
  const { engine, data } = own;
  const in_hand = new ItemsInHand();
  const claims = new ItemClaims({
    ...{ data, in_hand, engine, limits: own.limits, running_quota: own.running_quota, log: silentLog },
    worker_id: () => 'w2',
    arrives_ms: 0,
  });
  const made: ClaimedItem[] = [];
  for (const name of ['here', 'lost']) {
    const params = { count: 1 };
    const { task } = await own.services.tasks.create(own.actor, {
      type: 'probe',
      name,
      params,
      priority: 10,
    });
    const { items } = await engine.claim('w2', own.actor.id, 1, false);
    const [item] = items;
    assert.ok(item && item.task.id === task.id);
    const slots = item.task.slots.map((slot): Slot => ({ ...slot, sent: true }));
    const sent = { ...item.task, slots, revision: item.task.revision + 1 };
    assert.equal(await data.database.tasks.save(sent, item.task.revision), true);
    made.push({ ...item, task: sent });
  }
  const [here, lost] = made as [ClaimedItem, ClaimedItem];
  assert.equal(claims.receive(here), true);
  const states = async () =>
    (await data.database.tasks.getMany(made.map(({ task }) => task.id)))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ slots }) => slots.map(({ state, sent, attempt }) => ({ state, sent, attempt })));
  // Nothing is looked for until something seems to be missing.
  await claims.returnLost();
  claims.lookForSent();
  await claims.returnLost();
  const processing = [{ state: 'processing', sent: true, attempt: 1 }];
  assert.deepEqual(await states(), [processing, processing]);
  await waitFor(async () => {
    await claims.returnLost();
    return (await states())[1]?.[0]?.state === 'queued';
  });
  assert.deepEqual(await states(), [processing, [{ state: 'queued', sent: undefined, attempt: 1 }]]);
  // Its message arrives after all: it is somebody else's by now.
  assert.equal(claims.receive(lost), false);
});
