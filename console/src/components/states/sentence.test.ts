import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sentence, sentences } from './sentence.ts';

test('texts without a full stop do not run into the next sentence', () => {
  assert.equal(sentences(['How many', 'From 1 to 10.'].map(sentence)), 'How many. From 1 to 10.');
  assert.equal(sentences(['数量', '范围 1 到 10。'].map(sentence)), '数量。范围 1 到 10。');
});
