import assert from 'node:assert/strict';
import { test } from 'node:test';
import { words as en } from './en/index.ts';
import { saidName, saidParam, saidValue, valueSaid } from './said-value.ts';
import { words as zh } from './zh/index.ts';

test('a style is shown by its name, and what is typed by its name becomes the style', () => {
  for (const words of [en, zh])
    for (const style of Object.keys(words.image_styles))
      assert.equal(valueSaid(words, 'style', saidValue(words, 'style', style)), style);
  assert.equal(saidValue(zh, 'style', 'ink'), '水墨');
  assert.equal(valueSaid(en, 'style', 'INK WASH'), 'ink');
});

test('a format is written as its makers write it, and a variable of that name is left alone', () => {
  for (const words of [en, zh])
    assert.deepEqual(
      ['webp', 'png', 'jpeg', 'avif'].map((format) => saidParam(words, 'format', format)),
      ['WebP', 'PNG', 'JPEG', 'avif'],
    );
  assert.equal(saidParam(zh, 'style', 'ink'), '水墨');
  assert.equal(saidValue(en, 'format', 'png'), 'png');
});

test('values and names that are the writer’s own stay as they were written', () => {
  assert.equal(saidValue(zh, 'animal', 'ink'), 'ink');
  assert.equal(saidValue(en, 'style', 'constructor'), 'constructor');
  assert.equal(saidValue(en, 'constructor', 'name'), 'name');
  assert.equal(valueSaid(zh, 'style', '油画'), '油画');
  assert.deepEqual(
    ['style', 'seed', 'ratio', 'animal'].map((name) => saidName(zh, name)),
    ['风格', '种子', '比例', 'animal'],
  );
});

test('of another type than image, values and names stay as they were typed', () => {
  for (const words of [en, zh]) {
    const typed = { ...words, as_typed: true } as const;
    assert.equal(saidValue(typed, 'style', 'bauhaus'), 'bauhaus');
    assert.equal(
      valueSaid(typed, 'style', saidValue(words, 'style', 'bauhaus')),
      saidValue(words, 'style', 'bauhaus'),
    );
    assert.deepEqual(
      ['style', 'seed', 'ratio'].map((name) => saidName(typed, name)),
      ['style', 'seed', 'ratio'],
    );
  }
});
