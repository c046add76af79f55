import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resultLine } from './result-line.ts';

const line = (result: unknown, label: Record<string, string> | null = null) =>
  resultLine({ result, label }, (name) => (name === 'seconds' ? 'Seconds' : name));

test('a result in a list is one line', () => {
  assert.equal(line('Good morning\nand good night'), 'Good morning');
  assert.equal(line({ translation: ' Guten Morgen\n', words: 2 }), 'Guten Morgen');
  assert.equal(line({ seconds: 3, rounds: 2 }), 'Seconds 3 · rounds 2');
  assert.equal(line({ a: '1', b: 'x' }, { a: '1' }), 'x');
  assert.equal(line({ a: '1' }, { a: '1' }), '');
  assert.equal(line({ seconds: 1, deep: { a: 1 } }), '{"seconds":1,"deep":{"a":1}}');
  assert.equal(line([1, 2]), '[1,2]');
  assert.equal(line(0), '0');
  assert.equal(line('x'.repeat(9_000)).length, 400);
});
