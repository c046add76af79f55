import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { startBackend } from '../support/backend.ts';
import { freePort } from '../support/free-port.ts';
import { requireService } from '../support/services.ts';
import { waitFor } from '../support/wait-for.ts';
import { ADMIN, OpenConsole } from './open-console.ts';

const skip = !requireService('chromium');
let at: OpenConsole;
let port: string;
before(async () => {
  if (skip) return;
  port = String(await freePort());
  at = await OpenConsole.open({ PORT: port });
});
after(() => at?.close());

/** How many event streams the page has asked for. */
function countStreams(page: Page): () => number {
  let count = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('/tasks/events')) count++;
  });
  return () => count;
}

test('two tabs hold one event stream, and the second takes over when the first goes', { skip }, async () => {
  const admin = await at.admin();
  await admin.api.createTask({ type: 'wait', name: 'Something', params: { seconds: 0 } });
  const context = await at.context();
  const one = await context.newPage();
  const in_one = countStreams(one);
  await one.goto(`${at.url}/tasks`);
  await at.signIn(one);
  await waitFor(() => in_one() === 1);
  const two = await context.newPage();
  const in_two = countStreams(two);
  await two.goto(`${at.url}/tasks`);
  await two.getByRole('link', { name: 'Something' }).waitFor();

  await admin.api.createTask({ type: 'wait', name: 'Heard in both', params: { seconds: 0 } });
  for (const page of [one, two]) await page.getByRole('button', { name: '1 new task' }).waitFor();
  assert.deepEqual([in_one(), in_two()], [1, 0]);

  await one.close();
  await waitFor(() => in_two() === 1, { what: 'the second tab to open the stream' });
  await admin.api.createTask({ type: 'wait', name: 'Heard after', params: { seconds: 0 } });
  await two.getByRole('button', { name: '2 new tasks' }).waitFor();
  await context.close();
});

test('words that a new build took away: the page reloads once for them, and else speaks English', {
  skip,
}, async () => {
  const context = await at.context({ locale: 'zh-CN' });
  // The first page asks twice.
  let missing = 2;
  let asked = 0;
  await context.route('**/assets/*.js', async (route) => {
    const answer = await route.fetch();
    if (!(await answer.text()).includes('个人资料')) return route.fulfill({ response: answer });
    asked++;
    return asked <= missing ? route.fulfill({ status: 404 }) : route.fulfill({ response: answer });
  });
  const page = await context.newPage();
  let loads = 0;
  page.on('request', (request) => {
    if (request.isNavigationRequest()) loads++;
  });
  // The first page is of another build than what is served from then on.
  await page.route(`${at.url}/tasks`, async (route) => {
    const response = await route.fetch();
    const html = await response.text();
    const older = loads === 1 && route.request().isNavigationRequest();
    await route.fulfill({ response, body: older ? html.replace(/(index-[\w-]+\.js)/, '$1?older') : html });
  });
  await page.goto(`${at.url}/tasks`);
  await page.getByRole('button', { name: '登录' }).waitFor();
  // The second load comes from the page itself.
  assert.equal(loads, 2);
  missing = Number.POSITIVE_INFINITY;
  await page.reload();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await context.unrouteAll({ behavior: 'ignoreErrors' });
  await context.close();
});

