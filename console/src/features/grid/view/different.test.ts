import assert from 'node:assert/strict';
import { test } from 'node:test';
import { showingDifferent } from './different.ts';
import { matrixOf } from './matrix.ts';

const lists = { time: ['dawn', 'dusk'], thing: ['good', 'odd', 'new'] };
const variables = matrixOf({ params: { variables: lists }, total_items: 6 }) ?? [];

test('a value with which every cell looks as with another one is hidden', () => {
  assert.deepEqual(showingDifferent(variables, ['a', 'b', 'a', 'c', 'd', 'c']), { thing: [0, 1] });
  assert.deepEqual(showingDifferent(variables, ['a', 'b', 'c', 'a', 'b', 'c']), { time: [0] });
  assert.deepEqual(showingDifferent(variables, Array(6).fill('a')), { time: [0], thing: [0] });
});

test('one cell that differs is enough to show a value, and so is one that is not done', () => {
  assert.deepEqual(showingDifferent(variables, ['a', 'b', 'c', 'a', 'b', 'd']), {});
  assert.deepEqual(showingDifferent(variables, ['a', 'b', 'a', 'c', 'd', null]), {});
});
