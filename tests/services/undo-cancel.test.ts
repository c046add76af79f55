/** What the cancel of a task stopped runs again; what had ended before does not. */
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
const end = {
  label: null,
  note: null,
  files: [],
  started_at: '2026-01-01T00:00:00.000Z',
  ended_at: '2026-01-01T00:00:01.000Z',
};
const completed: AttemptOutcome = { ...end, kind: 'completed', result: '1' };
const failed: AttemptOutcome = { ...end, kind: 'failed', error: { type: 'Error', message: 'no' } };
const cancelled: AttemptOutcome = { ...end, kind: 'cancelled' };

const claim = async (count: number): Promise<ClaimedItem[]> =>
  (await own.engine.claim(worker_id, own.actor.id, count, false)).items;

async function runAll(): Promise<number[]> {
  const ran: number[] = [];
  for (let items = await claim(50); items.length > 0; items = await claim(50)) {
    for (const item of items) await own.engine.finish(item, completed);
    ran.push(...items.map(({ index }) => index));
  }
  return ran.sort((a, b) => a - b);
}

async function create(count: number, concurrency: number): Promise<string> {
  const request = { type: 'probe', params: { count, concurrency } };
  return (await own.creation.create(own.actor, own.actor.id, request)).task.id;
}

const undo = async (id: string) => {
  const { results } = await own.services.bulk.run(own.actor, { action: 'undo_cancel', ids: [id] });
  return results[0]?.fault?.type ?? null;
};

const counts = async (id: string) => {
  const task = (await own.data.database.tasks.get(id)) as Task;
  return [task.status, task.completed_items, task.failed_items, task.cancelled_items];
};
const indexesOf = async (id: string, status: 'queued' | 'cancelled' | 'failed') => {
  const { items } = await own.services.items.list(own.actor, id, { status, page_size: 100 });
  return items.map(({ index }) => index);
};

test('items that had failed or been cancelled before stay so; all others run', async () => {
  const id = await create(12, 4);
  const [zero, one, two, three] = await claim(4);
  if (!zero || !one || !two || !three) throw new Error('not claimed');
  await own.engine.finish(zero, failed);
  await own.engine.finish(one, completed);
  // Cancelled alone: one that waits, one that is not released, one in hand that has not ended yet.
  await own.services.tasks.cancel(own.actor, id, [4, 9, 2]);
  await own.services.tasks.cancel(own.actor, id);
  await own.engine.finish(two, cancelled);
  await own.engine.finish(three, cancelled);
  assert.deepEqual(await counts(id), ['cancelled', 1, 1, 10]);

  assert.equal(await undo(id), null);
  assert.deepEqual(await counts(id), ['processing', 1, 1, 3]);
  assert.deepEqual(await indexesOf(id, 'queued'), [3, 5, 6, 7, 8, 10, 11]);
  assert.deepEqual(await indexesOf(id, 'cancelled'), [2, 4, 9]);
  assert.deepEqual(await runAll(), [3, 5, 6, 7, 8, 10, 11]);
  assert.deepEqual(await counts(id), ['completed', 8, 1, 3]);
  assert.deepEqual(await indexesOf(id, 'failed'), [0]);
  assert.equal(await undo(id), 'task_not_retryable');
});

test('what ends by itself before the cancel reaches it does not run again', async () => {
  const id = await create(5, 3);
  const [zero, one] = await claim(2);
  if (!zero || !one) throw new Error('not claimed');
  await own.services.tasks.cancel(own.actor, id);
  await own.engine.finish(zero, completed);
  await own.engine.finish(one, failed);
  assert.equal(await undo(id), null);
  assert.deepEqual(await runAll(), [2, 3, 4]);
  assert.deepEqual(await counts(id), ['completed', 4, 1, 0]);
});

test('cancelled and undone twice, in a later round, with items that waited to run again', async () => {
  const id = await create(6, 2);
  for (const item of await claim(2)) await own.engine.finish(item, failed);
  for (const item of await claim(2)) await own.engine.finish(item, completed);
  await own.services.tasks.cancel(own.actor, id);
  await own.services.tasks.retry(own.actor, id);
  await own.services.tasks.cancel(own.actor, id, [5]);
  for (let round = 0; round < 2; round += 1) {
    await own.services.tasks.cancel(own.actor, id);
    assert.deepEqual(await counts(id), ['cancelled', 2, 0, 4]);
    assert.equal(await undo(id), null);
    assert.deepEqual(await indexesOf(id, 'queued'), [0, 1, 4]);
  }
  assert.deepEqual(await runAll(), [0, 1, 4]);
  assert.deepEqual(await counts(id), ['completed', 5, 0, 1]);
});

test('after a retry there is nothing to undo', async () => {
  const id = await create(3, 1);
  await own.services.tasks.cancel(own.actor, id);
  await own.services.tasks.retry(own.actor, id, [1]);
  assert.deepEqual(await runAll(), [1]);
  assert.deepEqual(await counts(id), ['completed', 1, 0, 2]);
  assert.equal(await undo(id), 'task_not_retryable');
});

test('a worker that was told of the cancel runs what runs again', async () => {
  await own.startWorker();
  const request = { type: 'wait', params: { seconds: 1 } };
  const { id } = (await own.creation.create(own.actor, own.actor.id, request)).task;
  const get = async () => (await own.data.database.tasks.get(id)) as Task;
  await waitFor(async () => (await get()).slots[0]?.state === 'processing');
  await own.services.tasks.cancel(own.actor, id);
  await waitFor(async () => (await get()).status === 'cancelled');
  assert.equal(await undo(id), null);
  await waitFor(async () => (await get()).status !== 'processing');
  assert.deepEqual(await counts(id), ['completed', 1, 0, 0]);
});
