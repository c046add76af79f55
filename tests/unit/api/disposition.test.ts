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
});
