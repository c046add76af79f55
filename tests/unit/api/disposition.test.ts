import assert from 'node:assert/strict';
import { test } from 'node:test';
import { disposition } from '../../../src/api/file-answer.ts';

test('a header names a file without characters that hide its ending', () => {
  assert.equal(
    disposition('attachment', 'x\u202egnp.zip'),
    `attachment; filename="x gnp.zip"; filename*=UTF-8''x%20gnp.zip`,
  );
  assert.equal(
    disposition('inline', '雪 (1).png'),
    `inline; filename="_ (1).png"; filename*=UTF-8''%E9%9B%AA%20%281%29.png`,
  );
  const plain = (name: string, stem?: string) =>
    /filename="(.*?)"/.exec(disposition('attachment', name, stem))?.[1];
  assert.equal(plain('清晨、森林.webp'), 'file.webp');
  assert.equal(plain('时段与地点.zip', 'task-01a2270e'), 'task-01a2270e.zip');
  assert.equal(plain('时段 3.zip', 'task-01a2270e'), '__ 3.zip');
});
