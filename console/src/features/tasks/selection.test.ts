import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearest, toggled } from './selection.ts';

const order = ['a', 'b', 'c', 'd', 'e'];
const start = { ids: new Set<string>(), anchor: null };

test('a click selects one, a click with Shift all between', () => {
  const one = toggled(start, order, 'b', false);
  assert.deepEqual([...one.ids], ['b']);
  const range = toggled(one, order, 'd', true);
  assert.deepEqual([...range.ids].sort(), ['b', 'c', 'd']);
  const up = toggled(toggled(start, order, 'd', false), order, 'a', true);
  assert.deepEqual([...up.ids].sort(), ['a', 'b', 'c', 'd']);
});

test('a range takes the new state of the row it ends at', () => {
  const all = { ids: new Set(order), anchor: 'b' };
  assert.deepEqual([...toggled(all, order, 'd', true).ids], ['a', 'e']);
});

test('rows of earlier pages stay selected, and a range from one that is gone is one row', () => {
  const earlier = { ids: new Set(['x']), anchor: 'x' };
  assert.deepEqual([...toggled(earlier, order, 'c', true).ids].sort(), ['c', 'x']);
});

test('after the selected rows are gone, the next one is that which took their place, or the last', () => {
  const left = (kept: string[], anchor: string | null, ids: string[] = []) =>
    nearest(order, { ids: new Set(ids), anchor }).find((id) => kept.includes(id));
  assert.equal(left(order, 'c'), 'c');
  assert.equal(left(['a', 'b', 'e'], 'c'), 'e');
  assert.equal(left(['a', 'b'], 'd'), 'b');
  // Chosen all at once: from the first of them.
  assert.equal(left(['a', 'd', 'e'], null, ['b', 'c']), 'd');
  assert.equal(left(order, 'x'), undefined);
});
