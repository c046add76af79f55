import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listOf, listText } from '../../../src/runtime/text-list.ts';

test('a list in one text gives its values back, whatever is in them', () => {
  for (const values of [
    ['a', 'b'],
    ['a,b', 'c'],
    ['a\\', 'b'],
    ['\\,', ',,', '\\\\'],
    ['颜色,大小'],
    ['', 'a'],
    [''],
  ])
    assert.deepEqual(listOf(listText(values)), values);
});

test('a list that a person writes: spaces around commas, a backslash that stands for itself', () => {
  assert.deepEqual(listOf(' a , b\\c,d\\,e '), ['a', 'b\\c', 'd,e']);
});
