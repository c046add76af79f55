import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ITEM_STATUSES, TASK_STATUSES, type Task } from '../../src/data/contracts/index.ts';
import { earlierRuns } from '../../src/services/engine/earlier-runs.ts';
import {
  claimItems,
  finishItem,
  handBack,
  queueAgain,
  reportProgress,
} from '../../src/services/engine/item-changes.ts';
import {
  type ChangeContext,
  cancelTask,
  deleteTask,
  newTask,
  retryTask,
  settle,
} from '../../src/services/engine/task-changes.ts';
import { itemMoves, moveTask, taskMoves } from '../../src/services/engine/task-states.ts';

const NOW = '2026-01-01T00:00:00.000Z';
const LATER = '2026-01-01T00:01:00.000Z';
const context = (unfinished: ChangeContext['unfinished'] = [], now = NOW): ChangeContext => ({
  now,
  unfinished,
});

const taskOf = (total_items: number, concurrency = 3): Task =>
  newTask({
    id: 'task',
    type: 'wait',
    type_version: 1,
    name: 'a task',
    owner_id: 'owner',
    priority: 5,
    concurrency,
    shared: false,
    total_items,
    parent_id: null,
    request_id: null,
    trace: null,
    summary: null,
    created_at: NOW,
  });

/** The three numbers that must always add up with what is in hand and what is unreleased. */
const counts = (task: Task) => [
  task.completed_items,
  task.failed_items,
  task.cancelled_items,
  task.slots.length,
];

const claimAll = (task: Task, worker = 'w') => {
  const claimed = claimItems(worker, 100, false)(task, context()) ?? [];
  settle(task, context());
  return claimed;
};

test('every pair of states: allowed moves move, all others throw', () => {
  for (const from of TASK_STATUSES) {
    for (const to of TASK_STATUSES) {
      const task = { status: from };
      if (from === to || taskMoves[from].includes(to)) {
        moveTask(task, to);
        assert.equal(task.status, to);
      } else {
        assert.throws(() => moveTask(task, to), /cannot go from/);
        assert.equal(task.status, from);
      }
    }
  }
  assert.deepEqual(Object.keys(itemMoves), [...ITEM_STATUSES]);
});

test('a new task holds at most `concurrency` slots, whatever its size', () => {
  const task = taskOf(10_000);
  assert.deepEqual(
    task.slots.map((slot) => slot.index),
    [0, 1, 2],
  );
  assert.equal(task.released_items, 3);
  assert.equal(task.next_available_at, '1970-01-01T00:00:00.000Z');
  assert.equal(taskOf(2).slots.length, 2);
});

test('a task runs from claim to completed; each finish releases the next item', () => {
  const task = taskOf(5, 2);
  const order: number[] = [];
  const progress: number[] = [];
  for (let claimed = claimAll(task); claimed.length > 0; claimed = claimAll(task)) {
    for (const { index, attempt } of claimed) {
      assert.equal(attempt, 1);
      order.push(index);
      assert.equal(finishItem(index, attempt, 'completed', null)(task, context()), true);
      settle(task, context());
      progress.push(task.progress);
    }
  }
  assert.deepEqual(order, [0, 1, 2, 3, 4]);
  assert.deepEqual(progress, [20, 40, 60, 80, 100]);
  assert.equal(task.status, 'completed');
  assert.equal(task.finished_at, NOW);
  assert.deepEqual(counts(task), [5, 0, 0, 0]);
});

test('a late result of an older attempt is refused and changes nothing', () => {
  const task = taskOf(1);
  claimAll(task, 'first');
  handBack(0, 1, true)(task, context());
  claimAll(task, 'second');
  const before = structuredClone(task);
  assert.equal(finishItem(0, 1, 'completed', null)(task, context()), null);
  assert.equal(reportProgress(0, 1, 50, null)(task, context()), null);
  assert.equal(queueAgain(0, 1, NOW)(task, context()), null);
  assert.deepEqual(task, before);
  assert.equal(finishItem(0, 2, 'completed', null)(task, context()), true);
});

test('an item waits for its next attempt and is not claimed before', () => {
  const task = taskOf(1);
  claimAll(task);
  queueAgain(0, 1, '2026-01-01T00:00:10.000Z')(task, context());
  settle(task, context());
  assert.equal(task.next_available_at, '2026-01-01T00:00:10.000Z');
  assert.equal(claimItems('w', 1, false)(task, context()), null);
  assert.deepEqual(claimItems('w', 1, false)(task, context([], '2026-01-01T00:00:12.000Z')), [
    { index: 0, attempt: 2, failures: 1, waited_ms: 2_000 },
  ]);
});

test('a task fails only when every item failed', () => {
  const mixed = taskOf(2);
  claimAll(mixed);
  finishItem(0, 1, 'failed', { type: 'Error', message: 'no' })(mixed, context());
  finishItem(1, 1, 'completed', null)(mixed, context());
  settle(mixed, context());
  assert.deepEqual(
    [mixed.status, mixed.failed_items, mixed.error, mixed.progress],
    ['completed', 1, null, 100],
  );

  const hopeless = taskOf(1);
  claimAll(hopeless);
  finishItem(0, 1, 'failed', { type: 'Error', message: 'no' })(hopeless, context());
  settle(hopeless, context());
  assert.deepEqual([hopeless.status, hopeless.error], ['failed', { type: 'Error', message: 'no' }]);
});

