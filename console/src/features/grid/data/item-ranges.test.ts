import assert from 'node:assert/strict';
import { test } from 'node:test';
import { itemRanges } from './item-ranges.ts';

test('neighbours are written as a range, each item once and in order', () => {
  assert.deepEqual(itemRanges([7, 2, 0, 1, 2, 5]), ['0-2,5,7']);
  assert.deepEqual(itemRanges([3]), ['3']);
  assert.deepEqual(itemRanges([]), []);
});

test('what is too long for one text goes into several', () => {
  assert.deepEqual(itemRanges([10, 12, 14, 16], 5), ['10,12', '14,16']);
  assert.deepEqual(itemRanges([10, 11, 13], 5), ['10-11', '13']);
});
