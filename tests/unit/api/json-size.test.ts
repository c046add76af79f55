import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sizeOfJson } from '../../../src/api/json-size.ts';

const size = (text: string) => sizeOfJson(Buffer.from(text));

test('what ordinary calls send fits', () => {
  for (const value of [
    null,
    'text with , : [ { " and \\ in it \\',
    {
      type: 'image',
      params: { prompt: 'a [{,:"\\"}]', variables: { a: ['\\', '\\\\"', ','.repeat(30_000)] } },
    },
    Array(19_000).fill(0),
    Object.fromEntries(Array.from({ length: 4_900 }, (_, at) => [`name ${at}`, at])),
    { text: ':[,{'.repeat(50_000) },
  ])
    assert.equal(size(JSON.stringify(value)), 'fits', JSON.stringify(value).slice(0, 80));
});

test('too many values, too many names and too deep nesting are found before they are parsed', () => {
  assert.equal(size(`{"email":[${Array(524_000).fill(0).join(',')}]}`), 'too_many');
  assert.equal(size(`[${Array(25_000).fill('{}').join(',')}]`), 'too_many');
  assert.equal(size(`{${Array.from({ length: 5_100 }, (_, at) => `"${at}":0`).join(',')}}`), 'too_many');
  assert.equal(size(`${'['.repeat(64)}${']'.repeat(64)}`), 'fits');
  assert.equal(size(`${'['.repeat(65)}${']'.repeat(65)}`), 'too_deep');
  assert.equal(size('{"a":'.repeat(50_000)), 'too_deep');
});

test('a name of more than 1,000 bytes is found, wherever the white space is', () => {
  const most = 'é'.repeat(500);
  assert.equal(size(`{"${most}":1}`), 'fits');
  assert.equal(size(`{"a":{"${most}x" \n:1}}`), 'long_name');
  assert.equal(size(JSON.stringify({ text: '"x":'.repeat(5_000), list: ['y'.repeat(5_000)] })), 'fits');
});

test('what is not JSON is left for the parser to refuse', () => {
  for (const text of ['', '"', '"\\', ']]]]', '"a\\"', '{"a', 'nonsense "'])
    assert.equal(size(text), 'fits', text);
});
