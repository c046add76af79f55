import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COUNTS, linesUpTo, SPANS_MS } from './grid-lines.ts';

test('no value is above the highest line, and few lines are above the highest value', () => {
  assert.deepEqual(linesUpTo(0, COUNTS), [0, 1]);
  assert.deepEqual(linesUpTo(3, COUNTS), [0, 1, 2, 3]);
  assert.deepEqual(linesUpTo(31, COUNTS), [0, 20, 40]);
  assert.deepEqual(linesUpTo(140, COUNTS), [0, 50, 100, 150]);
  assert.deepEqual(linesUpTo(36_000, SPANS_MS), [0, 15_000, 30_000, 45_000]);
  for (const steps of [COUNTS, SPANS_MS])
    for (let value = 0.3; value < 1e9; value *= 1.37) {
      const lines = linesUpTo(value, steps);
      const [top = 0, below = 0] = lines.slice(-2).reverse();
      assert.ok(lines.length <= 4 && below < value && value <= top, `${value}: ${lines}`);
      // What comes back as a top is its own top.
      assert.deepEqual(linesUpTo(top, steps), lines);
    }
});
