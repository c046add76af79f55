import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hash } from '@node-rs/argon2';
import { waitFor } from '../support/wait-for.ts';
import { follow } from './follower.ts';
import { type Account, PASSWORD, startApi, type TestApi } from './start-api.ts';

let api: TestApi;
before(async () => {
  api = await startApi({
    env: { RATE_LIMIT_ENABLED: 'true', TRUST_PROXY: 'true', MAX_EVENT_STREAMS_PER_USER: '3' },
  });
});
after(() => api.close());

/** As if from another address, behind a proxy that tells it. */
const from = (address: string) => ({ 'x-forwarded-for': address });
const login = (email: string, password: string, address: string) =>
  api.anonymous.send('POST', '/api/v1/auth/login', { json: { email, password }, headers: from(address) });

/** The hash that an older system stored: a hundred guesses at one that is stored today take two seconds of processor time. */
async function storeQuickHash(id: string): Promise<void> {
  const { users } = api.database;
  const stored = await users.get(id);
  assert.ok(stored);
  const hashed_password = await hash(PASSWORD, { memoryCost: 64, timeCost: 1, parallelism: 1 });
  const imported = { ...stored, hashed_password, version: stored.version + 1 };
  assert.equal(await users.save(imported, stored.version), 'ok');
}

/** A hundred wrong passwords from as many addresses of the two networks from `203.0.<network>.0` on. */
async function hundredGuesses({ id, email }: Account, network: number): Promise<void> {
  await storeQuickHash(id);
  for (const net of [network, network + 1]) {
    const guess = async (at: number) => {
      // One that waited in vain for its hashing was no guess.
      while ((await login(email, 'a guess', `203.0.${net}.${at}`)).status === 503);
    };
    await Promise.all(Array.from({ length: 50 }, (_, at) => guess(at)));
  }
}

test('ten failures lock an e-mail for the address they came from, and for no other', async () => {
  const user = await api.account('user');
  for (let at = 0; at < 10; at += 1) {
    assert.equal((await login(user.email, 'wrong password', '198.51.100.1')).status, 401);
  }
  const locked = await login(user.email, PASSWORD, '198.51.100.1');
  assert.deepEqual([locked.status, locked.body.error.type], [429, 'too_many_requests']);
  const wait = Number(locked.headers['retry-after']);
  assert.ok(wait > 800 && wait <= 900, `${wait} s`);
  assert.equal((await login(user.email.toUpperCase(), PASSWORD, '198.51.100.1')).status, 429);
  assert.equal((await login(user.email, PASSWORD, '198.51.100.2')).status, 200);
  const other = await api.account('user');
  assert.equal((await login(other.email, PASSWORD, '198.51.100.1')).status, 200);
  const form = { grant_type: 'password', username: user.email, password: PASSWORD };
  const token = await api.anonymous.send('POST', '/api/v1/auth/token', {
    form,
    headers: from('198.51.100.1'),
  });
  assert.deepEqual([token.status, token.body.error], [429, 'too_many_requests']);
  assert.ok(Number(token.headers['retry-after']) > 800);
});

test('a burst of guesses gets no more tries than one after the other', async () => {
  const user = await api.account('user');
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, at) => login(user.email, `guess ${at} of many`, '198.51.100.10')),
  );
  const tried = answers.filter(({ status }) => status === 401).length;
  // Those that were being hashed when the tenth failed are counted on top.
  assert.ok(tried >= 10 && tried <= 14, `${tried} tries`);
  assert.ok(answers.every(({ status }) => status === 401 || status === 429));
});

test('a success forgets the failures before it', async () => {
  const user = await api.account('user');
  for (let round = 0; round < 2; round += 1) {
    for (let at = 0; at < 8; at += 1) await login(user.email, 'wrong password', '198.51.100.20');
    assert.equal((await login(user.email, PASSWORD, '198.51.100.20')).status, 200);
  }
});

test('one password tried on many accounts is stopped by the address, an IPv6 network counting as one', async () => {
  let refused = 0;
  for (let at = 0; at < 110; at += 1) {
    const { status } = await login(
      `nobody-${at}@example.com`,
      'password1',
      `2001:db8:1:2::${at.toString(16)}`,
    );
    if (status === 429) refused += 1;
  }
  assert.equal(refused, 10);
  const user = await api.account('user');
  assert.equal((await login(user.email, PASSWORD, '2001:db8:1:3::1')).status, 200);
});

