import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choicesOf, kindOf, labelsOf, propertiesOf } from './json-schema.ts';
import { emptyFields, paramsOfValues, valuesOfParams } from './values.ts';

const params = {
  type: 'object',
  required: ['text', 'count'],
  properties: {
    text: { type: 'string' },
    count: { type: 'integer', minimum: 1 },
    share: { type: 'number', default: 0.5 },
    mode: { enum: ['fast', 'exact'], default: 'fast' },
    level: { anyOf: [{ const: 1 }, { const: 2 }] },
    strict: { type: 'boolean' },
    tags: { type: 'array', items: { type: 'string' } },
    lists: {
      type: 'object',
      patternProperties: { '^.{1,9}$': { type: 'array', items: { type: 'string' } } },
      additionalProperties: false,
    },
    deep: { type: 'object', properties: { x: { type: 'number' } } },
  },
};
const properties = propertiesOf({ params });

test('each property gets the field that can edit it', () => {
  assert.deepEqual(
    properties.map(({ schema }) => kindOf(schema)),
    ['text', 'integer', 'number', 'choice', 'choice', 'boolean', 'list', 'lists', 'json'],
  );
  assert.deepEqual(choicesOf({ anyOf: [{ const: 1 }, { type: 'string' }] }), []);
});

test('a label is a text in the language of the reader, whatever a type wrote there', () => {
  const title = (schema: object, language: 'en' | 'zh') =>
    labelsOf({ name: 'texts', schema, required: false }, language).title;
  const two = { title: 'Texts', zh: { title: '文本' } };
  assert.deepEqual([title(two, 'en'), title(two, 'zh')], ['Texts', '文本']);
  const as_its_own = { title: { en: 'Texts', zh: '文本' } };
  assert.deepEqual([title(as_its_own, 'en'), title(as_its_own, 'zh')], ['Texts', '文本']);
  assert.equal(title({ title: { en: 'Texts' } }, 'zh'), 'Texts');
  assert.deepEqual([title({ title: 7 }, 'en'), title({ zh: 'x' }, 'zh')], ['texts', 'texts']);
});

test('params become values and the same params again', () => {
  const given = {
    text: 'a',
    count: 3,
    share: 0.25,
    mode: 'exact',
    level: 2,
    strict: true,
    tags: ['x', 'y'],
    lists: { b: ['1'], a: [''] },
    deep: { x: 1 },
  };
  assert.deepEqual(paramsOfValues(properties, valuesOfParams(properties, given)), given);
});

test('what is left empty is left out; defaults are filled in', () => {
  const values = valuesOfParams(properties, {});
  assert.equal(values.share, '0.5');
  assert.deepEqual(paramsOfValues(properties, values), { text: '', share: 0.5, mode: 'fast', strict: false });
  assert.deepEqual(emptyFields(properties, values), ['text', 'count']);
  assert.deepEqual(
    emptyFields(properties, { ...values, text: 'a', count: '1', lists: [{ name: 'b', values: [] }] }),
    ['lists.b'],
  );
  const least = {
    type: 'object',
    minProperties: 1,
    additionalProperties: { type: 'array', items: { type: 'string' } },
  };
  const one = propertiesOf({ params: { type: 'object', required: ['lists'], properties: { lists: least } } });
  assert.deepEqual(emptyFields(one, valuesOfParams(one, {})), ['lists']);
});

test('what is no number, or too long for one, goes to the server as it was typed', () => {
  const of = (count: string) =>
    paramsOfValues(properties, { ...valuesOfParams(properties, {}), count }).count;
  assert.equal(of('12'), 12);
  assert.equal(of('1e3'), 1000);
  assert.equal(of('５１２'), 512, 'a keyboard for Chinese types digits in full width');
  assert.equal(of('many'), 'many');
  assert.equal(of('90071992547409931'), '90071992547409931');
});
