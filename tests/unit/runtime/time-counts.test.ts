import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TimeCounts } from '../../../src/runtime/time-counts.ts';

test('durations are counted at the first bound that they do not exceed', () => {
  const times = new TimeCounts([0.5, 1]);
  for (const seconds of [0, 0.5, 0.75, 1, 2, 8]) times.add(seconds);
  assert.deepEqual(times.counts, [2, 2, 2]);
  assert.equal(times.sum, 12.25);
});
