import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  firstOutside,
  isWithin,
  type Ranges,
  withIndexes,
  withoutIndexes,
} from '../../src/services/engine/index-ranges.ts';

const expand = (ranges: Ranges) =>
  ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => from + at));

test('indexes become as few ranges as there are gaps', () => {
  assert.deepEqual(withIndexes([], [5, 3, 4, 9]), [
    [3, 5],
    [9, 9],
  ]);
  assert.deepEqual(withIndexes([[0, 2]], [3, 7, 6]), [
    [0, 3],
    [6, 7],
  ]);
  assert.deepEqual(withIndexes([[0, 9]], [4]), [[0, 9]]);
});

test('indexes leave their ranges, which part where they stood', () => {
  assert.deepEqual(withoutIndexes([[0, 9]], [0, 4, 9]), [
    [1, 3],
    [5, 8],
  ]);
  assert.deepEqual(withoutIndexes([[3, 3]], [3]), []);
  assert.deepEqual(withoutIndexes([[3, 5]], [1, 7]), [[3, 5]]);
});

test('what is put in is within, what is taken out is not, at any order', () => {
  let random = 7;
  const next = (most: number) => {
    random = (random * 1_103_515_245 + 12_345) % 2_147_483_648;
    return random % most;
  };
  let ranges: Ranges = [];
  const expected = new Set<number>();
  for (let step = 0; step < 300; step += 1) {
    const indexes = [...new Set(Array.from({ length: 1 + next(8) }, () => next(60)))];
    const puts = next(2) === 0;
    for (const index of indexes) puts ? expected.add(index) : expected.delete(index);
    ranges = puts ? withIndexes(ranges, indexes) : withoutIndexes(ranges, indexes);
    assert.deepEqual(
      expand(ranges),
      [...expected].sort((a, b) => a - b),
    );
    for (let index = 0; index < 60; index += 1) assert.equal(isWithin(ranges, index), expected.has(index));
  }
});

test('the first index outside is the one after the range', () => {
  const ranges: Ranges = [
    [2, 4],
    [6, 6],
  ];
  assert.deepEqual(
    [0, 2, 4, 5, 6, 9].map((index) => firstOutside(ranges, index)),
    [0, 5, 5, 5, 7, 9],
  );
});
