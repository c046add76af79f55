import assert from 'node:assert/strict';
import { test } from 'node:test';
import { words as en } from '../../words/en/index.ts';
import { words as zh } from '../../words/zh/index.ts';
import { sayAdded } from './say-added.ts';
import { moved, splitLines, splitList, withMore } from './split-list.ts';

test('a pasted list is split at lines, or at commas of either script', () => {
  assert.deepEqual(splitList('fox\r\n  owl \n\nhare'), ['fox', 'owl', 'hare']);
  assert.deepEqual(splitList('a fox, standing\nan owl'), ['a fox, standing', 'an owl']);
  assert.deepEqual(splitList('fox, owl;hare'), ['fox', 'owl', 'hare']);
  assert.deepEqual(splitList('猫、狗，兔子；仓鼠\n金鱼;鸟'), ['猫', '狗', '兔子', '仓鼠', '金鱼', '鸟']);
  assert.deepEqual(splitList('fox\towl\nhare\telk'), ['fox', 'owl', 'hare', 'elk']);
  assert.deepEqual(splitList('狐狸，猫头鹰、野兔'), ['狐狸', '猫头鹰', '野兔']);
  assert.deepEqual(splitList('fox'), ['fox']);
  assert.deepEqual(splitList('  '), []);
});

test('a value keeps its comma in quotes, or where only lines are split', () => {
  assert.deepEqual(splitList('fox, "an owl, asleep" ,hare'), ['fox', 'an owl, asleep', 'hare']);
  assert.deepEqual(splitList('狐狸，“猫头鹰，睡着”'), ['狐狸', '猫头鹰，睡着']);
  assert.deepEqual(splitList('「和风，细雨」、烈日'), ['和风，细雨', '烈日']);
  assert.deepEqual(splitList('山，『云、雾』, 「海」'), ['山', '云、雾', '「海」']);
  assert.deepEqual(splitList('5" disk, "quoted", a "b, c" d'), ['5" disk', '"quoted"', 'a "b', 'c" d']);
  assert.deepEqual(splitLines(' a fox, standing \r\n\nan owl; asleep'), [
    'a fox, standing',
    'an owl; asleep',
  ]);
});

test('a value moves to another place, and nowhere outside the list', () => {
  assert.deepEqual(moved(['a', 'b', 'c'], 0, 2), ['b', 'c', 'a']);
  assert.deepEqual(moved(['a', 'b', 'c'], 2, 1), ['a', 'c', 'b']);
  assert.deepEqual(moved(['a', 'b'], 0, -1), ['a', 'b']);
  assert.deepEqual(moved(['a', 'b'], 1, 2), ['a', 'b']);
});

test('what was added, what was there already and what had no room is read out', () => {
  const said = (values: string[], more: string[], most = 50) => {
    const change = withMore(values, more, most);
    return [en, zh].map(({ components }) => sayAdded(components, change, most, (value) => value));
  };
  assert.deepEqual(withMore(['a'], ['b', 'a', 'b', 'c'], 2), {
    next: ['a', 'b'],
    added: ['b'],
    twice: ['a', 'b'],
    left_out: 1,
  });
  assert.deepEqual(said(['fox'], ['owl']), ['owl was added: 2 values now.', '已添加“owl”，共 2 个取值。']);
  assert.deepEqual(said(['fox'], ['fox']), ['fox is already in the list.', '“fox”已在列表中。']);
  assert.deepEqual(said([], ['a', 'b', 'c', 'd', 'e', 'f']), [
    '6 values were added: 6 values now.',
    '已添加 6 个取值，共 6 个。',
  ]);
  assert.deepEqual(said(['a'], ['b', 'c'], 2), [
    'b was added: 2 values now. At most 2 values: 1 was left out.',
    '已添加“b”，共 2 个取值。最多 2 个取值，有 1 个未添加。',
  ]);
});
