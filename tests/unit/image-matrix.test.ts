import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planImages, prepareImageParams } from '../../src/task-types/image/matrix.ts';
import { imageDefaults } from '../../src/task-types/image/params.ts';
import { all, faults } from './image-items.ts';

test('the items are the cartesian product, the last variable fastest', () => {
  const params = prepareImageParams({
    prompt: 'a {colour} {animal}',
    variables: { colour: ['red', 'blue'], animal: ['fox', 'owl', 'cat'] },
    seed: 7,
  });
  const expected = [
    ['red', 'fox'],
    ['red', 'owl'],
    ['red', 'cat'],
    ['blue', 'fox'],
    ['blue', 'owl'],
    ['blue', 'cat'],
  ].map(([colour, animal]) => ({
    input: {
      prompt: `a ${colour} ${animal}`,
      seed: 7,
      ratio: '1:1',
      style: 'auto',
      size: 512,
      format: 'webp',
    },
    label: { colour, animal },
  }));
  assert.deepEqual(all(params), expected);
});

test('a prompt without variables is one item without a label', () => {
  const params = prepareImageParams({
    prompt: '一只猫',
    seed: 1,
    ratio: '16:9',
    size: 1024,
    format: 'png',
    style: 'ink',
  });
  assert.deepEqual(all(params), [
    {
      input: { prompt: '一只猫', seed: 1, ratio: '16:9', style: 'ink', size: 1024, format: 'png' },
      label: null,
    },
  ]);
});

test('seed, ratio and style as variables set those and stay out of the prompt', () => {
  const params = prepareImageParams({
    prompt: 'a lake',
    variables: { seed: ['1', '2'], ratio: ['1:1', '16:9'], style: ['ink'] },
    seed: 99,
  });
  const base = { prompt: 'a lake', style: 'ink', size: 512, format: 'webp' };
  assert.deepEqual(all(params), [
    { input: { ...base, seed: 1, ratio: '1:1' }, label: { seed: '1', ratio: '1:1', style: 'ink' } },
    { input: { ...base, seed: 1, ratio: '16:9' }, label: { seed: '1', ratio: '16:9', style: 'ink' } },
    { input: { ...base, seed: 2, ratio: '1:1' }, label: { seed: '2', ratio: '1:1', style: 'ink' } },
    { input: { ...base, seed: 2, ratio: '16:9' }, label: { seed: '2', ratio: '16:9', style: 'ink' } },
  ]);
});

test('prepare records every default, and a seed once', () => {
  const prepared = prepareImageParams({ prompt: 'x' });
  const { seed, ...rest } = prepared;
  assert.deepEqual(rest, {
    prompt: 'x',
    ratio: '1:1',
    size: 512,
    style: 'auto',
    format: 'webp',
    concurrency: 3,
  });
  assert.ok(Number.isInteger(seed) && (seed as number) >= 0 && (seed as number) <= 4_294_967_295);
  assert.deepEqual(prepareImageParams(prepared), prepared);
  assert.equal(Object.hasOwn(prepareImageParams({ prompt: 'x', variables: { seed: ['1'] } }), 'seed'), false);
});

test('every fault of a request is named at once, with its path', () => {
  assert.deepEqual(
    faults({
      prompt: 'a {colour} {animal} {style}',
      ratio: '100:1',
      variables: {
        colour: ['red'],
        size: ['big'],
        seed: ['1', '-1', '4294967296'],
        ratio: ['1:1', '0:1', '9:1'],
        style: ['oil'],
      },
    }),
    [
      {
        path: 'params.prompt',
        message: '{animal} has no variable; add a variable animal, or write {{animal}} for the braces',
      },
      {
        path: 'params.prompt',
        message: '{style} is reserved; use another name, or remove it and add the variable style',
      },
      {
        path: 'params.variables.size',
        message: 'is not used in the prompt; put {size} into it, or remove the variable',
      },
      { path: 'params.variables.seed.1', message: 'must be a whole number from 0 to 4294967295' },
      { path: 'params.variables.seed.2', message: 'must be a whole number from 0 to 4294967295' },
      {
        path: 'params.variables.ratio.1',
        message: 'must be W:H with whole numbers from 1 to 100, such as 16:9',
      },
      { path: 'params.variables.ratio.2', message: 'must lie between 1:8 and 8:1' },
      {
        path: 'params.variables.style.0',
        message:
          'must be one of auto, aurora, bauhaus, blossom, city, contours, dunes, flow, forest, ink, marble, mosaic, nebula, waves',
      },
      { path: 'params.ratio', message: 'must lie between 1:8 and 8:1' },
    ],
  );
});