test('the current password is not to be guessed either', async () => {
  const user = await api.account('user');
  const json = { current_password: 'a guess', new_password: 'a new password' };
  for (let at = 0; at < 10; at += 1) {
    await user.fault('PUT', '/api/v1/users/me/password', { json }, 'wrong_current_password');
  }
  const answer = await user.fault('PUT', '/api/v1/users/me/password', { json }, 'too_many_requests');
  assert.ok(Number(answer.headers['retry-after']) > 0);
});

test('a flood of sign-in calls from one address is held back, and the client cannot choose its address', async () => {
  const json = { refresh_token: 'x' };
  const statuses = [];
  for (let at = 0; at < 310; at += 1) {
    const answer = await api.anonymous.send('POST', '/api/v1/auth/refresh', {
      json,
      headers: from('203.0.113.9'),
    });
    statuses.push(answer.status);
  }
  assert.equal(statuses.filter((status) => status === 429).length, 10);
  // What a client writes in front of its address, as behind a proxy, makes it no other.
  const forged = { json, headers: from('1.2.3.4, 203.0.113.9') };
  assert.equal((await api.anonymous.send('POST', '/api/v1/auth/refresh', forged)).status, 429);
  const other = await api.anonymous.send('POST', '/api/v1/auth/refresh', {
    json,
    headers: from('203.0.113.10'),
  });
  assert.equal(other.status, 401);
});

test('a port beside the address, or another spelling of it, is no other address', async () => {
  const user = await api.account('user');
  const spellings = [
    '198.51.100.30:1001',
    '198.51.100.30:1002',
    '::ffff:198.51.100.30',
    '[::ffff:c633:641e]:99',
  ];
  const networks = ['2001:db8:a:b::1', '[2001:DB8:A:B::2]:5678', '2001:0db8:000a:000b:1:2:3:4'];
  for (const addresses of [spellings, networks]) {
    const statuses = [];
    for (let at = 0; at < 12; at += 1) {
      const address = addresses[at % addresses.length] as string;
      statuses.push((await login(user.email, 'wrong password', address)).status);
    }
    assert.deepEqual(statuses.slice(9), [401, 429, 429], addresses.join());
  }
});

test('calls that cannot be read count like those that fail', async () => {
  const user = await api.account('user');
  const headers = from('198.51.100.40');
  const bad = [
    { json: { email: [0, 0, 0] } },
    { raw: '{', headers: { 'content-type': 'application/json' } },
    { json: { email: 'a', password: 'x'.repeat(20_000) } },
  ];
  const statuses = [];
  for (let at = 0; at < 102; at += 1) {
    const sent = bad[at % bad.length] as { headers?: Record<string, string> };
    const answer = await api.anonymous.send('POST', '/api/v1/auth/login', {
      ...sent,
      headers: { ...sent.headers, ...headers },
    });
    statuses.push(answer.status);
  }
  assert.deepEqual(statuses.slice(0, 3), [422, 400, 413]);
  assert.deepEqual(statuses.slice(99), [422, 429, 429]);
  assert.equal((await login(user.email, PASSWORD, '198.51.100.40')).status, 429);
  assert.equal((await login(user.email, PASSWORD, '198.51.100.41')).status, 200);
  // Somebody else behind the same address who is signed in stays so.
  const refresh = (refresh_token: string) =>
    api.anonymous.send('POST', '/api/v1/auth/refresh', { json: { refresh_token }, headers });
  const rotated = await refresh(user.refresh_token);
  assert.equal(rotated.status, 200, rotated.text);
  assert.equal((await refresh(`${rotated.body.data.refresh_token.slice(0, -1)}_`)).status, 429);
});

test('a web page cannot have its visitor’s calls counted', async () => {
  const user = await api.account('user');
  const address = '198.51.100.45';
  const page = {
    plain: { raw: 'x', headers: { 'content-type': 'text/plain' } },
    form: { form: { username: user.email, password: 'a wrong password' } },
    token: { form: { grant_type: 'password', username: user.email, password: 'a wrong password' } },
  };
  const marks: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'same-site' },
  ];
  const paths = ['login', 'token', 'refresh', 'logout', 'password', 'password-link'];
  for (let at = 0; at < 12; at += 1) {
    const mark = marks[at % marks.length];
    for (const path of paths) {
      const sent = path === 'token' ? page.token : path === 'login' ? page.form : page.plain;
      const headers = { ...('headers' in sent && sent.headers), ...mark, ...from(address) };
      const answer = await api.anonymous.send('POST', `/api/v1/auth/${path}`, { ...sent, headers });
      assert.equal(answer.status, 403, `${path} ${JSON.stringify(mark)} ${answer.text}`);
      if (path !== 'token') assert.equal(answer.body.error.type, 'cross_site');
    }
  }
  // Without such headers, as from a browser of another age: what no client of the API sends is no guess.
  for (let at = 0; at < 101; at += 1) {
    const headers = { ...page.plain.headers, ...from(address) };
    const { status } = await api.anonymous.send('POST', '/api/v1/auth/login', { ...page.plain, headers });
    assert.equal(status, 415);
  }
  assert.equal((await login(user.email, PASSWORD, address)).status, 200);
});

