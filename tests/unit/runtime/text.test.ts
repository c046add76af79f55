import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutText, wellFormed } from '../../../src/runtime/text.ts';

const HIGH = '\ud83d';
const LOW = '\ude00';

test('a cut never leaves half a character', () => {
  const smile = `ab${HIGH}${LOW}cd`;
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5, 6, 99].map((most) => cutText(smile, most)),
    ['', 'a', 'ab', 'ab', 'ab😀', 'ab😀c', 'ab😀cd', 'ab😀cd'],
  );
});

test('halves that were there before become U+FFFD, also in a text that is short enough', () => {
  assert.equal(cutText(`${LOW}x${HIGH}`, 10), '\ufffdx\ufffd');
  assert.equal(cutText(`x${HIGH}yz`, 2), 'x\ufffd');
  assert.equal(cutText(`x${HIGH}${HIGH}${LOW}`, 3), 'x\ufffd');
});

test('a JSON value is cured in every depth, keys too, and copied only where it must be', () => {
  const fine = { list: [1, null, true, '😀'], at: { b: 'ü' } };
  assert.equal(wellFormed(fine), fine);
  const sick = { fine, [`k${HIGH}`]: [{ deep: `${LOW}!` }] };
  const cured = wellFormed(sick);
  assert.deepEqual(cured, { fine, 'k\ufffd': [{ deep: '\ufffd!' }] });
  assert.equal(cured.fine, fine);
  assert.equal(wellFormed(HIGH), '\ufffd');
});

test('what is no JSON value is left alone', () => {
  const date = new Date();
  const bytes = new Uint8Array([1]);
  assert.deepEqual(
    [undefined, 5n, date, bytes].map((one) => wellFormed(one)),
    [undefined, 5n, date, bytes],
  );
});
