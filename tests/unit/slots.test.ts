import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ITEM_STATUSES, type Slot, type Task } from '../../src/data/contracts/index.ts';
import { type ItemMove, moveItem, queuedSlot } from '../../src/services/engine/slots.ts';
import { newTask } from '../../src/services/engine/task-changes.ts';
import { itemMoves } from '../../src/services/engine/task-states.ts';

const NOW = '2026-01-01T00:00:00.000Z';
const LATER = '2026-01-01T00:01:00.000Z';

function taskWith(state: Slot['state']): { task: Task; slot: Slot } {
  const head = {
    id: 't',
    type: 'wait',
    type_version: 1,
    name: 'n',
    owner_id: 'o',
    priority: 5,
    parent_id: null,
    request_id: null,
    trace: null,
    summary: null,
  };
  const task = newTask({ ...head, concurrency: 1, shared: false, total_items: 1, created_at: NOW });
  const slot: Slot = {
    ...queuedSlot(0, 1, NOW),
    state,
    progress: 40,
    worker_id: state === 'queued' ? null : 'w',
  };
  task.slots = [slot];
  return { task, slot };
}

const moves: Record<(typeof ITEM_STATUSES)[number], ItemMove> = {
  queued: { to: 'queued', now: LATER, available_at: LATER },
  processing: { to: 'processing', now: LATER, worker_id: 'other' },
  completed: { to: 'completed' },
  failed: { to: 'failed', error: { type: 'Error', message: 'no' } },
  cancelled: { to: 'cancelled' },
};

for (const state of ['queued', 'processing'] as const) {
  for (const to of ITEM_STATUSES) {
    const allowed = itemMoves[state].includes(to);
    test(`an item that is ${state} ${allowed ? 'may become' : 'cannot become'} ${to}`, () => {
      const { task, slot } = taskWith(state);
      if (!allowed) {
        assert.throws(() => moveItem(task, slot, moves[to]), /cannot go from/);
        assert.deepEqual(task, taskWith(state).task);
        return;
      }
      moveItem(task, slot, moves[to]);
      const ended = [task.completed_items, task.failed_items, task.cancelled_items];
      if (to === 'queued' || to === 'processing') {
        assert.deepEqual([task.slots, ended], [[slot], [0, 0, 0]]);
        assert.deepEqual([slot.state, slot.progress, slot.since], [to, 0, LATER]);
        assert.deepEqual(
          [slot.worker_id, slot.attempt, slot.available_at],
          to === 'processing' ? ['other', 2, null] : [null, 1, LATER],
        );
      } else {
        assert.deepEqual(task.slots, []);
        assert.deepEqual(ended, [to === 'completed', to === 'failed', to === 'cancelled'].map(Number));
      }
    });
  }
}
