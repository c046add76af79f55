import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moved, splitList } from './split-list.ts';

test('a pasted list is split at lines, or at commas of either script', () => {
  assert.deepEqual(splitList('fox\r\n  owl \n\nhare'), ['fox', 'owl', 'hare']);
  assert.deepEqual(splitList('a fox, standing\nan owl'), ['a fox, standing', 'an owl']);
  assert.deepEqual(splitList('fox, owl;hare'), ['fox', 'owl', 'hare']);
  assert.deepEqual(splitList('狐狸，猫头鹰、野兔'), ['狐狸', '猫头鹰', '野兔']);
  assert.deepEqual(splitList('fox'), ['fox']);
  assert.deepEqual(splitList('  '), []);
});

test('a value moves to another place, and nowhere outside the list', () => {
  assert.deepEqual(moved(['a', 'b', 'c'], 0, 2), ['b', 'c', 'a']);
  assert.deepEqual(moved(['a', 'b', 'c'], 2, 1), ['a', 'c', 'b']);
  assert.deepEqual(moved(['a', 'b'], 0, -1), ['a', 'b']);
  assert.deepEqual(moved(['a', 'b'], 1, 2), ['a', 'b']);
});
