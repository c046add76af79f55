import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Slot, Unavailable } from '../../src/data/contracts/index.ts';
import { silentLog } from '../../src/runtime/log.ts';
import type { ClaimedItem } from '../../src/services/engine/attempt.ts';
import { ItemClaims } from '../../src/worker/item-claims.ts';
import { ItemsInHand } from '../../src/worker/items-in-hand.ts';
import { OwnerPlaces } from '../../src/worker/owner-places.ts';
import { ReceivedItems } from '../../src/worker/received-items.ts';
import { UnderWay } from '../../src/worker/under-way.ts';
import { type Engine, openEngine } from '../support/engine.ts';
import { waitFor } from '../support/wait-for.ts';

let own: Engine;
before(async () => {
  own = await openEngine();
});
after(() => own.stop());

/** An item as if it had been claimed for this worker when its task was created. */
async function sentTo(worker_id: string, name: string): Promise<ClaimedItem> {
  const asked = { type: 'probe', name, params: { count: 1 }, priority: 10 };
  await own.services.tasks.create(own.actor, asked);
  const [item] = (await own.engine.claim(worker_id, own.actor.id, 1, false)).items;
  assert.ok(item);
  const slots = item.task.slots.map((slot): Slot => ({ ...slot, sent: true }));
  const sent = { ...item.task, slots, revision: item.task.revision + 1 };
  assert.equal(await own.data.database.tasks.save(sent, item.task.revision), true);
  return { ...item, task: sent };
}

const stateOf = async ({ task }: ClaimedItem) =>
  (await own.data.database.tasks.get(task.id))?.slots[0]?.state;

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
    clock: own.clock,
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
    unused: 2,
  });
  const stored = async () => (await data.database.tasks.get(task.id))?.slots.map(({ state }) => state).sort();
  assert.deepEqual(await stored(), ['processing', 'processing', 'processing']);

  await claims.returnLost();
  assert.deepEqual(await stored(), ['processing', 'queued', 'queued']);
  const slot = (await data.database.tasks.get(task.id))?.slots.find(({ state }) => state === 'processing');
  assert.equal(slot?.index, kept.items[0]?.index);

  // A write that comes late is looked for once more.
  await claims.returnLost();
  // Nothing was lost since: what another worker of the same id would hold is left alone.
  lose = false;
  in_hand.released(kept.items[0] as ClaimedItem);
  await claims.returnLost();
  assert.deepEqual(await stored(), ['processing', 'queued', 'queued']);
});

test('an item that was sent to the worker and did not arrive is queued when it is missed again', async () => {
  const { engine, data } = own;
  const soon: number[] = [];
  const in_hand = new ItemsInHand();
  const claims = new ItemClaims({
    ...{
      data,
      in_hand,
      engine,
      limits: own.limits,
      clock: own.clock,
      running_quota: own.running_quota,
      log: silentLog,
    },
    worker_id: () => 'w2',
    arrives_ms: 0,
    lookSoon: (ms) => soon.push(ms),
  });
  const made = [await sentTo('w2', 'here'), await sentTo('w2', 'lost')];
  const [here, lost] = made as [ClaimedItem, ClaimedItem];
  assert.equal(claims.receive(here), true);
  const states = async () =>
    (await data.database.tasks.getMany(made.map(({ task }) => task.id)))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ slots }) => slots.map(({ state, sent, attempt }) => ({ state, sent, attempt })));
  // Nothing is looked for until something seems to be missing.
  await claims.returnLost();
  claims.lookForSent();
  assert.deepEqual(soon, [0]);
  await claims.returnLost();
  // It is missed for the first time, and soon looked for again; further signs of a loss make no more looks.
  assert.equal(soon.length, 2);
  claims.lookForSent();
  assert.ok((soon[2] as number) > 0 && (soon[2] as number) <= 1_000);
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

