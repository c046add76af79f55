/** The cancel of a task is taken back while its items still stop, and before anything of it had begun. */
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
const cancelled: AttemptOutcome = { ...end, kind: 'cancelled' };

const claim = async (count: number): Promise<ClaimedItem[]> =>
  (await own.engine.claim(worker_id, own.actor.id, count, false)).items;

async function begun(count: number, concurrency: number): Promise<{ id: string; items: ClaimedItem[] }> {
  const request = { type: 'probe', params: { count, concurrency } };
  const { id } = (await own.creation.create(own.actor, own.actor.id, request)).task;
  return { id, items: await claim(concurrency) };
}

const undo = async (id: string) => {
  const { results } = await own.services.bulk.run(own.actor, { action: 'undo_cancel', ids: [id] });
  return results[0]?.fault?.type ?? null;
};
const get = async (id: string) => (await own.data.database.tasks.get(id)) as Task;
const counts = async (id: string) => {
  const { status, completed_items, cancelled_items } = await get(id);
  return [status, completed_items, cancelled_items];
};

async function runRest(): Promise<[index: number, attempt: number][]> {
  const ran: [number, number][] = [];
  for (let items = await claim(50); items.length > 0; items = await claim(50)) {
    for (const item of items) await own.engine.finish(item, completed);
    ran.push(...items.map(({ index, attempt }): [number, number] => [index, attempt]));
  }
  return ran.sort(([a], [b]) => a - b);
}

test('undone while items stop: what stops runs again, what completes in the grace counts, the rest goes on', async () => {
  const { id, items } = await begun(6, 3);
  const [zero, one, two] = items as [ClaimedItem, ClaimedItem, ClaimedItem];
  await own.services.tasks.cancel(own.actor, id);
  await own.engine.finish(zero, cancelled);
  assert.deepEqual(await counts(id), ['cancelling', 0, 4]);
  assert.equal(await undo(id), null);
  const { started_at } = await get(id);
  assert.deepEqual(await counts(id), ['processing', 0, 0]);
  assert.ok(started_at, 'it goes on: its start stays');
  await own.engine.finish(one, cancelled);
  await own.engine.finish(two, completed);
  assert.deepEqual(await counts(id), ['processing', 1, 0]);
  const rest = [0, 1, 3, 4, 5].map((index) => [index, index < 2 ? 2 : 1]);
  assert.deepEqual(await runRest(), rest);
  assert.deepEqual(await counts(id), ['completed', 6, 0]);
  assert.deepEqual((await own.services.tasks.get(own.actor, id)).earlier_runs, []);
  for (const index of [0, 1, 2, 3]) {
    const { items: lines } = await own.services.items.logs(own.actor, id, index, {});
    const said = lines.map(({ attempt, message, interrupted }) => [
      attempt,
      message.slice(0, 55),
      interrupted,
    ]);
    const text = 'The task was cancelled while this attempt ran, and that';
    assert.deepEqual(said, index < 3 ? [[1, text, true]] : [], 'only what was running says so');
  }
});

test('cancelled again before the items have stopped, and undone again', async () => {
  const { id, items } = await begun(3, 2);
  for (let round = 0; round < 2; round += 1) {
    await own.services.tasks.cancel(own.actor, id);
    assert.deepEqual(await counts(id), ['cancelling', 0, 1]);
    assert.equal(await undo(id), null);
    assert.deepEqual(await counts(id), ['processing', 0, 0]);
  }
  // One of them is cancelled by itself: that stays.
  await own.services.tasks.cancel(own.actor, id, [1]);
  for (const item of items) await own.engine.finish(item, cancelled);
  assert.deepEqual(await counts(id), ['processing', 0, 1]);
  await own.services.tasks.cancel(own.actor, id);
  assert.deepEqual(await counts(id), ['cancelled', 0, 3]);
});

test('a worker that dies before its items have stopped: they run again', async () => {
  const { id } = await begun(2, 2);
  await own.services.tasks.cancel(own.actor, id);
  assert.equal(await undo(id), null);
  await own.engine.rescue(await get(id), (one) => one === worker_id);
  assert.deepEqual(await runRest(), [
    [0, 2],
    [1, 2],
  ]);
  assert.deepEqual(await counts(id), ['completed', 2, 0]);
});

test('an undo is not refused if all items ended by themselves, or were cancelled before', async () => {
  const { id, items } = await begun(2, 2);
  await own.services.tasks.cancel(own.actor, id, [0]);
  await own.services.tasks.cancel(own.actor, id);
  await own.engine.finish(items[0] as ClaimedItem, cancelled);
  await own.engine.finish(items[1] as ClaimedItem, completed);
  assert.deepEqual(await counts(id), ['cancelled', 1, 1]);
  assert.equal(await undo(id), null);
  assert.deepEqual(await counts(id), ['completed', 1, 1]);

  const other = await begun(1, 1);
  await own.services.tasks.cancel(own.actor, other.id);
  await own.engine.finish(other.items[0] as ClaimedItem, completed);
  assert.equal(await undo(other.id), null);
  assert.deepEqual(await counts(other.id), ['completed', 1, 0]);
  assert.equal(await undo(other.id), 'task_not_retryable');
});

test('a task of which nothing had begun waits as before, and begins with its first item', async () => {
  const request = { type: 'probe', params: { count: 3, concurrency: 1 } };
  const { id } = (await own.creation.create(own.actor, own.actor.id, request)).task;
  await own.services.tasks.cancel(own.actor, id);
  assert.equal(await undo(id), null);
  assert.deepEqual(await counts(id), ['pending', 0, 0]);
  const [first] = await claim(1);
  const { status, started_at } = await get(id);
  assert.deepEqual([status, typeof started_at], ['processing', 'string']);
  await own.engine.finish(first as ClaimedItem, completed);
  await own.services.tasks.cancel(own.actor, id);
  assert.equal(await undo(id), null);
  assert.equal((await get(id)).status, 'processing', 'one of its items has run');
});

test('a worker stops the items at once and runs them again, in the same two seconds', async () => {
  await own.startWorker();
  const request = { type: 'wait', params: { seconds: 1 } };
  const { id } = (await own.creation.create(own.actor, own.actor.id, request)).task;
  await waitFor(async () => (await get(id)).slots[0]?.state === 'processing');
  await own.services.tasks.cancel(own.actor, id);
  assert.equal(await undo(id), null);
  await waitFor(async () => (await get(id)).status === 'completed');
  assert.equal((await own.data.database.items.get(id, 0))?.attempt, 2);
});
