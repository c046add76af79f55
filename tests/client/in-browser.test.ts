/** Tests the bundled client in a real browser, on a page whose origin differs from the server's. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { type Backend, startBackend } from '../support/backend.ts';
import { launchChromium } from '../support/chromium.ts';
import { requireService } from '../support/services.ts';
import { waitFor } from '../support/wait-for.ts';
import { type Relay, startRelay } from './relay.ts';

const skip = !requireService('chromium');
let site: Server;
let backend: Backend;
let relay: Relay;
let browser: Browser;
let page: Page;

async function bundle(): Promise<string> {
  const made = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      lib: { entry: resolve(import.meta.dirname, '../../client/src/index.ts'), formats: ['es'] },
    },
  });
  const [first] = [made].flat();
  assert.ok(first && 'output' in first);
  assert.equal(first.output.length, 1, 'one file, and nothing else that a page would have to serve');
  return first.output[0].code;
}

before(async () => {
  if (skip) return;
  const code = await bundle();
  site = createServer(({ url }, answer) => {
    const script = url === '/client.js';
    answer.setHeader('content-type', script ? 'text/javascript' : 'text/html');
    answer.end(script ? code : '<!doctype html><link rel="icon" href="data:,"><title>A page</title>');
  });
  await new Promise<void>((listening) => site.listen(0, '127.0.0.1', listening));
  const origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  [backend, browser] = await Promise.all([startBackend({ env: { CORS_ORIGINS: origin } }), launchChromium()]);
  relay = await startRelay(backend.url);
  page = await browser.newPage();
  await page.goto(origin);
  await page.evaluate(`import('/client.js').then(async (module) => {
    Object.assign(window, module);
    window.client = new Client({ url: '${relay.url}' });
    await client.signIn({ email: 'admin@example.com', password: 'admin123' });
  })`);
});
after(async () => {
  await browser?.close();
  await relay?.close();
  await backend?.stop();
  site?.close();
});

test('signing in, and refusals with the time to wait', { skip }, async () => {
  assert.equal(await page.evaluate('client.user.email'), 'admin@example.com');
  const refused = await page.evaluate(`new Client({ url: '${relay.url}' })
    .signIn({ email: 'admin@example.com', password: 'wrong' }).catch((error) => [error instanceof ApiError, error.status, error.type, error.request_id !== null])`);
  assert.deepEqual(refused, [true, 401, 'wrong_credentials', true]);
});

test('wait returns the task once it has ended; its file can be read as a picture', { skip }, async () => {
  const params = JSON.stringify({ prompt: 'a {animal}', variables: { animal: ['fox'] }, size: 64 });
  const seen = await page.evaluate(`(async () => {
    const made = await client.api.createTask({ type: 'image', params: ${params} });
    const task = await client.wait(made);
    const [item] = (await client.api.listItems({ id: task.id })).items;
    const file = await client.api.getFile({ id: task.id, index: 0, name: item.files[0].name });
    const { width } = await createImageBitmap(await file.blob());
    return [task.status, task.progress, width];
  })()`);
  assert.deepEqual(seen, ['completed', 100, 64]);
});

test('following continues automatically after a lost connection', { skip }, async () => {
  await page.evaluate(`(async () => {
    window.task = await client.api.createTask({ type: 'wait', params: { seconds: 600 } });
    window.connections = [];
    window.followed = (async () => {
      const statuses = [];
      for await (const { status } of client.follow(task, { onConnection: (one) => connections.push(one) }))
        if (statuses.at(-1) !== status) statuses.push(status);
      return statuses;
    })();
  })()`);
  await waitFor(() => page.evaluate("connections.join() === 'connecting,open'"));
  relay.cut();
  await waitFor(() => page.evaluate("connections.join() === 'connecting,open,waiting,connecting,open'"));
  // Changes after the loss arrive over the new connection.
  await page.evaluate('client.api.cancelTask({ id: task.id }, { idempotent: true })');
  assert.equal(await page.evaluate('followed.then((statuses) => statuses.at(-1))'), 'cancelled');
});

test('a list can be read page by page, or item by item over all pages', { skip }, async () => {
  const seen = await page.evaluate(`(async () => {
    const tasks = Array.from({ length: 7 }, (_, n) => ({ type: 'noop', name: 'Paged ' + n, params: { count: 1 } }));
    await client.api.createTasks({ tasks });
    const list = () => client.api.listTasks({ q: 'paged', page_size: 3 });
    const names = [];
    for await (const { name } of list()) names.push(name);
    const { items, total } = await list();
    return [names.sort(), items.length, total];
  })()`);
  assert.deepEqual(seen, [[0, 1, 2, 3, 4, 5, 6].map((n) => `Paged ${n}`), 3, 7]);
});

test('a request with the session cookie from a page of another origin is refused, and the session stays', {
  skip,
}, async () => {
  const auth = `${relay.url}/api/v1/auth`;
  const login = { email: 'admin@example.com', password: 'admin123', cookie: true };
  const { request } = page.context();
  assert.equal((await request.post(`${auth}/login`, { data: login })).status(), 200);
  // Another port is another origin but the same site, so the browser does send the cookie.
  const [refused] = await Promise.all([
    page.waitForResponse(`${auth}/refresh`),
    page.evaluate(
      `fetch('${auth}/refresh', { method: 'POST', mode: 'no-cors', credentials: 'include' }).then(() => null)`,
    ),
  ]);
  assert.match(relay.headers.at(-1)?.cookie ?? '', /b2_refresh=/);
  assert.equal(refused.status(), 403);
  assert.equal((await request.post(`${auth}/refresh`)).status(), 200);
});
