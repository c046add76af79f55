import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ApiError, Client, ConnectionError, type User } from '../../client/src/index.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { Browser } from './browser.ts';

const ADMIN = { email: 'admin@example.com', password: 'admin123' };
let backend: Backend;
before(async () => {
  backend = await startBackend();
});
after(() => backend.stop());

test('calls whose token has expired wait for one refresh and then succeed', async () => {
  const browser = new Browser(backend.url);
  const client = browser.client();
  const user = await client.signIn(ADMIN);
  assert.equal(client.user?.id, user.id);
  browser.expired = true;
  const answers = await Promise.all(Array.from({ length: 12 }, () => client.api.getOwnAccount()));
  assert.ok(answers.every(({ id }) => id === user.id));
  assert.equal(browser.refreshes, 1);
  // Both new tokens are kept.
  browser.expired = true;
  await client.api.getOwnAccount();
  assert.equal(browser.refreshes, 2);
});

test('an abort ends one call that waits for a refresh, but not the refresh', async () => {
  const browser = new Browser(backend.url);
  const client = browser.client();
  await client.signIn(ADMIN);
  browser.expired = true;
  const controller = new AbortController();
  const given_up = client.api.getOwnAccount({ signal: controller.signal });
  const other = client.api.getOwnAccount();
  controller.abort();
  await assert.rejects(given_up, { name: 'AbortError' });
  assert.equal((await other).email, ADMIN.email);
});

test('a session that was ended elsewhere causes an error, and nobody is signed in any more', async () => {
  const browser = new Browser(backend.url);
  const users: (User | null)[] = [];
  const client = browser.client({ onUser: (user) => users.push(user) });
  await client.signIn(ADMIN);
  const { refresh_token } = JSON.parse(browser.bodies[0] as string).data;
  await new Client({ url: backend.url }).api.logout({ refresh_token });
  await assert.rejects(
    client.api.getOwnAccount(),
    (error) => error instanceof ApiError && error.status === 401,
  );
  assert.equal(client.user, null);
  assert.deepEqual(
    users.map((user) => user?.email),
    [ADMIN.email, undefined],
  );
});

test('a cookie session hides its refresh token from scripts and survives a reload', async () => {
  const browser = new Browser(backend.url);
  const client = browser.client({ cookie: true });
  assert.equal(await client.resume(), null);
  await client.signIn(ADMIN);
  assert.ok(browser.bodies.every((body) => !body.includes('"refresh_token":')));
  assert.ok(browser.cookies.has('b2_refresh'));

  const reloaded = browser.client({ cookie: true });
  assert.equal((await reloaded.resume())?.email, ADMIN.email);
  // Without `resume`, the first call signs in automatically.
  assert.equal((await browser.client({ cookie: true }).api.getOwnAccount()).email, ADMIN.email);

  await reloaded.signOut();
  assert.equal(reloaded.user, null);
  assert.equal(await browser.client({ cookie: true }).resume(), null);
  await assert.rejects(reloaded.api.getOwnAccount(), ApiError);
});

test('signing out during a refresh is not undone by the refresh', async () => {
  const browser = new Browser(backend.url);
  const client = browser.client();
  await client.signIn(ADMIN);
  browser.expired = true;
  const late = assert.rejects(client.api.getOwnAccount(), ApiError);
  await client.signOut();
  await late;
  assert.equal(client.user, null);
  await assert.rejects(client.api.getOwnAccount(), ApiError);
});

test('an unreachable server during a refresh does not sign the user out', async () => {
  const browser = new Browser(backend.url);
  const client = browser.client({ retries: 0 });
  await client.signIn(ADMIN);
  browser.expired = true;
  browser.unreachable = '/auth/refresh';
  await assert.rejects(client.api.getOwnAccount(), ConnectionError);
  assert.equal(client.user?.email, ADMIN.email);
  browser.unreachable = null;
  assert.equal((await client.api.getOwnAccount()).email, ADMIN.email);
});
