import assert from 'node:assert/strict';
import { test } from 'node:test';
import Schema from 'typebox/schema';
import { dimensions, ratioFault } from '../../src/task-types/image/dimensions.ts';
import { prepareImageParams } from '../../src/task-types/image/matrix.ts';
import { imageParams } from '../../src/task-types/image/params.ts';
import { fillTemplate, parseTemplate } from '../../src/task-types/image/placeholders.ts';
import { all, faults } from './image-items.ts';

test('placeholders: doubled braces, spaces, Chinese names, and braces that stand alone', () => {
  const filled = (prompt: string) => fillTemplate(parseTemplate(prompt), (name) => `<${name}>`);
  assert.deepEqual(
    ['{a}{b}', '{{a}}', '{{{a}}}', '{ 颜色 }的猫', 'a { b', 'a } b', '{}', 'x', '$& {a_1}'].map(filled),
    ['<a><b>', '{a}', '{<a>}', '<颜色>的猫', 'a { b', 'a } b', '{}', 'x', '$& <a_1>'],
  );
});

test('a prompt of spaces and braces is read in time that grows with its length', () => {
  const before = process.cpuUsage();
  for (const part of ['{ ', '{', ' ', 'a '])
    assert.equal(parseTemplate(`{${part.repeat(100_000)}`).names.length, 0);
  assert.equal(parseTemplate(`{${' '.repeat(100_000)}a${' '.repeat(100_000)}`).names.length, 0);
  // Time that grows with the square takes minutes.
  assert.ok(process.cpuUsage(before).user < 2_000_000);
});

test('a name is the same however its letters are composed, and an empty value stands for nothing', () => {
  const decomposed = 'gro\u0308\u00dfe';
  const params = prepareImageParams({
    prompt: 'ein {größe} Fuchs{hut}',
    variables: { [decomposed]: ['kleiner'], hut: ['', ' mit Hut'] },
  });
  assert.deepEqual(
    all(params).map(({ input, label }) => [(input as { prompt: string }).prompt, label]),
    [
      ['ein kleiner Fuchs', { größe: 'kleiner', hut: '' }],
      ['ein kleiner Fuchs mit Hut', { größe: 'kleiner', hut: ' mit Hut' }],
    ],
  );
  assert.deepEqual(faults({ prompt: '{größe}', variables: { größe: ['a'], [decomposed]: ['b'] } }), [
    { path: `params.variables.${decomposed}`, message: 'has the same name as another variable' },
  ]);
});

test('the long edge is the size, the short one follows from the ratio', () => {
  assert.deepEqual(
    ['1:1', '16:9', '9:16', '8:1', '1:8', '3:2'].map((ratio) => dimensions(ratio, 512)),
    [
      { width: 512, height: 512 },
      { width: 512, height: 288 },
      { width: 288, height: 512 },
      { width: 512, height: 64 },
      { width: 64, height: 512 },
      { width: 512, height: 341 },
    ],
  );
  assert.deepEqual(dimensions('8:1', 64), { width: 64, height: 16 });
  assert.deepEqual(
    ['1:1', '100:100', '100:13', '101:100', '0:1', '1', '1:1:1', '1.5:1', ' 1:1', ''].filter(
      (r) => !ratioFault(r),
    ),
    ['1:1', '100:100', '100:13'],
  );
});

test('the schema takes what the documentation promises and nothing else', () => {
  const validator = Schema.Compile(imageParams);
  const good: unknown[] = [
    { prompt: 'x' },
    {
      prompt: 'x'.repeat(4000),
      variables: {
        颜色: ['红'],
        größe: ['groß', ''],
        ばしょ: ['うみ'],
        장소: ['바다'],
        नाम: ['क'],
        a_1: ['b'],
      },
      seed: 0,
      ratio: '16:9',
      size: 64,
      style: 'ink',
      format: 'png',
      concurrency: 5,
    },
    { prompt: 'x', seed: 4_294_967_295, size: 2048, style: 'auto', variables: {} },
  ];
  const bad: unknown[] = [
    {},
    { prompt: '' },
    { prompt: 'x'.repeat(4001) },
    { prompt: 'x', other: 1 },
    { prompt: 'x', seed: -1 },
    { prompt: 'x', seed: 1.5 },
    { prompt: 'x', size: 63 },
    { prompt: 'x', size: 2049 },
    { prompt: 'x', ratio: '0:1' },
    { prompt: 'x', ratio: 'wide' },
    { prompt: 'x', style: 'oil' },
    { prompt: 'x', format: 'gif' },
    { prompt: 'x', concurrency: 6 },
    { prompt: 'x', variables: { a: [] } },
    { prompt: 'x', variables: { a: ['x'.repeat(501)] } },
    { prompt: 'x', variables: { a: Array(51).fill('x') } },
    { prompt: 'x', variables: { 'a b': ['x'] } },
    { prompt: 'x', variables: { 'a.b': ['x'] } },
    { prompt: 'x', variables: { '😀': ['x'] } },
    { prompt: 'x', variables: { ['名'.repeat(41)]: ['x'] } },
    { prompt: 'x', variables: Object.fromEntries([...'abcdefg'].map((n) => [n, ['x']])) },
  ];
  assert.deepEqual(
    good.filter((value) => !validator.Check(value)),
    [],
  );
  assert.deepEqual(
    bad.filter((value) => validator.Check(value)),
    [],
  );
});