describe('an item that is sent to the worker', () => {
  /** What the worker has of its parts here: `run` counts. */
  function receiver(id: string, broken: { owner?: boolean; store?: boolean }) {
    const ran: string[] = [];
    const in_hand = new ItemsInHand();
    const away = async () => {
      throw new Unavailable('the database');
    };
    const claims = new ItemClaims({
      ...{
        data: own.data,
        in_hand,
        limits: own.limits,
        clock: own.clock,
        running_quota: own.running_quota,
        log: silentLog,
      },
      engine: {
        claim: own.engine.claim.bind(own.engine),
        claimReleased: own.engine.claimReleased.bind(own.engine),
        handBack: (items) => (broken.store ? away() : own.engine.handBack(items)),
      },
      worker_id: () => id,
      arrives_ms: 0,
    });
    const { engine, plans, pauses } = own;
    const { users } = own.data.database;
    const owner_places = new OwnerPlaces(broken.owner ? { ...users, get: away } : users, 1, silentLog);
    // Its owner is asked for only when the owner's share of the places is taken.
    if (broken.owner) owner_places.takeAtOnce(own.actor.id);
    // What is sent is signed: see sent-starts.test.ts.
    const remote_places = { read: (message: string) => JSON.parse(message) };
    const received = new ReceivedItems(
      { ...{ engine, plans, pauses, remote_places } },
      {
        claims,
        owner_places,
        turns: new UnderWay(silentLog, () => {}),
        worker_id: () => id,
        isRunning: () => true,
        async run({ task }) {
          ran.push(task.id);
        },
      },
    );
    const take = async (item: ClaimedItem) => {
      await Promise.all(received.take(JSON.stringify({ worker_id: id, items: [{ item }] })));
    };
    return { ran, in_hand, claims, take };
  }

  test('runs once, however often it comes', async () => {
    const { ran, take } = receiver('w3', {});
    const item = await sentTo('w3', 'once');
    await take(item);
    await take(item);
    assert.deepEqual(ran, [item.task.id]);
  });

  test('is queued if its owner cannot be read', async () => {
    const { ran, in_hand, take } = receiver('w4', { owner: true });
    const item = await sentTo('w4', 'owner');
    await take(item);
    assert.deepEqual([ran, in_hand.isClaimed(item.task.id, item)], [[], false]);
    assert.equal(await stateOf(item), 'queued');
  });

  test('is queued later if the store does not answer when it is given back', async () => {
    const broken = { owner: true, store: false };
    const { claims, take } = receiver('w5', broken);
    // The first look, which follows the start of every worker.
    await claims.returnLost();
    const item = await sentTo('w5', 'store');
    broken.store = true;
    await take(item);
    assert.equal(await stateOf(item), 'processing');
    broken.store = false;
    await waitFor(async () => {
      await claims.returnLost();
      return (await stateOf(item)) === 'queued';
    });
  });
});

test('a worker stops in time, and hands its items back, while the queue cannot be closed', async (context) => {
  const { queue } = own.data;
  const serve = queue.serve.bind(queue);
  context.mock.method(queue, 'serve', (...given: Parameters<typeof serve>) => {
    const consumer = serve(...given);
    const close = async () => {
      await consumer.close();
      await new Promise<void>(() => {});
    };
    return { ...consumer, close };
  });
  const worker = await own.startWorker(1);
  const { task } = await own.services.tasks.create(own.actor, {
    type: 'wait',
    params: { seconds: 60 },
    priority: 10,
  });
  await waitFor(async () => (await own.data.database.tasks.get(task.id))?.status === 'processing');
  await worker.stop(0);
  assert.equal(worker.mode, 'stopped');
  assert.deepEqual(
    (await own.data.database.tasks.get(task.id))?.slots.map(({ state, deaths }) => ({ state, deaths })),
    [{ state: 'queued', deaths: 0 }],
  );
});

test('no turn is lost while the store does not answer', async (context) => {
  const { tasks, users } = own.data.database;
  const away = async () => {
    throw new Unavailable('the database');
  };
  const params = { count: 8, concurrency: 8 };
  const { task } = await own.services.tasks.create(own.actor, { type: 'inline-probe', params });
  // Which of the two a worker asks for first depends on what it remembers of the owner: each fails.
  const claims = context.mock.method(tasks, 'claimable', away);
  const reads = context.mock.method(users, 'get', away);
  // Nothing here looks for lost turns: each must find its item.
  const worker = await own.startWorker(4);
  await waitFor(() => claims.mock.callCount() + reads.mock.callCount() > 3);
  claims.mock.restore();
  reads.mock.restore();
  await waitFor(async () => (await tasks.get(task.id))?.status === 'completed');
  await worker.stop(0);
});