test('a page whose code is gone leaves the navigation, which leads to the others', { skip }, async () => {
  const page = await at.signedIn('/tasks');
  await page.route('**/assets/audit-page*', (route) => route.fulfill({ status: 404 }));
  const start = performance.now();
  await page.getByRole('link', { name: 'Audit log' }).click();
  await page.getByRole('heading', { level: 1, name: 'This page has failed' }).waitFor();
  // It is reloaded once. The server is there, so no pause would help.
  assert.ok(performance.now() - start < 4_000, `${performance.now() - start} ms`);
  await page.getByRole('link', { name: 'Tasks', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Tasks' }).waitFor();
  await at.leave(page);
});

test('a page whose code a busy server refuses comes by itself, and nothing is reloaded into what it answers', {
  skip,
}, async () => {
  const page = await at.signedIn('/tasks');
  let loads = 0;
  page.on('request', (request) => {
    if (request.isNavigationRequest()) loads++;
  });
  let busy = true;
  let asked = 0;
  const refuse = { status: 503, json: { code: 503, error: { type: 'overloaded' } } };
  // The page and its code are refused, then only the code, twice more.
  await page.route(/\/schedules$/, (route) =>
    busy && !route.request().url().includes('/api/') ? route.fulfill(refuse) : route.fallback(),
  );
  await page.route('**/assets/schedules-page*.js', (route) => {
    asked++;
    return busy || asked <= 3 ? route.fulfill(refuse) : route.fallback();
  });
  await page.getByRole('link', { name: 'Schedules', exact: true }).click();
  await page.locator('h1', { hasText: 'Schedules' }).waitFor();
  await page.getByText('Still loading: the server is slow or busy').waitFor();
  busy = false;
  await page.getByRole('link', { name: 'New schedule' }).first().waitFor();
  assert.deepEqual([loads, asked], [0, 4]);

  // A server that stood still for seconds is overloaded at first.
  at.server.child.kill('SIGSTOP');
  await page.getByRole('link', { name: 'Users', exact: true }).click();
  await sleep(4_000);
  at.server.child.kill('SIGCONT');
  await page.getByRole('link', { name: 'Administrator' }).waitFor();
  assert.equal(loads, 0);
  await at.leave(page);
});

test('a server that is killed and comes back: the page says so, and goes on by itself', {
  skip,
}, async () => {
  const { api } = await at.admin();
  await api.createTask({ type: 'wait', name: 'Before the outage', params: { seconds: 0 } });
  const page = await at.signedIn('/tasks');
  await page.getByRole('link', { name: 'Before the outage' }).waitFor();
  const urls: string[] = [];
  page.on('request', (request) => urls.push(new URL(request.url()).pathname));
  const streams = () => urls.filter((path) => path.endsWith('/tasks/events')).length;
  const asked = (count: number) =>
    waitFor(() => streams() >= count, { timeout_ms: 18_000, what: `${count}` });
  await at.server.kill();
  const lost = page.getByText('Connection lost. Reconnecting…');
  await lost.waitFor();
  // Somebody looks: the pauses stay short.
  await asked(7);
  // No timer of the page ends a wait.
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  await asked(streams() + 1);
  for (const key of [null, 'Enter']) {
    const next = streams() + 1;
    const button = page.getByRole('button', { name: 'Try now' });
    await (key ? button.press(key) : button.click());
    await asked(next);
    await page.clock.runFor(1_000);
  }
  const [bar, content] = await Promise.all([lost.boundingBox(), page.locator('#content').boundingBox()]);
  assert.ok(bar && content && bar.x + bar.width <= content.x, 'it stands beside the page and covers nothing');
  assert.equal(
    await page.getByRole('link', { name: 'Before the outage' }).count(),
    1,
    'what was shown stays',
  );
  const again = await startBackend({
    data_dir: at.server.data_dir,
    env: { PORT: port, ADMIN_PASSWORD: ADMIN.password },
  });
  try {
    const before = streams();
    // Any call that is answered ends the wait for the stream.
    await page.getByRole('link', { name: 'Schedules', exact: true }).click();
    await waitFor(() => streams() > before, { what: 'the stream to be asked for' });
    await page.clock.resume();
    await page.getByText('Connection lost. Reconnecting…').waitFor({ state: 'detached' });
    await page.locator('[data-announcer]', { hasText: 'Connected again' }).waitFor();
    const opened = urls.findLastIndex((path) => path.endsWith('/tasks/events'));
    await page.getByRole('link', { name: 'Tasks', exact: true }).click();
    await waitFor(() => urls.lastIndexOf('/api/v1/tasks') > opened);
    const { Client } = await import('../../client/src/index.ts');
    const admin = new Client({ url: again.url });
    await admin.signIn(ADMIN);
    await admin.api.createTask({ type: 'wait', name: 'After the outage', params: { seconds: 0 } });
    await page.getByRole('button', { name: /new task/ }).waitFor();

    // A page whose code is not there yet waits for the network, says so at once, and is no page of the browser's own.
    let loads = 0;
    page.on('request', (request) => {
      if (request.isNavigationRequest()) loads++;
    });
    for (const path of ['webhooks', 'system']) {
      await page.context().setOffline(true);
      for (const name of ['Schedules', path === 'system' ? 'System' : 'Webhooks'])
        await page.getByRole('link', { name, exact: true }).click();
      const away = page.locator('#content [data-loading]', { hasText: 'You are offline' });
      await away.filter({ visible: true }).first().waitFor();
      await page.getByText('You are offline. Waiting for the network…').waitFor();
      const title = page.locator('h1', { hasText: /^(Webhooks|System)$/ });
      const before = await title.boundingBox();
      await page.context().setOffline(false);
      await page.locator('#content [data-loading]').first().waitFor({ state: 'detached' });
      assert.deepEqual(await title.boundingBox(), before, 'the title stood where it stays');
      assert.ok(page.url().endsWith(path));
      await page.getByText('You are offline').first().waitFor({ state: 'detached' });
      const without =
        '[...document.querySelectorAll("link[rel=stylesheet]")].filter((one) => !one.sheet).length';
      await waitFor(async () => (await page.evaluate(without)) === 0, {
        what: 'each style sheet to be there',
      });
    }
    assert.equal(loads, 0, 'it needs no reload');
    await page.context().close();
  } finally {
    await again.stop();
  }
});
