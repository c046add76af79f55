import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutValue } from '../../../src/runtime/cut-value.ts';

test('a small value is returned as it is', () => {
  for (const value of [null, 7, 'text', { a: [1, { b: 2 }] }, Array(9).fill(0)]) {
    const { value: kept, cut } = cutValue(value, 10);
    assert.equal(kept, value);
    assert.equal(cut.size, 0);
  }
});

test('a large one keeps what is nearest its root, and says where it was cut', () => {
  const given = { first: [1, 2, 3, 4], 'a/b': { deep: [5, 6] }, last: 'text' };
  const { value, cut } = cutValue(given, 8);
  assert.deepEqual(value, { first: [1, 2, 3, 4], 'a/b': {}, last: 'text' });
  assert.deepEqual([...cut], ['/a~1b']);
  assert.deepEqual(given['a/b'], { deep: [5, 6] }, 'the value itself is left alone');
});

test('the number kept is bounded whatever the shape', () => {
  const deep = (levels: number): unknown => (levels === 0 ? 0 : Array(6).fill(deep(levels - 1)));
  for (const given of [Array(5_000).fill(0), Array(300).fill({ a: 1, b: [2] }), deep(6)]) {
    const { value, cut } = cutValue(given, 100);
    assert.ok(cut.size > 0);
    let count = 1;
    JSON.stringify(value, (_, inner) => {
      if (typeof inner === 'object' && inner !== null) count += Object.keys(inner).length;
      return inner;
    });
    assert.ok(count <= 100, `${count} values`);
  }
});
