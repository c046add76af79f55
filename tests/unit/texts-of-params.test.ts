import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textsOf } from '../../src/task-types/definition/texts-of-params.ts';

const text = { type: 'string' };
const texts = { type: 'array', items: text };
const of = (properties: Record<string, unknown>, params: unknown) => textsOf({ properties })(params);

test('the texts among the params stand in the order of the schema', () => {
  const properties = { to: texts, seconds: { type: 'number' }, text, style: { enum: ['plain', 'warm'] } };
  const params = {
    text: ' Good morning ',
    style: 'warm',
    to: ['de', '', 'fr'],
    seconds: 5,
    other: 'unknown',
  };
  assert.equal(of(properties, params), 'de, fr · Good morning · warm');
  assert.equal(of({ shops: texts }, { shops: ['北灯', '绿园'] }), '北灯、绿园');
});

test('what is no text, or not to be read, is left out', () => {
  const hidden = {
    file: { ...text, format: 'file-id' },
    password: { ...text, format: 'password' },
    secret: { ...text, writeOnly: true },
  };
  assert.equal(of(hidden, { file: 'f1', password: 'p', secret: 's' }), '');
  assert.equal(of({ a: texts, b: {}, c: text }, { a: [1, { x: 1 }], b: { x: 'y' } }), '');
  assert.equal(textsOf({ type: 'object' })({ text: 'no schema names it' }), '');
});

test('a long text leaves room for others, and thousands of texts are not gone through', () => {
  const long = of({ text, to: text }, { text: '雪'.repeat(5_000), to: 'de' });
  assert.equal(long, `${'雪'.repeat(99)}… · de`);
  let read = 0;
  const counting = new Proxy(new Array<string>(10_000).fill('a value'), {
    get: (target, key, self) => {
      read += 1;
      return Reflect.get(target, key, self);
    },
  });
  assert.ok(of({ to: texts }, { to: counting }).length <= 100);
  assert.ok(read < 500, `${read} reads`);
});
