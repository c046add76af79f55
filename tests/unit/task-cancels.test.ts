import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Task } from '../../src/data/contracts/index.ts';
import { claimItems, finishItem } from '../../src/services/engine/item-changes.ts';
import { type ChangeContext, cancelTask, newTask, settle } from '../../src/services/engine/task-changes.ts';

const NOW = '2026-01-01T00:00:00.000Z';
const context = (): ChangeContext => ({ now: NOW, unfinished: [] });

const taskOf = (total_items: number, concurrency: number): Task =>
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

test('a task of which no item was cancelled ends as its items did', () => {
  const ends = [
    ['completed', 'completed', 'completed'],
    ['completed', 'failed', 'completed'],
    ['failed', 'failed', 'failed'],
    ['completed', 'cancelled', 'cancelled'],
  ] as const;
  for (const [first, second, end] of ends) {
    const task = taskOf(2, 2);
    claimItems('w', 2, false)(task, context());
    cancelTask(task, context());
    settle(task, context());
    finishItem(0, 1, first, null)(task, context());
    settle(task, context());
    assert.equal(task.status, 'cancelling');
    finishItem(1, 1, second, null)(task, context());
    settle(task, context());
    assert.equal(task.status, end);
  }
});
