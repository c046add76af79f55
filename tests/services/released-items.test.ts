import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { newId, type Task } from '../../src/data/contracts/index.ts';
import type { AttemptOutcome, ClaimedItem } from '../../src/services/engine/attempt.ts';
import { type Engine, openEngine } from '../support/engine.ts';
import { waitFor } from '../support/wait-for.ts';

let own: Engine;
beforeEach(async () => {
  own = await openEngine();
});
afterEach(() => own.stop());

const worker_id = newId();
const never = new Promise<void>(() => {});
const stored = async (id: string) => (await own.data.database.tasks.get(id)) as Task;

const done: AttemptOutcome = {
  kind: 'completed',
  label: null,
  result: 'null',
  files: [],
  note: null,
  started_at: '2026-01-01T00:00:00.000Z',
  ended_at: '2026-01-01T00:00:01.000Z',
};

async function claimed(count: number, concurrency: number): Promise<{ task: Task; items: ClaimedItem[] }> {
  const params = { count, concurrency };
  const { task } = await own.creation.create(own.actor, own.actor.id, { type: 'probe', params });
  const { items } = await own.engine.claim(worker_id, own.actor.id, concurrency, false);
  assert.equal(items.length, concurrency);
  return { task, items };
}

const slotsOf = (task: Task) => task.slots.map(({ index, state }) => `${index} ${state}`);

test('who waits gets the item that a finish releases, in the same write and without a turn', async () => {
  const { task, items } = await claimed(4, 2);
  const before = await stored(task.id);
  const turns = await own.data.queue.waiting();
  const next = own.engine.claimReleased(worker_id, task.id, never);
  assert.equal(await own.engine.finish(items[0] as ClaimedItem, done), true);
  const item = await next;
  assert.deepEqual([item?.task.id, item?.index, item?.attempt, item?.failures], [task.id, 2, 1, 0]);
  const after = await stored(task.id);
  assert.equal(after.revision, before.revision + 1);
  assert.deepEqual(slotsOf(after), ['1 processing', '2 processing']);
  assert.deepEqual([after.running, after.next_available_at, after.released_items], [2, null, 3]);
  assert.equal(await own.data.queue.waiting(), turns);
});

test('what nobody waits for gets a turn, and stays for whoever takes it', async () => {
  const { task, items } = await claimed(5, 2);
  const turns = await own.data.queue.waiting();
  await own.engine.finish(items[0] as ClaimedItem, done);
  assert.deepEqual(slotsOf(await stored(task.id)), ['1 processing', '2 queued']);
  const next = own.engine.claimReleased(worker_id, task.id, never);
  await own.engine.finish(items[1] as ClaimedItem, done);
  // Item 2 is left to its turn.
  assert.equal((await next)?.index, 3);
  assert.deepEqual(slotsOf(await stored(task.id)), ['2 queued', '3 processing']);
  assert.equal(await own.data.queue.waiting(), turns + 1);
});

test('nobody waits at a task that has nothing left to release', async () => {
  const { task, items } = await claimed(2, 2);
  assert.equal(await own.engine.claimReleased(worker_id, task.id, never), null);
  for (const item of items) await own.engine.finish(item, done);
  assert.equal(await own.engine.claimReleased(worker_id, task.id, never), null);
  assert.equal((await stored(task.id)).status, 'completed');
});

test('who waits leaves with nothing when its own item brought none, and keeps what it was given before', async () => {
  const { task, items } = await claimed(3, 2);
  const first = own.engine.finish(items[0] as ClaimedItem, done);
  const second = own.engine.claimReleased(worker_id, task.id, first);
  const third = own.engine.claimReleased(worker_id, task.id, first);
  assert.equal((await second)?.index, 2);
  assert.equal(await third, null);
  assert.deepEqual(slotsOf(await stored(task.id)), ['1 processing', '2 processing']);
});

test('a cancelled task gives nothing to who waits', async () => {
  const { task, items } = await claimed(9, 2);
  const ended = Promise.withResolvers<void>();
  const next = own.engine.claimReleased(worker_id, task.id, ended.promise);
  await own.services.tasks.cancel(own.actor, task.id);
  for (const item of items) await own.engine.finish(item, done);
  ended.resolve();
  assert.equal(await next, null);
  const after = await stored(task.id);
  assert.deepEqual([after.status, after.completed_items, after.cancelled_items], ['cancelled', 2, 7]);
});

test('where another process wrote in between, the write is repeated and gives each item once', async () => {
  const { task, items } = await claimed(4, 2);
  const { tasks } = own.data.database;
  const next = own.engine.claimReleased(worker_id, task.id, never);
  const there = await stored(task.id);
  assert.equal(await tasks.save({ ...there, revision: there.revision + 1 }, there.revision), true);
  await own.engine.finish(items[0] as ClaimedItem, done);
  assert.equal((await next)?.index, 2);
  const after = await stored(task.id);
  assert.deepEqual([after.revision, slotsOf(after)], [there.revision + 2, ['1 processing', '2 processing']]);
});

test('an item that must be tried again later is not handed on at once', async () => {
  const { task, items } = await claimed(4, 2);
  const [first, second] = items as [ClaimedItem, ClaimedItem];
  const failed: AttemptOutcome = {
    kind: 'retry',
    label: null,
    files: [],
    note: null,
    started_at: done.started_at,
    ended_at: done.ended_at,
    error: { type: 'Error', message: 'no' },
    after_ms: 3_600_000,
  };
  const ended = Promise.withResolvers<void>();
  const next = own.engine.claimReleased(worker_id, task.id, ended.promise);
  await own.engine.finish(first, failed);
  assert.deepEqual(slotsOf(await stored(task.id)), ['0 queued', '1 processing']);
  await own.engine.finish(second, done);
  assert.equal((await next)?.index, 2);
});

test('many small items of a task all run, each once', async () => {
  await own.startWorker(4);
  const { task } = await own.creation.create(own.actor, own.actor.id, {
    type: 'noop',
    params: { count: 500, concurrency: 16 },
  });
  await waitFor(async () => (await stored(task.id)).status === 'completed');
  const after = await stored(task.id);
  assert.deepEqual([after.completed_items, after.failed_items, after.slots], [500, 0, []]);
  const rows = await own.data.database.items.page(task.id, 0, 500);
  assert.deepEqual([rows.length, new Set(rows.map((row) => row.attempt))], [500, new Set([1])]);
});
