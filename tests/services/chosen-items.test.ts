import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { type ItemStatus, newId, type Task } from '../../src/data/contracts/index.ts';
import type { AttemptOutcome, ClaimedItem } from '../../src/services/engine/attempt.ts';
import { countByStatus } from '../../src/services/tasks/items-by-status.ts';
import { type Engine, openEngine } from '../support/engine.ts';

let own: Engine;
beforeEach(async () => {
  own = await openEngine();
});
afterEach(() => own.stop());

const worker_id = newId();
const stored = async (id: string) => (await own.data.database.tasks.get(id)) as Task;
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

async function create(count: number, concurrency: number): Promise<string> {
  const request = { type: 'probe', params: { count, concurrency } };
  return (await own.creation.create(own.actor, own.actor.id, request)).task.id;
}

const claim = async (count: number): Promise<ClaimedItem[]> =>
  (await own.engine.claim(worker_id, own.actor.id, count, false)).items;

/** Runs every item to its end; `how` says how. Returns their indexes. */
async function runAll(how: (item: ClaimedItem) => AttemptOutcome = () => completed): Promise<number[]> {
  const ran: number[] = [];
  for (let items = await claim(50); items.length > 0; items = await claim(50)) {
    for (const item of items) await own.engine.finish(item, how(item));
    ran.push(...items.map(({ index }) => index));
  }
  return ran.sort((a, b) => a - b);
}

/** The counters, what is listed in each status, and the items' own answers all say the same. */
async function consistent(id: string): Promise<Record<ItemStatus, number[]>> {
  const task = await stored(id);
  const byStatus = { queued: [], processing: [], completed: [], failed: [], cancelled: [] } as Record<
    ItemStatus,
    number[]
  >;
  for (let page = 1, more = true; more; page += 1) {
    const listed = await own.services.items.list(own.actor, id, { page, page_size: 100 });
    for (const { index, status } of listed.items) byStatus[status].push(index);
    more = listed.next_cursor !== null;
  }
  for (const [status, indexes] of Object.entries(byStatus) as [ItemStatus, number[]][]) {
    const listed = await own.services.items.list(own.actor, id, { status, page_size: 100 });
    assert.deepEqual(
      listed.items.map(({ index }) => index),
      indexes.slice(0, 100),
      `items that are ${status}`,
    );
    assert.equal(listed.total, indexes.length, `how many are ${status}`);
    const page = Math.ceil(indexes.length / 3);
    const deep = await own.services.items.list(own.actor, id, { status, page: page || 1, page_size: 3 });
    assert.deepEqual(
      deep.items.map(({ index }) => index),
      indexes.slice(3 * (page - 1)),
      `the last of those that are ${status}`,
    );
    assert.equal(deep.next_cursor, null);
    assert.equal(countByStatus(task, status), indexes.length);
  }
  return byStatus;
}

test('chosen items are cancelled before they run, while they wait and while they run; the rest goes on', async () => {
  const id = await create(10, 3);
  const [running] = (await claim(1)) as [ClaimedItem];
  const before = await stored(id);
  const stops: unknown[] = [];
  own.data.events.subscribe('cancel', (message) => stops.push(message));
  const { unfit } = await own.engine.cancelItems(id, [0, 1, 5, 6, 9]);
  assert.deepEqual(unfit, []);
  const task = await stored(id);
  assert.equal(task.revision, before.revision + 1);
  assert.deepEqual([task.status, task.cancelled_items], ['processing', 4]);
  assert.deepEqual(stops, [{ task_id: id, revision: task.revision, items: [{ index: 0, attempt: 1 }] }]);
  assert.deepEqual((await consistent(id)).cancelled, [1, 5, 6, 9]);
  await own.engine.finish(running, cancelled);
  assert.deepEqual(await runAll(), [2, 3, 4, 7, 8]);
  const after = await stored(id);
  assert.deepEqual(
    [after.status, after.completed_items, after.cancelled_items, after.progress],
    ['completed', 5, 5, 100],
  );
  assert.deepEqual((await consistent(id)).cancelled, [0, 1, 5, 6, 9]);
});

