import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordsOf } from '../../src/services/paging.ts';

test('a search asks for its first twelve words, in any language', () => {
  assert.equal(wordsOf(undefined), undefined);
  assert.equal(wordsOf('  '), undefined);
  assert.deepEqual(wordsOf('!!!'), []);
  assert.deepEqual(wordsOf('Mei chen MEI'), ['mei', 'chen']);
  const many = Array.from({ length: 60 }, (_, at) => `w${at}`);
  assert.deepEqual(wordsOf(many.join(' ')), many.slice(0, 12));
  assert.equal(wordsOf('一二三四五六七八九十甲乙丙丁戊己庚辛壬癸')?.length, 12);
});
