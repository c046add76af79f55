import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { Lettering } from '../../../src/pictures/lettering.ts';

const lettering = new Lettering();

test('letters of many scripts are outlines, and no text is left for a font of the system', () => {
  for (const text of ['Winter fox', 'Ångström', '水墨狐狸', '國際', 'ひらがな', 'Привет', '12:30', '“–”']) {
    const element = lettering.element(text, 3, 20, 16, '#123456');
    assert.doesNotMatch(element, /<text|font-family/);
    assert.equal(element.match(/<path /g)?.length, [...text.replaceAll(' ', '')].length, text);
    assert.ok(lettering.width(text, 16) > 16);
  }
});

test('the same outlines come out everywhere', () => {
  const element = lettering.element('fox 狐狸 é', 0, 0, 10, '#000');
  assert.equal(
    createHash('sha256').update(element).digest('hex'),
    'a77406bb2e9e119d1d6113d2c0388e98e273b652065ee83f443618ee148d1e63',
  );
});

test('a character that the font lacks is a frame, and what is not seen takes no room', () => {
  assert.match(lettering.element('𓀀', 0, 0, 10, '#000'), /<path /);
  assert.equal(lettering.width('𓀀', 10), 6);
  for (const unseen of ['\u200d', '\ufe0f', '\u202e']) assert.equal(lettering.width(unseen, 10), 0);
  // Markup is drawn, not read.
  assert.doesNotMatch(lettering.element('</g><script>', 0, 0, 10, '#000'), /script/);
});

test('a long text is broken between words, and shortened where there is no room', () => {
  const width = lettering.width('a very long w', 12);
  assert.deepEqual(lettering.lines('a very long description', 12, width, 3), ['a very long', 'description']);
  const [first, last, ...more] = lettering.lines(
    'a very long description of everything there is',
    12,
    width,
    2,
  );
  assert.deepEqual([first, more], ['a very long', []]);
  assert.match(last as string, /^descrip.*\.\.\.$/);
  assert.ok(lettering.width(last as string, 12) <= width);
  const chinese = lettering.lines('水墨画风格的雪中狐狸', 12, 62, 5);
  assert.equal(chinese.join(''), '水墨画风格的雪中狐狸');
  assert.ok(chinese.length > 1 && chinese.every((line) => lettering.width(line, 12) <= 62));
  const unbroken = lettering.lines('x'.repeat(100), 12, 50, 100);
  assert.equal(unbroken.join(''), 'x'.repeat(100));
  assert.deepEqual(lettering.lines('', 12, 50, 2), ['']);
  assert.deepEqual(lettering.lines('narrow', 12, 1, 1), ['...']);
});