test('what completes within the grace counts as completed; one that throws does not come back', async () => {
  const id = await create(3, 3);
  const [first, second] = (await claim(2)) as [ClaimedItem, ClaimedItem];
  await own.engine.cancelItems(id, [0, 1]);
  await own.engine.finish(first, completed);
  await own.engine.finish(second, {
    ...end,
    kind: 'retry',
    error: { type: 'Error', message: 'no' },
    after_ms: 0,
  });
  const { completed: done, cancelled: gone, queued } = await consistent(id);
  assert.deepEqual([done, gone, queued], [[0], [1], [2]]);
});

test('a task whose items were all cancelled one by one is cancelled; with a completed one it is completed', async () => {
  const id = await create(4, 2);
  await own.engine.cancelItems(id, [0, 1, 2, 3]);
  assert.deepEqual([(await stored(id)).status, (await stored(id)).cancelled_items], ['cancelled', 4]);
  const other = await create(4, 1);
  const [item] = (await claim(1)) as [ClaimedItem];
  await own.engine.finish(item, completed);
  await own.engine.cancelItems(other, [1, 2, 3]);
  assert.equal((await stored(other)).status, 'completed');
});

test('chosen items run again while the rest still runs, before what has not run yet', async () => {
  const id = await create(1_000, 4);
  const items = await claim(4);
  for (const item of items) await own.engine.finish(item, item.index < 3 ? failed : completed);
  const before = await stored(id);
  const { unfit } = await own.engine.retryItems(id, [0, 2]);
  assert.deepEqual(unfit, []);
  const task = await stored(id);
  // It has not ended: no run is over.
  assert.equal(task.picks?.runs, undefined);
  assert.deepEqual([task.failed_items, task.retry_round, task.revision], [1, 0, before.revision + 1]);
  assert.ok(task.progress >= before.progress);
  assert.deepEqual(
    task.picks?.again.map(({ index }) => index),
    [0, 2],
  );
  await own.engine.finish((await claim(1))[0] as ClaimedItem, completed);
  assert.equal((await stored(id)).slots.at(-1)?.index, 0);
  const seen = (await consistent(id)).queued.slice(0, 2);
  assert.deepEqual(seen, [0, 2]);
});

test('of a cancelled task only the chosen items run again, and their attempts count on', async () => {
  const id = await create(500, 3);
  const [first, second, third] = (await claim(3)) as [ClaimedItem, ClaimedItem, ClaimedItem];
  await own.engine.finish(first, completed);
  await own.engine.finish(second, failed);
  await own.engine.cancel(id);
  await own.engine.finish(third, cancelled);
  assert.equal((await stored(id)).status, 'cancelled');
  const { unfit } = await own.engine.retryItems(id, [1, 2, 3, 400]);
  assert.deepEqual(unfit, []);
  const task = await stored(id);
  assert.deepEqual([task.status, task.finished_at, task.retry_round], ['processing', null, 0]);
  assert.deepEqual((await consistent(id)).queued, [1, 2, 3, 400]);
  const again = await claim(10);
  assert.deepEqual(
    again.map(({ index, attempt }) => [index, attempt]),
    [
      [1, 2],
      [2, 2],
      [3, 1],
    ],
  );
  for (const item of again) await own.engine.finish(item, completed);
  assert.deepEqual(await runAll(), [400]);
  const after = await stored(id);
  assert.deepEqual(
    [after.status, after.completed_items, after.failed_items, after.cancelled_items],
    ['completed', 5, 0, 495],
  );
  await own.engine.retry(id);
  const last = await stored(id);
  assert.equal(last.retry_round, 1);
  assert.deepEqual(
    last.picks?.runs?.map(({ run, status, failed_items, cancelled_items, retried_items }) => [
      ...[run, status, failed_items, cancelled_items, retried_items],
    ]),
    [
      [1, 'cancelled', 1, 498, 4],
      [2, 'completed', 0, 495, 495],
    ],
  );
  assert.equal((await runAll()).length, 495);
  assert.equal((await stored(id)).completed_items, 500);
});

