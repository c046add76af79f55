import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesIn } from './lengths.ts';

test('a label beside a row has whole lines only, one at least and six at most', () => {
  assert.deepEqual([10, 25, 41, 42, 96, 110, 400].map(linesIn), [1, 1, 1, 2, 5, 6, 6]);
});
