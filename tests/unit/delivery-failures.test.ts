import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reasonOf } from '../../src/services/webhooks/delivery-failures.ts';

test('what a network says is told in words, and by its code where there are none', () => {
  const said = (code: string) => reasonOf(Object.assign(new Error(`connect ${code}`), { code }));
  assert.deepEqual(said('ENOTFOUND'), { en: 'The address cannot be found.', zh: '找不到该地址。' });
  assert.deepEqual(said('ECONNREFUSED'), {
    en: 'The receiver refuses the connection.',
    zh: '接收方拒绝连接。',
  });
  for (const code of ['ECONNRESET', 'EPIPE'])
    assert.deepEqual(said(code), {
      en: 'The receiver broke off the connection.',
      zh: '接收方中断了连接。',
    });
  assert.deepEqual(said('EPROTO'), {
    en: 'The receiver cannot be reached (EPROTO).',
    zh: '无法连接接收方（EPROTO）。',
  });
});
