import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PASSWORD, startApi, type TestApi } from './start-api.ts';

let api: TestApi;
before(async () => {
  api = await startApi({ env: { TRUST_PROXY: 'true' } });
});
after(() => api.close());

const AUTH = '/api/v1/auth';
const ME = '/api/v1/users/me';

interface Cookie {
  value: string;
  attributes: string[];
}

function cookiesOf(headers: { 'set-cookie'?: string[] }): Record<string, Cookie> {
  return Object.fromEntries(
    (headers['set-cookie'] ?? []).map((line) => {
      const [pair = '', ...attributes] = line.split('; ');
      const [name = '', value = ''] = pair.split('=');
      return [name, { value, attributes }];
    }),
  );
}

async function signInWithCookie(email: string, headers: Record<string, string> = {}) {
  const json = { email, password: PASSWORD, cookie: true };
  const answer = await api.anonymous.send('POST', `${AUTH}/login`, { json, headers });
  assert.equal(answer.status, 200, answer.text);
  const cookies = cookiesOf(answer.headers);
  return { answer, cookies, cookie: `theme=dark; b2_refresh=${cookies.b2_refresh?.value}` };
}

test('the refresh token goes into a cookie that no script reads, and not into the body', async () => {
  const user = await api.account('user');
  const { answer, cookies } = await signInWithCookie(user.email);
  assert.equal('refresh_token' in answer.body.data, false);
  assert.match(answer.body.data.access_token, /^ey/);
  assert.deepEqual(cookies.b2_refresh?.attributes, [
    `Path=${AUTH}`,
    `Max-Age=${cookies.b2_refresh?.attributes[1]?.split('=')[1]}`,
    'HttpOnly',
    'SameSite=Strict',
  ]);
  const seconds = Number(cookies.b2_refresh?.attributes[1]?.split('=')[1]);
  assert.ok(Math.abs(seconds - 30 * 86_400) < 10, `${seconds} s`);
  // Scripts may know that there is a session; they learn nothing else of it.
  assert.deepEqual(cookies.b2_signed_in, {
    value: '1',
    attributes: ['Path=/', `Max-Age=${seconds}`, 'SameSite=Strict'],
  });
  for (const proto of ['https', 'HTTPS']) {
    const secure = await signInWithCookie(user.email, { 'x-forwarded-proto': proto });
    for (const name of ['b2_refresh', 'b2_device', 'b2_signed_in'])
      assert.equal(secure.cookies[name]?.attributes.at(-1), 'Secure', `${proto} ${name}`);
  }
  const plain = await api.anonymous.send('POST', `${AUTH}/login`, {
    json: { email: user.email, password: PASSWORD },
  });
  assert.equal(plain.headers['set-cookie'], undefined);
  const form = await api.anonymous.send('POST', `${AUTH}/login`, {
    form: { username: user.email, password: PASSWORD, cookie: 'true' },
  });
  assert.equal(form.status, 422);
});

test('refresh and sign-out take the cookie; the body may be absent, and a token in it comes first', async () => {
  const user = await api.account('user');
  const first = await signInWithCookie(user.email);
  const refreshed = await api.anonymous.send('POST', `${AUTH}/refresh`, {
    headers: { cookie: first.cookie },
  });
  assert.equal(refreshed.status, 200, refreshed.text);
  assert.equal('refresh_token' in refreshed.body.data, false);
  const next = cookiesOf(refreshed.headers).b2_refresh?.value ?? '';
  assert.ok(next && !first.cookie.includes(next));
  user.token = refreshed.body.data.access_token;
  await user.data('GET', ME);

  const inBody = await api.anonymous.send('POST', `${AUTH}/refresh`, {
    json: { refresh_token: user.refresh_token },
    headers: { cookie: `b2_refresh=${next}` },
  });
  assert.equal(inBody.status, 200);
  assert.equal(inBody.headers['set-cookie'], undefined);
  assert.notEqual(inBody.body.data.refresh_token.split('.')[0], next.split('.')[0]);

  const out = await api.anonymous.send('POST', `${AUTH}/logout`, {
    headers: { cookie: `b2_refresh=${next}` },
  });
  assert.equal(out.status, 200);
  assert.deepEqual(cookiesOf(out.headers).b2_refresh?.value, '');
  for (const name of ['b2_refresh', 'b2_signed_in'])
    assert.ok(cookiesOf(out.headers)[name]?.attributes.includes('Max-Age=0'), name);
  await user.fault('GET', ME, {}, 'not_authenticated');

  // A 401 clears a cookie that is of no use any more.
  const ended = await api.anonymous.fault(
    'POST',
    `${AUTH}/refresh`,
    { headers: { cookie: `b2_refresh=${next}` } },
    'invalid_refresh_token',
  );
  assert.ok(cookiesOf(ended.headers).b2_refresh?.attributes.includes('Max-Age=0'));
  const none = await api.anonymous.fault('POST', `${AUTH}/refresh`, {}, 'invalid_refresh_token');
  assert.equal(none.headers['set-cookie'], undefined);
});