test('an item that does not fit is named, and nothing changes', async () => {
  const id = await create(6, 2);
  const [first] = (await claim(1)) as [ClaimedItem];
  await own.engine.finish(first, completed);
  const before = await stored(id);
  assert.deepEqual((await own.engine.retryItems(id, [0, 1, 5])).unfit, [0, 1, 5]);
  assert.deepEqual((await own.engine.cancelItems(id, [0, 1])).unfit, [0]);
  assert.deepEqual(await stored(id), before);
});

test('a choice taken back: cancelled, run again, cancelled again', async () => {
  const id = await create(8, 2);
  await own.engine.cancelItems(id, [0, 6, 7]);
  await own.engine.retryItems(id, [0, 7]);
  assert.deepEqual((await consistent(id)).cancelled, [6]);
  await own.engine.cancelItems(id, [0]);
  assert.deepEqual((await consistent(id)).cancelled, [0, 6]);
  assert.deepEqual(await runAll(), [1, 2, 3, 4, 5, 7]);
  assert.deepEqual((await stored(id)).status, 'completed');
});

test('an item that failed, was chosen again and then cancelled is cancelled, not failed', async () => {
  const id = await create(3, 1);
  await own.engine.finish((await claim(1))[0] as ClaimedItem, failed);
  await own.engine.retryItems(id, [0]);
  await own.engine.cancel(id);
  const task = await stored(id);
  assert.deepEqual([task.status, task.failed_items, task.cancelled_items], ['cancelled', 0, 3]);
  assert.deepEqual((await consistent(id)).cancelled, [0, 1, 2]);
});

test('chosen again in a later round, skipping what was cancelled by choice', async () => {
  const id = await create(300, 2);
  const outcome = ({ index }: ClaimedItem) => (index % 2 === 0 ? failed : completed);
  await runAll(outcome);
  await own.engine.retry(id);
  await own.engine.cancelItems(id, [2, 4, 6, 8, 10, 12, 298]);
  assert.deepEqual((await own.engine.cancelItems(id, [3])).unfit, [3]);
  await own.engine.retryItems(id, [4]);
  const ran = await runAll();
  assert.equal(ran.length, 150 - 6);
  assert.ok(ran.includes(4) && !ran.includes(298));
  const after = await stored(id);
  assert.deepEqual([after.status, after.completed_items, after.cancelled_items], ['completed', 294, 6]);
  await consistent(id);
});

test('two at the same time: each item is counted once', async () => {
  const id = await create(20, 2);
  await Promise.all([own.engine.cancelItems(id, [5, 6, 7]), own.engine.cancelItems(id, [7, 8])]).catch(
    () => null,
  );
  const task = await stored(id);
  assert.equal((await consistent(id)).cancelled.length, task.cancelled_items);
});

test('a worker that dies with a stopped item in hand: it is cancelled, the counters are exact', async () => {
  const id = await create(3, 3);
  await claim(2);
  await own.engine.cancelItems(id, [0]);
  assert.equal(await own.sweep.run(), 2);
  const { cancelled: gone, queued } = await consistent(id);
  assert.deepEqual([gone, queued], [[0], [1, 2]]);
});

test('an ended task that runs again, whole or in part, starts anew; one that still runs keeps its start', async () => {
  const id = await create(3, 1);
  await own.engine.finish((await claim(1))[0] as ClaimedItem, failed);
  const first = (await stored(id)).started_at;
  assert.ok(first);
  await own.engine.retryItems(id, [0]);
  assert.equal((await stored(id)).started_at, first);
  await runAll(() => failed);
  await own.engine.retryItems(id, [1]);
  const again = await stored(id);
  assert.deepEqual([again.status, again.started_at, again.finished_at], ['processing', null, null]);
  await runAll(() => failed);
  assert.ok((await stored(id)).started_at);
  await own.engine.retry(id);
  assert.equal((await stored(id)).started_at, null);
});