test('cancel: a task with nothing in hand is cancelled at once, however large', () => {
  const task = taskOf(10_000);
  assert.equal(cancelTask(task, context()), true);
  settle(task, context());
  assert.equal(task.status, 'cancelled');
  assert.deepEqual(counts(task), [0, 0, 10_000, 0]);
  assert.equal(cancelTask(task, context()), null);
});

test('cancel: what is in hand ends first; what completes within the grace counts as completed', () => {
  const task = taskOf(10, 3);
  claimItems('w', 2, false)(task, context());
  cancelTask(task, context());
  settle(task, context());
  assert.equal(task.status, 'cancelling');
  assert.deepEqual(counts(task), [0, 0, 8, 2]);
  assert.equal(claimItems('w', 1, false)(task, context()), null);
  finishItem(0, 1, 'completed', null)(task, context());
  queueAgain(1, 1, NOW)(task, context());
  settle(task, context());
  assert.equal(task.status, 'cancelled');
  assert.deepEqual(counts(task), [1, 0, 9, 0]);
});

test('three deaths: alone from then on; three more: failed; its neighbour is untouched', () => {
  const task = taskOf(2, 2);
  for (let death = 1; death <= 3; death += 1) {
    for (const { index, attempt } of claimAll(task)) {
      if (index === 0) handBack(index, attempt, true)(task, context());
      else handBack(index, attempt, false)(task, context());
    }
    settle(task, context());
  }
  assert.deepEqual(claimItems('w', 9, false)(task, context()), [
    { index: 1, attempt: 4, failures: 0, waited_ms: 0 },
  ]);
  finishItem(1, 4, 'completed', null)(task, context());
  for (let death = 4; death <= 6; death += 1) {
    assert.deepEqual(claimItems('w', 9, true)(task, context()), [
      { index: 0, attempt: death, failures: 0, waited_ms: 0 },
    ]);
    handBack(0, death, true)(task, context());
    settle(task, context());
  }
  assert.equal(task.status, 'completed');
  assert.deepEqual(counts(task), [1, 1, 0, 0]);
});

test('retry runs what failed or was cancelled, and nothing that completed', () => {
  const task = taskOf(4, 2);
  for (let claimed = claimAll(task); claimed.length > 0; claimed = claimAll(task)) {
    for (const { index, attempt } of claimed) {
      finishItem(index, attempt, index % 2 ? 'failed' : 'completed', null)(task, context());
    }
    settle(task, context());
  }
  assert.equal(task.status, 'completed');
  const unfinished = [
    { index: 1, attempt: 1 },
    { index: 3, attempt: 1 },
  ];
  assert.equal(retryTask(task, context([], LATER)), true);
  settle(task, context(unfinished));
  assert.equal(task.status, 'processing');
  assert.deepEqual(earlierRuns(task), [
    {
      ...{ run: 1, started_at: NOW, finished_at: NOW, status: 'completed', retried_at: LATER },
      ...{ completed_items: 2, failed_items: 2, cancelled_items: 0, retried_items: 2 },
    },
  ]);
  assert.equal(task.progress, 50);
  assert.deepEqual(
    task.slots.map(({ index, attempt }) => ({ index, attempt })),
    unfinished,
  );
  assert.equal(retryTask(task, context()), null);
  for (const { index, attempt } of claimAll(task))
    finishItem(index, attempt, 'completed', null)(task, context());
  settle(task, context());
  assert.deepEqual([task.status, ...counts(task)], ['completed', 4, 0, 0, 0]);
  assert.equal(retryTask(task, context()), null);
});

test('of many runs the first and the newest are kept', () => {
  const task = taskOf(2);
  for (let run = 1; run <= 23; run++) {
    for (const { index, attempt } of claimAll(task))
      finishItem(index, attempt, 'failed', null)(task, context());
    settle(task, context());
    assert.equal(retryTask(task, context()), true);
    settle(task, context([0, 1].map((index) => ({ index, attempt: run }))));
  }
  assert.deepEqual(
    earlierRuns(task).map(({ run }) => run),
    [1, ...Array.from({ length: 19 }, (_, at) => at + 5)],
  );
});

test('deleting marks and cancels in one change, once', () => {
  const task = taskOf(3);
  assert.equal(deleteTask(task, context()), true);
  settle(task, context());
  assert.deepEqual([task.status, task.deleted_at], ['cancelled', NOW]);
  assert.equal(deleteTask(task, context()), null);
});

test('progress never falls, and is 100 only when completed', () => {
  const task = taskOf(3);
  claimAll(task);
  reportProgress(0, 1, 90, null)(task, context());
  settle(task, context());
  const high = task.progress;
  assert.equal(high, 30);
  queueAgain(0, 1, NOW)(task, context());
  settle(task, context());
  assert.equal(task.progress, high);
  for (const index of [1, 2]) reportProgress(index, 1, 100, null)(task, context());
  finishItem(1, 1, 'completed', null)(task, context());
  settle(task, context());
  assert.ok(task.progress < 100);
});

test('a wait that the handler asked for is counted, and is no failure', () => {
  const task = taskOf(1);
  for (let count = 1; count <= 2; count += 1) {
    claimAll(task);
    queueAgain(0, count, NOW, true)(task, context());
    settle(task, context());
    assert.deepEqual(task.slots[0]?.postponed, { count, since: NOW });
    assert.equal(task.slots[0]?.failures, 0);
  }
  const [claimed] = claimItems('w', 1, false)(task, context()) ?? [];
  assert.deepEqual(claimed?.postponed, { count: 2, since: NOW });
});
