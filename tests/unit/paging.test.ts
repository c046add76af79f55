import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cursorAfter, pageStart, wordsOf } from '../../src/services/paging.ts';

test('a cursor has one spelling', () => {
  const list = ['tasks'];
  const id = '019a0000-0000-7000-8000-00000000abcd';
  const { mark } = pageStart({}, list);
  for (const page of [1, 10, 100, 1_000]) {
    const cursor = cursorAfter(id, { page, mark });
    assert.equal(pageStart({ cursor }, list).after, id);
    const last = cursor.at(-1) as string;
    const others = [
      `${cursor}=`,
      `${cursor}==`,
      `${cursor} `,
      `\n${cursor}`,
      `${cursor}!`,
      `${cursor}A`,
      ` ${cursor}`,
    ];
    // The next letter differs in bits that no byte uses, if there are any.
    if (cursor.length % 4 !== 0)
      others.push(cursor.slice(0, -1) + String.fromCharCode(last.charCodeAt(0) + 1));
    for (const other of others)
      assert.throws(() => pageStart({ cursor: other }, list), { type: 'validation_failed' }, other);
  }
});

test('a search asks for its first twelve words, in any language', () => {
  assert.equal(wordsOf(undefined), undefined);
  assert.equal(wordsOf('  '), undefined);
  assert.deepEqual(wordsOf('!!!'), []);
  assert.deepEqual(wordsOf('Mei chen MEI'), ['mei', 'chen']);
  const many = Array.from({ length: 60 }, (_, at) => `w${at}`);
  assert.deepEqual(wordsOf(many.join(' ')), many.slice(0, 12));
  assert.equal(wordsOf('一二三四五六七八九十甲乙丙丁戊己庚辛壬癸')?.length, 12);
});
