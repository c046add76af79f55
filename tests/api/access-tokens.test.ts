import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { derivedKey } from '../../src/services/derived-key.ts';
import { PASSWORD, SECRET, startApi, type TestApi } from './start-api.ts';

let api: TestApi;
before(async () => {
  api = await startApi();
});
after(() => api.close());

const AUTH = '/api/v1/auth';
const ME = '/api/v1/users/me';

test('a changed password ends every earlier token', async () => {
  const user = await api.account('user');
  const elsewhere = await api.signIn(user.email, PASSWORD);
  const path = `${ME}/password`;
  const wrong = { current_password: 'not the one', new_password: 'a new password' };
  await user.fault('PUT', path, { json: wrong }, 'wrong_current_password');
  await user.fault(
    'PUT',
    path,
    { json: { current_password: PASSWORD, new_password: 'short' } },
    'validation_failed',
  );
  await user.data('PUT', path, { current_password: PASSWORD, new_password: 'a new password' });
  for (const one of [user, elsewhere]) {
    await one.fault('GET', ME, {}, 'not_authenticated');
    const json = { refresh_token: one.refresh_token };
    await one.fault('POST', `${AUTH}/refresh`, { json }, 'invalid_refresh_token');
  }
  const json = { email: user.email, password: PASSWORD };
  await api.anonymous.fault('POST', `${AUTH}/login`, { json }, 'wrong_credentials');
  await (await api.signIn(user.email, 'a new password')).data('GET', ME);
});

test('a change of role, a disabled and a deleted account take effect at the next request', async () => {
  const demoted = await api.account('manager');
  await demoted.data('GET', '/api/v1/users');
  await api.admin.data('PUT', `/api/v1/users/${demoted.id}`, { roles: ['user'] });
  await demoted.fault('GET', '/api/v1/users', {}, 'permission_denied');
  await demoted.data('GET', ME);
  await api.admin.data('PUT', `/api/v1/users/${demoted.id}`, { roles: ['manager'] });
  await demoted.data('GET', '/api/v1/users');
  await api.admin.data('PUT', `/api/v1/users/${demoted.id}`, { roles: ['guest'] });
  const { refresh_token } = demoted;
  demoted.token = (await demoted.data('POST', `${AUTH}/refresh`, { refresh_token })).access_token;
  await demoted.fault('GET', '/api/v1/users', {}, 'permission_denied');

  const disabled = await api.account('user');
  await disabled.data('GET', ME);
  await api.admin.data('PUT', `/api/v1/users/${disabled.id}`, { is_active: false });
  await disabled.fault('GET', ME, {}, 'not_authenticated');
  const json = { refresh_token: disabled.refresh_token };
  await disabled.fault('POST', `${AUTH}/refresh`, { json }, 'invalid_refresh_token');

  const deleted = await api.account('user');
  await deleted.data('GET', ME);
  await api.admin.data('DELETE', `/api/v1/users/${deleted.id}`);
  await deleted.fault('GET', ME, {}, 'not_authenticated');
});

test('a bearer token of any length is a 401, or a 431 where no server would read it', async () => {
  for (const [length, expected] of [
    [15_000, 401],
    [20_000, 431],
    [200_000, 431],
  ] as const) {
    const headers = { authorization: `Bearer ${'x'.repeat(length)}` };
    const answer = await fetch(`${api.url}${ME}`, { headers });
    assert.equal(answer.status, expected, String(length));
    const type = ((await answer.json()) as { error: { type: string } }).error.type;
    assert.equal(type, expected === 401 ? 'not_authenticated' : 'headers_too_large');
  }
});

test('tokens that were tampered with, expired, unsigned or signed with another key are refused', async () => {
  const user = await api.account('user');
  const [head = '', payload = '', signature = ''] = user.token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const sign = (header: object, body: object, key: string | Buffer, digest = 'sha256') => {
    const text = `${part(header)}.${part(body)}`;
    return `${text}.${createHmac(digest, key).update(text).digest('base64url')}`;
  };
  const hs256 = { alg: 'HS256', typ: 'JWT' };
  const now = Math.floor(Date.now() / 1_000);
  const KEY = derivedKey(SECRET, 'access token');
  // The tool itself: what is signed as the server signs passes, so that each refusal below has its own reason.
  const forged = { authorization: `Bearer ${sign(hs256, { ...claims, jti: 'x' }, KEY)}` };
  assert.equal((await user.send('GET', ME, { headers: forged })).status, 200);
  const bad = {
    'the secret itself for a key': sign(hs256, claims, SECRET),
    'without issuer': sign(hs256, { ...claims, iss: undefined }, KEY),
    'without audience': sign(hs256, { ...claims, aud: undefined }, KEY),
    'another audience': sign(hs256, { ...claims, aud: 'somebody' }, KEY),
    'longer than any': 'x'.repeat(15_000),
    'another account': `${head}.${part({ ...claims, sub: api.admin.id })}.${signature}`,
    'half a signature': `${head}.${payload}.${signature.slice(0, 20)}`,
    'no signature': `${head}.${payload}.`,
    'alg none': `${part({ alg: 'none', typ: 'JWT' })}.${payload}.`,
    'alg none, signed': `${part({ alg: 'none', typ: 'JWT' })}.${payload}.${signature}`,
    'another key': sign(hs256, claims, 'some other key of thirty-two chars'),
    'another algorithm': sign({ alg: 'HS512', typ: 'JWT' }, claims, KEY, 'sha512'),
    expired: sign(hs256, { ...claims, iat: now - 100, exp: now - 1 }, KEY),
    'without expiry': sign(hs256, { ...claims, exp: undefined }, KEY),
    'another issuer': sign(hs256, { ...claims, iss: 'somebody' }, KEY),
    'an operator for an id': sign(hs256, { ...claims, sub: { $ne: '' } }, KEY),
    'a session of nobody': sign(hs256, { ...claims, sid: claims.sub }, KEY),
    nonsense: 'x.y.z',
    'the refresh token': user.refresh_token,
  };
  for (const [what, token] of Object.entries(bad)) {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await user.send('GET', ME, { headers });
    assert.equal(answer.body.error.type, 'not_authenticated', what);
    assert.equal(answer.headers['www-authenticate'], 'Bearer error="invalid_token"', what);
  }
  for (const authorization of [
    'Bearer',
    'Basic YTpi',
    `Bearer ${user.token} x`,
    user.token,
    'Bearer \u00e9',
  ]) {
    assert.equal((await user.send('GET', ME, { headers: { authorization } })).status, 401, authorization);
  }
  const lower = await user.send('GET', ME, { headers: { authorization: `bearer ${user.token}` } });
  assert.equal(lower.status, 200);
  assert.equal((await api.anonymous.send('GET', ME)).headers['www-authenticate'], 'Bearer');
  const altered = `${user.refresh_token.slice(0, -4)}AAAA`;
  for (const refresh_token of [altered, 'x', user.token, user.refresh_token.replace('.1.', '.2.')]) {
    await user.fault('POST', `${AUTH}/refresh`, { json: { refresh_token } }, 'invalid_refresh_token');
  }
  await user.data('GET', ME);
});
