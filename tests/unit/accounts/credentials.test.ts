import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hash as argon2 } from '@node-rs/argon2';
import { hash as bcrypt } from '@node-rs/bcrypt';
import { type Counters, Unavailable } from '../../../src/data/contracts/index.ts';
import { MemoryCounters } from '../../../src/data/memory/memory-counters.ts';
import { addressBlock, clientAddress } from '../../../src/services/accounts/client-address.ts';
import { DeviceMarks } from '../../../src/services/accounts/device-marks.ts';
import {
  hashPassword,
  isOutdated,
  passwordMatches,
  provesWholePassword,
} from '../../../src/services/accounts/password-hashes.ts';
import { RefreshTokens } from '../../../src/services/accounts/refresh-tokens.ts';
import { SignInLimits } from '../../../src/services/accounts/sign-in-limits.ts';
import { respelled } from '../../support/respelled.ts';

test('passwords: argon2id with today’s parameters, older hashes and bcrypt accepted as outdated', async () => {
  const today = await hashPassword('pässwörd 密码');
  assert.match(today, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.equal(isOutdated(today), false);
  assert.equal(await passwordMatches(today, 'pässwörd 密码'), true);
  assert.equal(await passwordMatches(today, 'passwörd 密码'), false);

  const weak = await argon2('secret word', { memoryCost: 4_096, timeCost: 1, parallelism: 1 });
  assert.deepEqual([await passwordMatches(weak, 'secret word'), isOutdated(weak)], [true, true]);
  const crypt = await bcrypt('secret word', 4);
  for (const version of ['2a', '2b', '2y']) {
    const hash = crypt.replace(/^\$2[aby]\$/, `$${version}$`);
    assert.deepEqual([await passwordMatches(hash, 'secret word'), isOutdated(hash)], [true, true], version);
    assert.equal(await passwordMatches(hash, 'other word'), false);
  }
});

test('passwords: nothing matches an account that does not exist, or a hash nobody can read', async () => {
  for (const hash of [null, '', 'plain', '$argon2id$broken', '$2b$04$short']) {
    assert.equal(await passwordMatches(hash, 'anything'), false);
    assert.equal(await passwordMatches(hash, ''), false);
  }
  assert.equal(isOutdated('plain'), true);
});

test('passwords: a bcrypt hash proves 72 bytes, so what follows them is not taken over', async () => {
  const whole = `${'p'.repeat(72)} and the rest`;
  const hashed = await bcrypt(whole, 4);
  const slip = `${'p'.repeat(72)} and the wrst`;
  assert.equal(await passwordMatches(hashed, slip), true);
  assert.equal(provesWholePassword(hashed, slip), false);
  assert.equal(provesWholePassword(hashed, whole), false);
  assert.equal(provesWholePassword(hashed, 'p'.repeat(72)), true);
  assert.equal(provesWholePassword(hashed, '密'.repeat(25)), false);
  assert.equal(provesWholePassword(hashed, 'with\0a NUL'), false);
  assert.equal(provesWholePassword(await hashPassword(whole), whole), true);
});

test('refresh tokens: read back what was written here, and nothing else', () => {
  const tokens = new RefreshTokens('one secret of sixteen');
  const session_id = '0190b8a2-7c1e-7d3a-9f00-1c2d3e4f5a6b';
  const token = tokens.write(session_id, 7);
  assert.equal(tokens.write(session_id, 7), token);
  assert.deepEqual(tokens.read(token), { session_id, generation: 7 });
  const [, , proof] = token.split('.');
  const others = [
    new RefreshTokens('another secret of it').write(session_id, 7),
    `${session_id}.8.${proof}`,
    `${session_id}.07.${proof}`,
    `${session_id.replace('0190', '0191')}.7.${proof}`,
    token.slice(0, -1),
    // Other characters with the same bits, as far as they are decoded.
    ...respelled(token),
    `${token}A`,
    ` ${token}`,
    '',
    '..',
  ];
  for (const other of others) assert.equal(tokens.read(other), null, other);
});

test('device marks: name the account for 30 days, and only where they were made', (context) => {
  context.mock.timers.enable({ apis: ['Date'], now: Date.parse('2026-05-01T00:00:00Z') });
  const user_id = '0190b8a2-7c1e-7d3a-9f00-1c2d3e4f5a6b';
  const marks = new DeviceMarks('one secret of sixteen');
  const mark = marks.write(user_id);
  assert.equal(marks.read(mark), user_id);
  const others = [
    undefined,
    '',
    new DeviceMarks('another secret of it').write(user_id),
    mark.replace('0190', '0191'),
    mark.slice(0, -1),
  ];
  for (const other of others) assert.equal(marks.read(other), null, String(other));
  context.mock.timers.tick(30 * 86_400_000);
  assert.equal(marks.read(mark), user_id);
  context.mock.timers.tick(1);
  assert.equal(marks.read(mark), null);
});

test('limits: strangers’ failures lock out strangers, not who is known', async () => {
  const limits = new SignInLimits(new MemoryCounters());
  const account = 'a@b.cd';
  for (let at = 0; at < 100; at += 1) {
    await limits.failed({ account, address: `203.0.113.${at}`, known: null });
  }
  await assert.rejects(limits.check({ account, address: '198.51.100.1', known: null }), {
    type: 'too_many_requests',
  });
  await limits.check({ account: 'other@b.cd', address: '198.51.100.1', known: null });
  const known = { account, address: '203.0.113.1', known: 'u 203.0.113.1' };
  for (let at = 0; at < 10; at += 1) {
    await limits.check(known);
    await limits.failed(known);
  }
  await assert.rejects(limits.check(known), { type: 'too_many_requests' });
  await limits.check({ ...known, known: 'u another device' });
  await limits.succeeded(known);
  await limits.check(known);
});

test('addresses count as one customer’s: IPv4 alone, IPv6 by network', () => {
  assert.equal(addressBlock('192.0.2.7'), '192.0.2.7');
  assert.equal(addressBlock('::ffff:192.0.2.7'), '192.0.2.7');
  assert.equal(addressBlock('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64');
  assert.equal(addressBlock('2001:db8:1:2::1'), addressBlock('2001:db8:1:2:ffff::'));
  assert.equal(addressBlock('::1'), '0:0:0:0::/64');
  assert.equal(addressBlock('2001:db8::1'), '2001:db8:0:0::/64');
});

test('addresses have one spelling, whatever a proxy adds to them', () => {
  const spellings: Record<string, string[]> = {
    '192.0.2.7': ['192.0.2.7', ' 192.0.2.7 ', '192.0.2.7:5678', '::ffff:192.0.2.7', '[::FFFF:c000:207]:443'],
    '2001:db8::1': [
      '2001:db8::1',
      '2001:DB8:0:0:0:0:0:1',
      '2001:0db8:0000:0000:0000:0000:0.0.0.1',
      '[2001:db8::1]',
      '[2001:db8::1]:5678',
      '2001:db8::1%eth0',
    ],
    unknown: ['', 'unknown', '_hidden', '300.1.1.1', '1.2.3.4:x', '[::1', '1::2::3', 'x'.repeat(10_000)],
  };
  for (const [address, all] of Object.entries(spellings)) {
    for (const one of all) assert.equal(clientAddress(one), address, one);
  }
  const network = ['2001:db8:1:2::1', '2001:0DB8:0001:0002:ffff::', '[2001:db8:1:2:3:4:5:6]:80'];
  assert.equal(new Set(network.map(addressBlock)).size, 1);
});

test('limits: off without counters, and open while the counters are away', async () => {
  const away: Counters = {
    hit: () => Promise.reject(new Unavailable('Redis')),
    clear: () => Promise.reject(new Unavailable('Redis')),
  };
  const attempt = { account: 'a@b.cd', address: '192.0.2.7', known: null };
  for (const limits of [new SignInLimits(null), new SignInLimits(away)]) {
    for (let at = 0; at < 20; at += 1) await limits.failed(attempt);
    await limits.check(attempt);
    await limits.succeeded(attempt);
  }
  const counted = new SignInLimits(new MemoryCounters());
  for (let at = 0; at < 10; at += 1) {
    await counted.check(attempt);
    await counted.failed(attempt);
  }
  await assert.rejects(counted.check(attempt), { type: 'too_many_requests' });
  await counted.check({ ...attempt, address: '192.0.2.8' });
});
