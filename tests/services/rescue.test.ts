import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { newId, type Task, Unavailable } from '../../src/data/contracts/index.ts';
import type { AttemptOutcome } from '../../src/services/engine/attempt.ts';
import { type Engine, openEngine } from '../support/engine.ts';
import { waitFor } from '../support/wait-for.ts';

let own: Engine;
beforeEach(async () => {
  own = await openEngine();
});
afterEach(() => own.stop());

const worker = (id: string) => ({
  ...{ id, host: 'here', pid: 1, version: '', pools: ['default'], places: 4, running: 0 },
  ...{ started_at: new Date().toISOString(), draining: false },
});
const stored = async (id: string) => (await own.data.database.tasks.get(id)) as Task;

async function claimed(count = 1) {
  const { task } = await own.creation.create(own.actor, own.actor.id, {
    type: 'probe',
    params: { count, concurrency: count },
  });
  const worker_id = newId();
  await own.data.database.workers.register(worker(worker_id), 60_000);
  const { items } = await own.engine.claim(worker_id, own.actor.id, count, false);
  assert.equal(items.length, count);
  return { task, worker_id, items };
}

const FILE = { name: 'a.bin', content_type: 'image/png', bytes: 700, sha256: '', width: null, height: null };

const completed = (result: unknown): AttemptOutcome => ({
  kind: 'completed',
  label: null,
  result: JSON.stringify(result),
  files: [],
  note: null,
  started_at: '2026-01-01T00:00:00.000Z',
  ended_at: '2026-01-01T00:00:01.000Z',
});

test('while the queue is away, the items of dead workers are queued again all the same', async (context) => {
  const { task, worker_id } = await claimed(2);
  await own.data.database.workers.remove(worker_id);
  const away = context.mock.method(own.data.queue, 'lostTurns', async () => {
    throw new Unavailable('the queue');
  });
  await assert.rejects(own.sweep.run(), Unavailable);
  assert.deepEqual(
    (await stored(task.id)).slots.map(({ state }) => state),
    ['queued', 'queued'],
  );
  // The database was there all the time: the next dead worker is not given another lease.
  const second = await claimed(1);
  await own.data.database.workers.remove(second.worker_id);
  away.mock.restore();
  assert.equal(await own.sweep.run(), 1);
});

test('the items of a worker whose record is gone are queued again; its late word is refused', async () => {
  const { task, worker_id, items } = await claimed(2);
  assert.equal(await own.sweep.run(), 0);
  await own.data.database.workers.remove(worker_id);
  assert.equal(await own.sweep.run(), 2);
  const after = await stored(task.id);
  assert.deepEqual(
    after.slots.map(({ state, deaths, attempt }) => ({ state, deaths, attempt })),
    [1, 2].map(() => ({ state: 'queued', deaths: 1, attempt: 1 })),
  );
  for (const item of items) assert.equal(await own.engine.finish(item, completed('late')), false);
  const other = newId();
  await own.data.database.workers.register(worker(other), 60_000);
  const again = await own.engine.claim(other, own.actor.id, 2, false);
  for (const item of again.items) assert.equal(await own.engine.finish(item, completed('right')), true);
  const rows = await own.data.database.items.page(task.id, 0, 10);
  assert.deepEqual(
    rows.map((row) => [row.attempt, row.status, row.result]),
    [1, 2].map(() => [2, 'completed', '"right"']),
  );
  assert.equal((await stored(task.id)).status, 'completed');
});

