/** The item of a new task starts with its creation where a place is free, and waits for its turn in every other case. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, type TestContext, test } from 'node:test';
import { type Task, Unavailable } from '../../src/data/contracts/index.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { FreePlaces } from '../../src/worker/free-places.ts';
import { ItemClaims } from '../../src/worker/item-claims.ts';
import { ItemsInHand } from '../../src/worker/items-in-hand.ts';
import { OwnerPlaces } from '../../src/worker/owner-places.ts';
import type { Worker } from '../../src/worker/worker.ts';
import { type Engine, openEngine } from '../support/engine.ts';
import { waitFor } from '../support/wait-for.ts';

let own: Engine;
let worker: Worker;
beforeEach(async () => {
  own = await openEngine();
  worker = await own.startWorker(4);
  // The turns of what waits in the store are pushed: there is nothing.
  await own.data.queue.lostTurns();
});
afterEach(() => own.stop());

const request = (params: object, type = 'inline-probe') => ({ type, params });
const stored = async (id: string) => {
  const task = await own.data.database.tasks.get(id);
  assert.ok(task);
  return task;
};
/** What the write that created the task stored. */
async function firstStored(t: TestContext, params: object, type?: string) {
  const create = t.mock.method(own.data.database.tasks, 'create');
  const { task } = await own.services.tasks.create(own.actor, request(params, type));
  const [written] = create.mock.calls.at(-1)?.arguments ?? [];
  create.mock.restore();
  assert.equal(written?.id, task.id);
  return { task, written };
}
const completed = (id: string) => waitFor(async () => (await stored(id)).status === 'completed');

test('one write creates the task and claims its item, another records its end', async (t) => {
  const { tasks } = own.data.database;
  const [save, saveWithItems, get, getParams] = [
    t.mock.method(tasks, 'save'),
    t.mock.method(tasks, 'saveWithItems' as 'save'),
    t.mock.method(tasks, 'get'),
    t.mock.method(tasks, 'getParams'),
  ];
  const { task, written } = await firstStored(t, { count: 1 });
  assert.deepEqual([task.status, task.revision, task.started_at], ['pending', 1, null]);
  assert.deepEqual([written?.status, written?.revision, written?.running], ['processing', 2, 1]);
  assert.equal(written?.slots[0]?.attempt, 1);
  await waitFor(() => saveWithItems.mock.callCount() === 1);
  assert.deepEqual([save.mock.callCount(), get.mock.callCount(), getParams.mock.callCount()], [0, 0, 0]);
  await completed(task.id);
  const after = await stored(task.id);
  assert.deepEqual([after.revision, after.completed_items, after.slots.length], [3, 1, 0]);
  assert.ok(after.started_at && after.started_at >= after.created_at);
  const row = await own.data.database.items.get(task.id, 0);
  assert.deepEqual([row?.attempt, row?.status, row?.result], [1, 'completed', '{"index":0}']);
  await waitFor(() => worker.running === 0);
});

test('an item waits for its turn behind others, of a task of many, and of a type that is paused or limited', async (t) => {
  const pending = async (params: object, type?: string) => {
    const { task, written } = await firstStored(t, params, type);
    assert.deepEqual([written?.status, written?.revision], ['pending', 1]);
    return task.id;
  };
  await completed(await pending({ count: 2 }));

  t.mock.method(own.pauses, 'isPaused', () => true);
  await completed(await pending({ count: 1 }));
  t.mock.reset();
  const limited = t.mock.method(own.limits, 'isLimited', () => true);
  const waits = await pending({ count: 1 });
  limited.mock.restore();
  await completed(waits);

  // Three of four places are what one owner gets; the fourth item waits, and so does what comes after it.
  const long = [];
  for (let at = 0; at < 3; at += 1) long.push((await firstStored(t, { does: 'listen' })).task.id);
  await waitFor(() => worker.running === 3);
  const fourth = await pending({ does: 'listen' });
  await Promise.all([...long, fourth].map((id) => own.services.tasks.cancel(own.actor, id)));
});

