import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault } from '../../../src/errors.ts';
import { hashPassword, passwordMatches } from '../../../src/services/accounts/password-hashes.ts';
import { checkedPassword, passesRules } from '../../../src/services/accounts/password-rules.ts';

const email = 'mei.chen@example.com';
const about = { field: 'new_password', email };
const refusal = (password: string): string | null => {
  try {
    checkedPassword(password, about);
    return null;
  } catch (error) {
    assert.ok(error instanceof Fault && error.type === 'validation_failed');
    const [detail] = error.details ?? [];
    assert.equal(detail?.path, 'new_password');
    assert.match(detail?.zh ?? '', /\p{Script=Han}/u);
    return detail?.message ?? '';
  }
};

test('length counts code points after NFKC', () => {
  const good = [
    'sixteen of these',
    '👩‍👩‍👧‍👧x',
    'नमस्ते जी',
    'e\u0301'.repeat(128),
    'ﬃ'.repeat(3),
    '密'.repeat(128),
  ];
  for (const one of good) assert.equal(refusal(one), null, one);
  const bad = ['', '7 chars', 'e\u0301'.repeat(7), '密'.repeat(129), 'ﬃ'.repeat(43), 'x'.repeat(129)];
  for (const one of bad) assert.match(refusal(one) ?? '', /8 to 128/, one);
});

test('what everybody tries first is refused, whatever its case or width', () => {
  for (const one of [
    'password',
    'Password1',
    'ADMIN123',
    'ｐａｓｓｗｏｒｄ',
    '12345678',
    'qwertyuiop',
    'changeme',
  ]) {
    assert.match(refusal(one) ?? '', /most common/, one);
  }
  for (const one of [email, 'MEI.CHEN@example.com', 'mei.chen', 'Mei.Chen', 'ｍｅｉ.chen']) {
    assert.match(refusal(one) ?? '', /e-mail/, one);
  }
  // No rule of composition.
  for (const one of ['all lower case', '83920174650', 'mei.chen likes tea'])
    assert.equal(refusal(one), null, one);
  assert.equal(passesRules('admin123', email), false);
});

test('a password typed in another Unicode form is the same; one hashed in its old form still matches', async () => {
  const composed = 'pa\u00dfw\u00f6rt ﬁne';
  const hashed = await hashPassword(composed);
  assert.equal(await passwordMatches(hashed, composed.normalize('NFD')), true);
  assert.equal(await passwordMatches(hashed, composed.normalize('NFKC')), true);
  const { hash } = await import('@node-rs/argon2');
  const before = await hash('o\u0308ffne dich');
  assert.equal(await passwordMatches(before, 'o\u0308ffne dich'), true);
  assert.equal(await passwordMatches(null, 'o\u0308ffne dich'), false);
});
