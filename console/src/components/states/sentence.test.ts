import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Language } from '../../words/language.ts';
import { sentence, sentences } from './sentence.ts';

test('texts without a full stop do not run into the next sentence', () => {
  const said = (parts: string[], language: Language) =>
    sentences(parts.map((part) => sentence(part, language)));
  assert.equal(said(['How many', 'From 1 to 10.'], 'en'), 'How many. From 1 to 10.');
  assert.equal(said(['数量', '范围 1 到 10。'], 'zh'), '数量。范围 1 到 10。');
});

test('the full stop is of the language, whatever the last character is', () => {
  const chinese = ['不能大于 2,048', '请改用 PNG', '变量有“风”', '必须是正整数（如 5）', '不能包含 /'];
  assert.deepEqual(
    chinese.map((message) => sentence(message, 'zh')),
    chinese.map((message) => `${message}。`),
  );
  assert.equal(
    sentence('{风} has no variable; add a variable 风', 'en'),
    '{风} has no variable; add a variable 风.',
  );
  assert.equal(sentence('connect ECONNREFUSED 10.0.0.7:80', 'zh'), 'Connect ECONNREFUSED 10.0.0.7:80.');
});