test('a name that no variable can have is told as such, and a brace without its partner is text', () => {
  assert.deepEqual(faults({ prompt: 'a {fox or owl}' }), [
    {
      path: 'params.prompt',
      message:
        '{fox or owl} cannot be a variable: a name has 1 to 40 letters, digits and underscores; use such a name, or write {{fox or owl}} for the braces',
    },
  ]);
  assert.equal(faults({ prompt: 'a {z and {} or }' }), undefined);
});

test('a variable in full-width braces, and one with a name that none can have, are told as what they are', () => {
  assert.equal(faults({ prompt: '一只｛动物｝' }), undefined);
  assert.deepEqual(faults({ prompt: '一只｛动物｝在{地点', variables: { 动物: ['猫'], 地点: ['家'] } }), [
    {
      path: 'params.variables.动物',
      message: 'stands in full-width braces, which are ordinary characters; write {动物} instead',
    },
    {
      path: 'params.variables.地点',
      message: 'is not used in the prompt; put {地点} into it, or remove the variable',
    },
  ]);
  const [fault, ...others] = faults({ prompt: '{动物，地点}', variables: { '动物，地点': ['猫'] } }) ?? [];
  assert.match(fault?.message ?? '', /^\{动物，地点\} cannot be a variable/);
  assert.deepEqual(others, []);
});

test('more items than allowed are a fault that does the sum', () => {
  const fifty = Array.from({ length: 50 }, (_, i) => `v${i}`);
  const variables = { a: fifty, b: fifty, c: fifty };
  assert.deepEqual(faults({ prompt: '{a}{b}{c}', variables }), [
    {
      path: 'params.variables',
      message: 'would make 50 × 50 × 50 = 125,000 pictures; a task has at most 10,000',
    },
  ]);
  assert.equal(faults({ prompt: '{a}{b}{c}', variables }, 125_000), undefined);
});

test('the last of fifteen thousand million items is found without making the others', () => {
  const fifty = Array.from({ length: 50 }, (_, i) => String(i));
  const variables = { a: fifty, b: fifty, c: fifty, d: fifty, e: fifty, f: fifty };
  const plan = planImages({ ...imageDefaults, prompt: '{a}-{b}-{c}-{d}-{e}-{f}', variables, seed: 0 });
  assert.equal(plan.count, 50 ** 6);
  assert.deepEqual(plan.item(plan.count - 1).label, { a: '49', b: '49', c: '49', d: '49', e: '49', f: '49' });
  assert.deepEqual(plan.item(50 ** 3 + 1).label, { a: '0', b: '0', c: '1', d: '0', e: '0', f: '1' });
});

test('names that every object has are names like any other, and __proto__ is refused', () => {
  assert.deepEqual(
    faults({ prompt: 'a {constructor} {toString}' })?.map((f) => f.message.split(';')[0]),
    ['{constructor} has no variable', '{toString} has no variable'],
  );
  const plan = planImages({
    ...imageDefaults,
    prompt: 'a {constructor}',
    variables: JSON.parse('{"constructor": ["castle"]}'),
    seed: 1,
  });
  assert.deepEqual(plan.item(0).label, { constructor: 'castle' });
  assert.equal((plan.item(0).input as { prompt: string }).prompt, 'a castle');
  const variables = JSON.parse('{"__proto__": ["x"]}');
  assert.deepEqual(faults({ prompt: 'a {__proto__}', variables }), [
    { path: 'params.variables.__proto__', message: 'is not allowed as a name' },
  ]);
});

test('a prompt that grows beyond measure with its values is refused', () => {
  const details = faults({ prompt: '{a}'.repeat(100), variables: { a: ['x'.repeat(500)] } });
  assert.deepEqual(details, [
    {
      path: 'params.prompt',
      message: 'grows to 50000 characters with its longest values; at most 32000 are allowed',
    },
  ]);
});
