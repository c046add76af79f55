import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  cutText,
  isNameText,
  nameLine,
  normalText,
  plainLine,
  wellFormed,
} from '../../../src/runtime/text.ts';

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

const unseen = [
  '\u202e',
  '\u2066',
  '\u2028',
  '\u2029',
  '\u200b',
  '\u200f',
  '\ufeff',
  '\u0085',
  '\u009b',
  '\x1b',
  '\n',
];

test('nothing in a plain line moves the text beside it, and emoji and letters stay', () => {
  for (const one of [...unseen, '\u3164', '\u2800', '\u00ad', '\u{e0041}'])
    assert.equal(plainLine(`a${one}${one}b`), 'a b', JSON.stringify(one));
  for (const fine of ['Grüße 狐狸', '❤\ufe0f', 'नमस्ते', '葛\u{e0100}城']) assert.equal(plainLine(fine), fine);
});

test('a name can be read: it is not blank, has one line and no control characters', () => {
  for (const blank of [
    ' ',
    '\u00a0',
    '\u3000',
    '\u200b',
    '\u2060\u200d',
    '\u3164',
    '\u2800',
    '\ufe0f',
    '\u{e0001}',
  ])
    assert.equal(isNameText(blank), false, JSON.stringify(blank));
  for (const broken of [
    '\0',
    '\t',
    '\n',
    '\x7f',
    '\u0085',
    '\u009b',
    '\u2028',
    '\u2029',
    '\ufffe',
    '\u{1ffff}',
  ])
    assert.equal(isNameText(`a${broken}b`), false, JSON.stringify(broken));
  for (const name of [
    'x',
    ' x ',
    '狐狸',
    '👩\u200d👩\u200d👧',
    'می\u200cخواهم',
    '\u202bשלום\u202c',
    '.',
    '❤\ufe0f',
    '',
  ])
    assert.equal(isNameText(name), true, JSON.stringify(name));
});

test('text is normalised as String.normalize does it', () => {
  for (const text of ['', 'Zoë', 'Zoe\u0308', 'ﬁ', 'e\u0301\u0327', '한국', `a${'\u0301'.repeat(30)}`])
    for (const form of ['NFC', 'NFD', 'NFKC'] as const)
      assert.equal(normalText(text, form), text.normalize(form), text);
});

test('half a million marks on one letter are normalised in the time of a text, not of its square', () => {
  // With String.normalize alone this takes minutes.
  const text = `a${'\u0301\u0327\u0316'.repeat(166_667)}`;
  const begun = performance.now();
  assert.ok(normalText(text).length > 400_000);
  assert.ok(performance.now() - begun < 10_000);
});

test('a name that code makes is one line of at most so many characters, and empty if nothing of it can be read', () => {
  const of = (text: unknown) => nameLine(text, 10);
  assert.equal(of('  a\nfox\0 \u202e in\u2066\u2028 snow'), 'a fox in s');
  assert.equal(of('😀'.repeat(20)), '😀'.repeat(10));
  for (const nothing of ['', '   ', '\0\n', '\u200b\u202e', 5, null, undefined])
    assert.equal(of(nothing), '');
  for (const fine of ['狐狸 🦊', '👨\u200d👩\u200d👧', '❤\ufe0f']) assert.equal(of(fine), fine);
  assert.equal(of('x'.repeat(1_000_000)), 'x'.repeat(10));
});