test('a drained worker, and one that stops, starts nothing with its creation', async (t) => {
  worker.drain();
  const { written } = await firstStored(t, { count: 1 });
  assert.equal(written?.status, 'pending');
  await worker.stop(0);
  assert.equal((await firstStored(t, { count: 1 })).written?.status, 'pending');
});

test('a stop waits for what is being created, and hands it back', async (t) => {
  const { tasks } = own.data.database;
  const create = tasks.create.bind(tasks);
  const gate = Promise.withResolvers<void>();
  t.mock.method(tasks, 'create', async (...args: Parameters<typeof create>) => {
    const made = await create(...args);
    await gate.promise;
    return made;
  });
  const creation = own.services.tasks.create(own.actor, request({ does: 'listen' }));
  const running = async () => (await tasks.running(10))[0];
  const started = await waitFor(running);
  const stopping = worker.stop(0);
  gate.resolve();
  await Promise.all([creation, stopping]);
  const [slot] = (await stored(started?.id as string)).slots;
  assert.deepEqual([slot?.state, slot?.worker_id, slot?.deaths], ['queued', null, 0]);
});

test('an item whose creation was stored without an answer is handed back', async (t) => {
  await worker.stop(0);
  const { tasks, users } = own.data.database;
  const claims = new ItemClaims({
    ...{
      data: own.data,
      engine: own.engine,
      limits: own.limits,
      clock: own.clock,
      running_quota: own.running_quota,
    },
    ...{ in_hand: new ItemsInHand(), worker_id: () => 'w1', log: silentLog },
  });
  const consumer = own.data.queue.serve(4, async () => {});
  own.direct.use(
    new FreePlaces({
      ...{ claims, running_quota: own.running_quota, owner_places: new OwnerPlaces(users, 4, silentLog) },
      ...{ worker_id: () => 'w1', consumer: () => consumer },
      fill: async (item) => assert.equal(await item, null),
    }),
  );
  const create = tasks.create.bind(tasks);
  const broken = t.mock.method(tasks, 'create', async (...args: Parameters<typeof create>) => {
    await create(...args);
    throw new Unavailable('The database');
  });
  await assert.rejects(own.services.tasks.create(own.actor, request({ count: 1 })), Unavailable);
  broken.mock.restore();
  const lost = (await tasks.running(10))[0] as Task;
  const [slot] = lost.slots;
  assert.deepEqual([slot?.state, slot?.worker_id], ['processing', 'w1']);
  await waitFor(() => new Date().toISOString() > (slot?.since ?? ''));
  // As with the next heartbeat.
  await claims.returnLost();
  assert.deepEqual(
    (await stored(lost.id)).slots.map(({ state, worker_id }) => [state, worker_id]),
    [['queued', null]],
  );
});

test('a place that came to nothing is free again', async (t) => {
  const { tasks } = own.data.database;
  t.mock.method(tasks, 'create', async () => false);
  for (let times = 0; times < 8; times += 1)
    await assert.rejects(own.services.tasks.create(own.actor, request({ count: 1 })));
  t.mock.restoreAll();
  const { task, written } = await firstStored(t, { count: 1 });
  assert.equal(written?.status, 'processing');
  await completed(task.id);
});

test('an item that was claimed with its creation runs although telling of the creation fails', async (t) => {
  const { events, database } = own.data;
  events.subscribe('task', () => {});
  const create = t.mock.method(database.tasks, 'create');
  const publish = t.mock.method(events, 'publish');
  publish.mock.mockImplementationOnce(() => {
    throw new Error('nobody hears');
  });
  await assert.rejects(own.services.tasks.create(own.actor, request({ count: 1 })), /nobody hears/);
  await completed(create.mock.calls[0]?.arguments[0].id as string);
  await waitFor(() => worker.running === 0);
});
