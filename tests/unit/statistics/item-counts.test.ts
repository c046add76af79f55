import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type StatisticsBucket, type Task, Unavailable } from '../../../src/data/contracts/index.ts';
import { newTask } from '../../../src/services/engine/task-changes.ts';
import { classOf, countIn, quantile } from '../../../src/services/statistics/histogram.ts';
import { ItemCounts } from '../../../src/services/statistics/item-counts.ts';

test('a quantile of many times is right to a tenth', () => {
  const histogram: number[] = [];
  for (let ms = 1; ms <= 10_000; ms += 1) countIn(histogram, ms);
  for (const [share, exact] of [
    [0.5, 5_000],
    [0.95, 9_500],
  ] as const) {
    const found = quantile(histogram, share) as number;
    assert.ok(Math.abs(found - exact) / exact <= 0.1, `${share}: ${found}`);
  }
  assert.ok(histogram.length < 60);
  assert.equal(quantile([], 0.5), null);
  assert.equal(quantile([3], 0.95), 0);
  assert.equal(classOf(0), 0);
  assert.equal(classOf(1e15), classOf(1e12));
});

/** Counts by a clock that is set, into what the test holds. */
function counts() {
  const written: StatisticsBucket[][] = [];
  const state = { now: Date.parse('2026-03-01T10:00:30Z'), away: false };
  const statistics = {
    async add(buckets: StatisticsBucket[]) {
      if (state.away) throw new Unavailable('the database');
      written.push(buckets);
    },
    read: async () => [],
    purge: async () => 0,
  };
  const clock = { now: () => state.now };
  const log = { warn() {} };
  return { written, state, counts: new ItemCounts({ database: { statistics }, clock, log }) };
}

const task = (type: string, changes: Partial<Task> = {}): Task => ({
  ...newTask({
    ...{
      id: 't',
      type,
      type_version: 1,
      name: 'n',
      owner_id: 'o',
      priority: 5,
      parent_id: null,
      request_id: null,
      trace: null,
      summary: null,
    },
    ...{ concurrency: 1, shared: false, total_items: 9, created_at: '2026-03-01T10:00:00.000Z' },
  }),
  ...changes,
});

test('items that end are counted by minute and type; a retry takes nothing back, and a new task counts nothing', async () => {
  const { written, state, counts: own } = counts();
  const before = task('wait', { completed_items: 1 });
  own.saved(before, null);
  own.saved(task('wait', { completed_items: 3, failed_items: 1 }), before);
  own.saved(task('wait', { cancelled_items: 5, completed_items: 1 }), before);
  own.saved(task('wait'), before);
  own.saved(task('system:webhook', { completed_items: 2 }), before);
  own.started(before, 0);
  own.ended(before, 'completed', 0);
  // How long somebody let it run before stopping it is no run time of the type.
  own.ended(before, 'cancelled', 36_000);
  state.now += 60_000;
  own.saved(task('wait', { completed_items: 2 }), before);
  await own.flush();
  const bucket = { type: 'wait', completed: 2, failed: 1, cancelled: 5, wait: [1], run: [1] };
  assert.deepEqual(written, [
    [
      { at: '2026-03-01T10:00:00.000Z', ...bucket },
      { at: '2026-03-01T10:01:00.000Z', ...bucket, completed: 1, failed: 0, cancelled: 0, wait: [], run: [] },
    ],
  ]);
  await own.flush();
  assert.equal(written.length, 1);
});

test('what cannot be written is kept for the next time, and no more of it than there is room for', async () => {
  const { written, state, counts: own } = counts();
  state.away = true;
  for (let minute = 0; minute < 2_100; minute += 1) {
    own.started(task('wait'), 5);
    await assert.rejects(own.flush(), Unavailable);
    state.now += 60_000;
  }
  state.away = false;
  own.started(task('wait'), 5);
  await own.close();
  assert.equal(written.length, 1);
  assert.equal(written[0]?.length, 2_000);
  assert.equal(written[0]?.at(-1)?.at, new Date(Math.floor(state.now / 60_000) * 60_000).toISOString());
});
