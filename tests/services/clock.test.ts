import assert from 'node:assert/strict';
import { afterEach, beforeEach, type TestContext, test } from 'node:test';
import { newId, type Task } from '../../src/data/contracts/index.ts';
import type { AttemptOutcome, ClaimedItem } from '../../src/services/engine/attempt.ts';
import { type Engine, openEngine } from '../support/engine.ts';
import { waitFor } from '../support/wait-for.ts';

const HOUR_MS = 3_600_000;

let own: Engine;
beforeEach(async () => {
  own = await openEngine();
});
afterEach(() => own.stop());

const worker_id = newId();
const stored = async (id: string) => (await own.data.database.tasks.get(id)) as Task;
const retry = (after_ms: number): AttemptOutcome => ({
  kind: 'retry',
  label: null,
  files: [],
  note: null,
  started_at: '2026-01-01T00:00:00.000Z',
  ended_at: '2026-01-01T00:00:01.000Z',
  error: { type: 'Error', message: 'no' },
  after_ms,
});

function setClockBack(t: TestContext): void {
  const real = Date.now.bind(Date);
  t.mock.method(Date, 'now', () => real() - HOUR_MS);
}

async function claimedItem(): Promise<ClaimedItem> {
  await own.creation.create(own.actor, own.actor.id, { type: 'probe', params: { count: 1 } });
  return (await claimAgain()) as ClaimedItem;
}

const claimAgain = async () => (await own.engine.claim(worker_id, own.actor.id, 1, false)).items[0] ?? null;

test('a backoff and progress go on when the clock is set back an hour', async (t) => {
  const item = await claimedItem();
  await own.engine.finish(item, retry(100));
  setClockBack(t);
  const again = await waitFor(claimAgain);
  assert.equal(again?.attempt, 2);
  await own.engine.progress(item.task.id, 0, 2, 30, null);
  const after = await stored(item.task.id);
  assert.equal(after.progress, 30);
  assert.ok(after.updated_at >= item.task.updated_at);
});

test('the times of an item are those of the clock that its task has', async () => {
  own.clock.follow(Date.now() + HOUR_MS);
  await own.startWorker(1);
  const { task } = await own.creation.create(own.actor, own.actor.id, {
    type: 'inline-probe',
    params: { count: 1 },
  });
  await waitFor(async () => (await stored(task.id)).status === 'completed');
  const { started_at, finished_at } = await stored(task.id);
  const row = await own.data.database.items.get(task.id, 0);
  assert.ok(started_at && row?.started_at && row.finished_at && finished_at);
  assert.ok(started_at <= row.started_at && row.started_at <= row.finished_at, row.started_at);
  assert.ok(row.finished_at <= finished_at, row.finished_at);
});

test('after a start with the clock set back, a waiting item waits no longer than it should', async () => {
  const item = await claimedItem();
  await own.engine.finish(item, retry(100));
  const task = await stored(item.task.id);
  const ahead = (time: string | null) => new Date(Date.parse(time as string) + HOUR_MS).toISOString();
  const [slot] = task.slots;
  assert.ok(slot);
  slot.since = ahead(slot.since);
  slot.available_at = ahead(slot.available_at);
  task.next_available_at = slot.available_at;
  assert.equal(await own.data.database.tasks.save({ ...task, revision: 99 }, task.revision), true);
  assert.equal(await claimAgain(), null);
  await own.sweep.takeOver();
  assert.equal((await waitFor(claimAgain))?.attempt, 2);
});

test('after the clock was ahead and is set back, a waiting item waits no longer than it should', async (t) => {
  const real = () => Date.now();
  own.clock.follow(real() + 24 * HOUR_MS);
  await own.sweep.run();
  const item = await claimedItem();
  await own.engine.finish(item, retry(100));
  own.clock.follow(real());
  assert.equal(await claimAgain(), null);
  const pushed = t.mock.method(own.data.queue, 'push');
  await own.sweep.run();
  const [turn, ...others] = pushed.mock.calls.flatMap(({ arguments: [turns] }) => turns);
  assert.deepEqual([turn?.count, others], [1, []]);
  assert.ok(turn?.delay_ms && turn.delay_ms > 0 && turn.delay_ms <= 105, String(turn?.delay_ms));
  assert.equal((await waitFor(claimAgain))?.attempt, 2);
});

test('an item that ran while the clock was set back did not end before it began', async () => {
  own.clock.follow(Date.now() + HOUR_MS);
  await own.startWorker(1);
  const { task } = await own.creation.create(own.actor, own.actor.id, {
    type: 'wait',
    params: { seconds: 1 },
  });
  await waitFor(async () => (await stored(task.id)).status === 'processing');
  own.clock.follow(Date.now());
  await waitFor(async () => (await stored(task.id)).status === 'completed');
  const row = await own.data.database.items.get(task.id, 0);
  const ran_ms = Date.parse(row?.finished_at as string) - Date.parse(row?.started_at as string);
  assert.ok(ran_ms >= 900 && ran_ms < 60_000, String(ran_ms));
});

test('an item that need not wait is claimed by a process whose clock is behind', async (t) => {
  await own.creation.create(own.actor, own.actor.id, { type: 'probe', params: { count: 1 } });
  const [task] = await own.data.database.tasks.waiting('2000-01-01T00:00:00.000Z', 1);
  assert.ok(task, 'the store finds it, however early the time that is asked for');
  setClockBack(t);
  assert.ok(await claimAgain());
});

test('turns that come early by the clock of their worker are returned, as many as items are due', async (t) => {
  const item = await claimedItem();
  await own.engine.finish(item, retry(HOUR_MS));
  const due_at = Date.parse((await stored(item.task.id)).slots[0]?.available_at as string);
  const now = t.mock.method(own.clock, 'now', () => due_at - 400);
  const claim = async () => {
    const { items, early } = await own.engine.claim(worker_id, own.actor.id, 2, false);
    return [items.length, early];
  };
  assert.deepEqual(await claim(), [0, 1]);
  now.mock.mockImplementation(() => due_at - 2_000);
  assert.deepEqual(await claim(), [0, 0]);
  now.mock.mockImplementation(() => due_at);
  assert.deepEqual(await claim(), [1, 0]);
});

test('an item whose turn came early by the clock of its worker starts a moment later', async () => {
  const item = await claimedItem();
  await own.engine.finish(item, retry(100));
  own.clock.follow(own.clock.now() - 300);
  await own.startWorker();
  await waitFor(async () => (await stored(item.task.id)).status === 'completed');
});

test('the progress of a rescued item begins again; that of its task never falls while it runs', async () => {
  const params = { count: 2, concurrency: 2 };
  await own.creation.create(own.actor, own.actor.id, { type: 'probe', params });
  const { items } = await own.engine.claim(worker_id, own.actor.id, 2, false);
  const [first] = items as [ClaimedItem];
  for (const { task, index } of items) await own.engine.progress(task.id, index, 1, 60, null);
  assert.equal((await stored(first.task.id)).progress, 60);
  await own.sweep.run();
  const rescued = await stored(first.task.id);
  assert.deepEqual(
    rescued.slots.map(({ state, progress }) => [state, progress]),
    [0, 1].map(() => ['queued', 0]),
  );
  assert.equal(rescued.progress, 60);
  const again = (await claimAgain()) as ClaimedItem;
  await own.engine.progress(first.task.id, again.index, again.attempt, 10, null);
  const view = await own.services.items.get(own.actor, first.task.id, again.index);
  assert.deepEqual([view.status, view.progress], ['processing', 10]);
  assert.equal((await stored(first.task.id)).progress, 60);
});
