import assert from 'node:assert/strict';
import { test } from 'node:test';
import { words as en } from '../../words/en/index.ts';
import { words as zh } from '../../words/zh/index.ts';
import { missingEmail } from './missing-email.ts';

test('an e-mail without its parts is told before it is sent, in both languages', () => {
  const told = (email: string) => [en, zh].map((words) => missingEmail({ email }, words)[0]?.message);
  assert.deepEqual(told(' '), ['Fill this in.', '请填写此项。']);
  for (const email of ['a@', 'a', '@b', 'a b'])
    assert.deepEqual(told(email), ['This is not an e-mail address.', '不是有效的邮箱地址。'], email);
  for (const email of ['a@b', 'mei@example.com', ' 小明@例子.中国 ', 'a@b@example.com'])
    assert.deepEqual(told(email), [undefined, undefined], email);
});
