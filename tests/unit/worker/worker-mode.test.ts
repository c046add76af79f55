import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayMove, moveMode, WORKER_MODES, type WorkerMode } from '../../../src/worker/worker-mode.ts';

const MOVES = new Set([
  'starting → running',
  'starting → stopping',
  'running → solo',
  'running → draining',
  'running → stopping',
  'solo → running',
  'solo → draining',
  'solo → stopping',
  'draining → stopping',
  'stopping → aborting',
  'aborting → stopped',
]);

for (const from of WORKER_MODES) {
  for (const to of WORKER_MODES) {
    const allowed = MOVES.has(`${from} → ${to}`);
    test(`a worker that is ${from} ${allowed ? 'may' : 'cannot'} become ${to}`, () => {
      assert.equal(mayMove(from, to), allowed);
      if (allowed) assert.equal(moveMode(from, to), to);
      else
        assert.throws(() => moveMode(from, to), { message: `a worker that is ${from} cannot become ${to}` });
    });
  }
}

test('every mode leads to the end', () => {
  const reached = new Set<WorkerMode>(['stopped']);
  for (const _ of WORKER_MODES)
    for (const from of WORKER_MODES) if ([...reached].some((to) => mayMove(from, to))) reached.add(from);
  assert.deepEqual([...reached].sort(), [...WORKER_MODES].sort());
});
