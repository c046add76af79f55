import assert from 'node:assert/strict';
import { test } from 'node:test';
import { braceTrouble, filledParts, namesIn, promptParts, withPlainBraces } from './prompt-parts.ts';
import { countOf, freeName, seedsOf, variablesAfter, withPlaceholder } from './variables.ts';

test('a prompt is cut at its placeholders, and what was typed is kept', () => {
  const prompt = 'a { animal } in {{braces}} of {地方}';
  assert.deepEqual(
    promptParts(prompt).map(({ name }) => name),
    [null, 'animal', null, '地方'],
  );
  assert.equal(
    promptParts(prompt)
      .map(({ text }) => text)
      .join(''),
    prompt,
  );
  assert.deepEqual(namesIn('{a} {b} {a} {}'), ['a', 'b']);
});

test('braces that make no variable are pointed out: full-width, unclosed, nested, empty, or around no name', () => {
  const kinds = (prompts: string[]) => prompts.map((prompt) => braceTrouble(prompt)?.kind ?? null);
  assert.deepEqual(
    kinds(['｛主题｝', '{主题｝', 'a {z', 'a z}', '{主题 的 {光线', '{}', '{ }', '{a {b} c}']),
    [...['wide', 'wide', 'loose', 'loose', 'loose', 'loose', 'loose', 'loose']],
  );
  assert.deepEqual(kinds(['', '猫', '{主题}，{ b }', '{{a}} {{', '{{{a}}}']), [null, null, null, null, null]);
  assert.deepEqual(braceTrouble('{主题，光线}'), { kind: 'name', name: '主题，光线' });
  assert.equal(withPlainBraces('｛主题｝与{光线｝'), '{主题}与{光线}');
});

test('the prompt of one picture has its values', () => {
  const text = (parts: { text: string }[]) => parts.map((part) => part.text).join('');
  assert.equal(text(filledParts('a {animal} {{x}}', { animal: 'fox' })), 'a fox {x}');
});

test('a placeholder brings its variable; without values it goes again', () => {
  const one = variablesAfter([], '', 'a {animal}');
  assert.deepEqual(one, [{ name: 'animal', values: [] }]);
  assert.deepEqual(variablesAfter(one, 'a {animal}', 'a '), []);
  const filled = [{ name: 'animal', values: ['fox'] }];
  assert.deepEqual(variablesAfter(filled, 'a {animal}', 'a '), filled);
});

test('a renamed placeholder keeps its values', () => {
  const filled = [
    { name: 'animal', values: ['fox'] },
    { name: 'place', values: ['city'] },
  ];
  assert.deepEqual(variablesAfter(filled, '{animal} {place}', '{beast} {place}'), [
    { name: 'beast', values: ['fox'] },
    { name: 'place', values: ['city'] },
  ]);
});

test('a special variable needs no placeholder, and a placeholder makes none', () => {
  const seed = [{ name: 'seed', values: [] }];
  assert.deepEqual(variablesAfter(seed, 'a', 'a {x}'), [...seed, { name: 'x', values: [] }]);
  assert.deepEqual(variablesAfter([], 'a', 'a {style}'), []);
});

test('counts, ranges of seeds, free names', () => {
  const list = (name: string, length: number) => ({ name, values: Array.from({ length }, String) });
  assert.equal(countOf([list('a', 3), list('b', 4)]), 12);
  assert.equal(countOf([]), 1);
  assert.deepEqual(seedsOf('7..9'), ['7', '8', '9']);
  assert.deepEqual(seedsOf('７。。９'), ['7', '8', '9']);
  assert.deepEqual(seedsOf('１２'), ['12']);
  assert.deepEqual(seedsOf('9..7'), ['9..7']);
  assert.equal(seedsOf('0..4000').length, 4_001);
  assert.deepEqual(seedsOf('0..4000000000'), ['0..4000000000']);
  assert.equal(freeName('x', [list('x', 1), list('x_2', 1)]), 'x_3');
  assert.equal(withPlaceholder('a', 'b'), 'a {b}');
  assert.equal(withPlaceholder('{a}', 'b'), '{a} {b}');
  assert.equal(withPlaceholder('一座灯塔', '时段'), '一座灯塔，{时段}');
  assert.equal(withPlaceholder('{地点}', '时段'), '{地点}，{时段}');
  assert.equal(withPlaceholder('灯塔，', '时段'), '灯塔，{时段}');
});