test('three slips and then the right password go unnoticed', async () => {
  const user = await api.account('user');
  for (let day = 0; day < 5; day += 1) {
    for (let at = 0; at < 3; at += 1) {
      assert.equal((await login(user.email, `slip ${at}`, '198.51.100.50')).status, 401);
    }
    assert.equal((await login(user.email, PASSWORD, '198.51.100.50')).status, 200);
  }
});

test('a guest cannot find out by changes of its own e-mail who has an account', async () => {
  const guest = await api.account('guest');
  const other = await api.account('user');
  const json = { email: other.email, current_password: PASSWORD };
  for (let at = 0; at < 10; at += 1) await guest.fault('PATCH', '/api/v1/users/me', { json }, 'email_in_use');
  await guest.fault('PATCH', '/api/v1/users/me', { json }, 'too_many_requests');
  await guest.data('PATCH', '/api/v1/users/me', { fullname: 'Still myself' });
});

test('a flood of sign-ins from many addresses leaves a known device working', async () => {
  const user = await api.account('user');
  const json = { email: user.email, password: PASSWORD, cookie: true };
  const first = await api.anonymous.send('POST', '/api/v1/auth/login', { json, headers: from('192.0.2.1') });
  const device =
    first.headers['set-cookie']?.find((one) => one.startsWith('b2_device='))?.split(';')[0] ?? '';
  assert.ok(device);
  // A hundred failures of this account from a hundred addresses: it is locked elsewhere.
  await hundredGuesses(user, 100);
  assert.equal((await login(user.email, PASSWORD, '192.0.2.99')).status, 429);
  // More than can wait before the hashing, of other accounts too.
  const flood = Array.from({ length: 300 }, (_, at) =>
    login(`n${at}@example.com`, 'a guess', `198.18.0.${at % 250}`),
  );
  const headers = { ...from('192.0.2.77'), cookie: device };
  const known = await api.anonymous.send('POST', '/api/v1/auth/login', { json, headers });
  assert.equal(known.status, 200, known.text);
  const statuses = (await Promise.all(flood)).map(({ status }) => status);
  assert.ok(statuses.includes(503), 'the flood filled the line');
});

test('failures from elsewhere do not lock an account where it signed in before', async () => {
  const user = await api.account('user');
  assert.equal((await login(user.email, PASSWORD, '2001:db8:77:1::5')).status, 200);
  await hundredGuesses(user, 110);
  assert.equal((await login(user.email, PASSWORD, '192.0.2.98')).status, 429);
  // The same network, another address in it; there are ten slips, as ever.
  for (let at = 0; at < 9; at += 1) {
    assert.equal((await login(user.email, 'a slip', '2001:db8:77:1::6')).status, 401);
  }
  assert.equal((await login(user.email, PASSWORD, '2001:db8:77:1::7')).status, 200);
});

test('an account has no more event streams than it may, and another is not kept from its own', async () => {
  const user = await api.account('user');
  const other = await api.account('user');
  const path = '/api/v1/tasks/events';
  const followers = [];
  for (let at = 0; at < 3; at += 1) followers.push(await follow(api.url, user.token, path));
  // Of one web: in a cluster each has its own.
  const ask = (token: string) => fetch(api.url + path, { headers: { authorization: `Bearer ${token}` } });
  const refused = await ask(user.token);
  const { error } = (await refused.json()) as { error: { type: string } };
  assert.deepEqual([refused.status, error.type], [429, 'too_many_streams']);
  assert.ok(Number(refused.headers.get('retry-after')) > 0);
  followers.push(await follow(api.url, other.token, path));
  followers.shift()?.close();
  const again = await waitFor(async () => {
    const answer = await ask(user.token);
    if (answer.status === 200) return answer;
    await answer.body?.cancel();
    return null;
  });
  await (again as Response).body?.cancel();
  for (const one of followers) one.close();
});
