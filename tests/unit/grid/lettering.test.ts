import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lettering } from '../../../src/pictures/lettering.ts';

const lettering = new Lettering();
const SIZE = 20;
const lines = (text: string, width: number, most = 5) => lettering.lines(text, SIZE, width, most);
const drawn = (text: string) => lettering.element(text, 0, 0, SIZE, '#000').match(/<path /g)?.length ?? 0;

test('lines end between words, and what encloses a word stays at it', () => {
  assert.deepEqual(lines('salt & "quotes" (in brackets)', 90), ['salt &', '"quotes"', '(in', 'brackets)']);
  assert.deepEqual(lines('a “word”, and', 96), ['a', '“word”,', 'and']);
  assert.deepEqual(lines('left,right/centre-top', 96), ['left,right/', 'centre-top']);
  assert.deepEqual(lines('海边（夜晚）的城市', 85), ['海边', '（夜晚）', '的城市']);
});

test('a word that is too long for a line is broken anywhere, and the last line is shortened', () => {
  const [first = '', ...rest] = lines('Donaudampfschifffahrt', 80);
  assert.equal(first + rest.join(''), 'Donaudampfschifffahrt');
  assert.ok(rest.length > 0);
  assert.match(lines('one two three four', 60, 2).at(-1) ?? '', /\.\.\.$/);
});

test('a whole emoji is one mark, and what the font has is drawn as it is', () => {
  for (const emoji of ['🌅', '👩‍🚀', '🇩🇪', '👍🏽', '❤️']) assert.equal(drawn(emoji), 1, emoji);
  const mark = lettering.element('🌅', 0, 0, SIZE, '#000');
  assert.equal(lettering.element('👩‍🚀', 0, 0, SIZE, '#000'), mark);
  // A frame stands for a letter of another script.
  assert.notEqual(lettering.element('ไ', 0, 0, SIZE, '#000'), mark);
  for (const known of ['™', '©', '1', '#'])
    assert.notEqual(lettering.element(known, 0, 0, SIZE, '#000'), mark);
  assert.equal(lettering.width('🌅🌅', SIZE), 2 * lettering.width('🌅', SIZE));
});