test('a page of another site can do nothing with the cookie', async () => {
  const user = await api.account('user');
  const { cookie } = await signInWithCookie(user.email);
  const host = 'tasks.example:8443';
  const bad: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'null' },
    { origin: 'https://evil.example' },
    { origin: 'https://tasks.example', host },
    { origin: 'https://tasks.example:8443.evil.example', host },
    { origin: 'https://tasks.example:8443', host: 'inner:1', 'x-forwarded-host': 'other.example' },
    { origin: 'not a url' },
    { origin: 'https://tasks.example:8443', 'sec-fetch-site': 'cross-site', host },
  ];
  for (const headers of bad) {
    for (const path of ['refresh', 'logout']) {
      const sent = { headers: { ...headers, cookie } };
      const answer = await api.anonymous.fault('POST', `${AUTH}/${path}`, sent, 'cross_site');
      assert.equal(answer.headers['set-cookie'], undefined);
    }
    const json = { email: user.email, password: PASSWORD, cookie: true };
    await api.anonymous.fault('POST', `${AUTH}/login`, { json, headers }, 'cross_site');
    const own = { json: { email: user.email, password: PASSWORD }, headers };
    await api.anonymous.fault('POST', `${AUTH}/login`, own, 'cross_site');
  }
  const good: Record<string, string>[] = [
    { origin: 'https://tasks.example:8443', host, 'sec-fetch-site': 'same-origin' },
    { origin: 'https://tasks.example', host: 'tasks.example' },
    { origin: 'https://tasks.example', host: 'tasks.example:443' },
    { origin: 'https://TASKS.example:8443', host: 'inner:1', 'x-forwarded-host': host },
    { 'sec-fetch-site': 'none' },
    {},
  ];
  for (const headers of good) {
    await signInWithCookie(user.email, headers);
    // The first of these rotates; the others come within the grace of parallel tabs.
    const answer = await api.anonymous.send('POST', `${AUTH}/refresh`, { headers: { ...headers, cookie } });
    assert.equal(answer.status, 200, `${JSON.stringify(headers)} ${answer.text}`);
  }
  // Behind a proxy that changes the host, the browser's word is enough for calls without the cookie.
  const headers = { origin: 'https://tasks.example', host: 'inner:1', 'sec-fetch-site': 'same-origin' };
  const json = { email: user.email, password: PASSWORD };
  assert.equal((await api.anonymous.send('POST', `${AUTH}/login`, { json, headers })).status, 200);
  await api.anonymous.fault('POST', `${AUTH}/refresh`, { headers: { ...headers, cookie } }, 'cross_site');
});

test('a link to set a password begins with a host that a client can have, or is not made', async () => {
  const { id } = await api.account('user');
  const path = `/api/v1/users/${id}/password-link`;
  const bad = [
    ...[
      '<script>',
      'user:secret@tasks.example',
      'tasks.example/path',
      'tasks.example?x#y',
      'x'.repeat(3_000),
    ],
    ...[
      'a"b;c',
      '*',
      '$a',
      'a..com',
      '.a.com',
      '-a.com',
      'a-.com',
      'a.com;x',
      't\u00e4sks.example',
      '%41.com',
    ],
    ...[
      'tasks.example:99999',
      'a.com:0',
      'a.com:',
      'a.com:x',
      ':80',
      '[::g]',
      '[::1',
      '[::1%25eth0]',
      '[1.2.3.4]',
    ],
    ...['256.0.0.1', '1.2', '0x7f.1', 'x'.repeat(64), `${'x.'.repeat(127)}example`],
  ];
  for (const header of ['host', 'x-forwarded-host'])
    for (const host of bad) await refusedFor({ [header]: host });
  await refusedFor({ 'x-forwarded-proto': 'javascript' });
  await refusedFor({ 'x-forwarded-proto': 'wss', 'x-forwarded-host': '*' });
  const good: [host: string, proto: string, origin: string][] = [
    ['tasks.example:8443', 'https', 'https://tasks.example:8443'],
    ['Tasks.Example', 'HTTPS', 'https://tasks.example'],
    ['tasks_1.internal.', 'http', 'http://tasks_1.internal.'],
    ['xn--tsks-5qa.example', 'https', 'https://xn--tsks-5qa.example'],
    ['192.0.2.7:80', 'Http', 'http://192.0.2.7'],
    ['[2001:DB8::1]:8000', 'https', 'https://[2001:db8::1]:8000'],
    ['localhost', 'http', 'http://localhost'],
  ];
  for (const [host, proto, origin] of good)
    for (const header of ['host', 'x-forwarded-host']) {
      const headers = { [header]: host, 'x-forwarded-proto': proto };
      const { body } = await api.admin.send('POST', path, { headers });
      assert.ok(body.data?.url.startsWith(`${origin}/password#`), JSON.stringify([headers, body]));
    }

  async function refusedFor(headers: Record<string, string>) {
    const { status, body } = await api.admin.send('POST', path, { headers });
    assert.deepEqual([status, body.error?.type], [400, 'invalid_request'], JSON.stringify(headers));
    const paths = body.error.details.map((one: { path: string }) => one.path);
    assert.deepEqual(
      paths,
      Object.keys(headers).map((name) => `headers.${name}`),
    );
  }
});