test('of outcomes that arrive together only the one that was sealed is refused', async () => {
  const { task, worker_id, items } = await claimed(2);
  const row = { task_id: task.id, index: 1, attempt: 1, round: 0, status: 'queued' as const, label: null };
  const seal = {
    ...row,
    result: null,
    error: null,
    note: null,
    files: [],
    started_at: null,
    finished_at: null,
  };
  assert.deepEqual(await own.data.database.items.put([seal]), [true]);
  const before = await stored(task.id);
  const recorded = await Promise.all(items.map((item) => own.engine.finish(item, completed('late'))));
  assert.deepEqual(recorded, [true, false]);
  const after = await stored(task.id);
  assert.deepEqual([after.completed_items, after.revision], [1, before.revision + 1]);
  assert.deepEqual(
    after.slots.map(({ index, worker_id: holder }) => [index, holder]),
    [[1, worker_id]],
  );
  const rows = await own.data.database.items.page(task.id, 0, 10);
  assert.deepEqual(
    rows.map(({ status }) => status),
    ['completed', 'queued'],
  );
});

test('a result that was written before its worker died is applied, not run again', async () => {
  const { task, worker_id, items } = await claimed(1);
  // The row stands, the task does not know it yet: the worker died between the two writes.
  const row = {
    task_id: task.id,
    index: 0,
    attempt: items[0]?.attempt ?? 0,
    round: 0,
    status: 'completed' as const,
    label: null,
    result: '42',
    error: null,
    note: null,
    files: [FILE],
    started_at: null,
    finished_at: '2026-01-01T00:00:00.000Z',
  };
  assert.deepEqual(await own.data.database.items.put([row]), [true]);
  await own.data.database.workers.remove(worker_id);
  assert.equal(await own.sweep.run(), 1);
  const after = await stored(task.id);
  assert.deepEqual([after.status, after.completed_items, after.slots], ['completed', 1, []]);
  assert.equal(after.stored_bytes, 700, 'its files count');
});

test('a finish repeated after a lost answer counts once', async () => {
  const { task, items } = await claimed(1);
  const [item] = items;
  assert.ok(item);
  const both = await Promise.all([
    own.engine.finish(item, { ...completed(1), files: [FILE] }),
    own.engine.finish(item, { ...completed(1), files: [FILE] }),
  ]);
  assert.deepEqual(both.sort(), [false, true]);
  const { completed_items, stored_bytes } = await stored(task.id);
  assert.deepEqual([completed_items, stored_bytes], [1, 700]);
});

test('a worker that is alive keeps its items through a lapsed lease that nobody acted on', async () => {
  const { worker_id } = await claimed(1);
  const { workers } = own.data.database;
  await workers.register(worker(worker_id), 1);
  await waitFor(async () => !(await workers.alive()).includes(worker_id));
  assert.ok(await workers.renew(worker_id, 60_000));
  assert.equal(await own.sweep.run(), 0);
});

test('what was queued when the queue lost its turns is taken up again', async () => {
  const { task } = await own.creation.create(own.actor, own.actor.id, {
    type: 'probe',
    params: { count: 3 },
  });
  // Nobody serves yet; a fresh queue knows nothing of the task.
  assert.equal(await own.data.queue.lostTurns(), true);
  const taken: string[] = [];
  const consumer = own.data.queue.serve(10, async (owner_id) => {
    taken.push(owner_id);
  });
  await waitFor(() => taken.length === 3);
  assert.equal(await own.data.queue.lostTurns(), false);
  await consumer.close();
  await own.turns.push([await stored(task.id)]);
  assert.equal(await own.data.queue.waiting(), 3);
});

test('items of a cancelling task whose worker died are cancelled, and the task ends', async () => {
  const { task, worker_id } = await claimed(2);
  await own.services.tasks.cancel(own.actor, task.id);
  assert.equal((await stored(task.id)).status, 'cancelling');
  await own.data.database.workers.remove(worker_id);
  await own.sweep.run();
  const after = await stored(task.id);
  assert.deepEqual([after.status, after.cancelled_items], ['cancelled', 2]);
  const { items } = await own.services.items.list(own.actor, task.id, {});
  assert.deepEqual(
    items.map((item) => [item.status, item.attempt]),
    [
      ['cancelled', 1],
      ['cancelled', 1],
    ],
  );
});
