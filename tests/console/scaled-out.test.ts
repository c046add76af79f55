/** The ways people go most, over processes apart: the browser is at one web process, the API calls go to another, a worker runs. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { Client } from '../../client/src/index.ts';
import type { Backend } from '../support/backend.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { freePort } from '../support/free-port.ts';
import { requireService } from '../support/services.ts';
import { waitFor } from '../support/wait-for.ts';
import { ADMIN, OpenConsole, PASSWORD } from './open-console.ts';

const skip = !requireService('chromium', 'mongodb', 'redis');
let cluster: Cluster;
let web: Backend;
let port: string;
let at: OpenConsole;
let page: Page;
/** At the web process that the browser does not use. */
let elsewhere: Client;
/** Of somebody whose session ends at the other process when the tests begin: the page hears of it within 20 s. */
let theirs: Page;

before(async () => {
  if (skip) return;
  port = String(await freePort());
  const env = { ADMIN_PASSWORD: ADMIN.password, TASK_TYPES_DIR: join(import.meta.dirname, 'task-types') };
  cluster = await startCluster({ webs: 0, workers: 0, schedulers: 0 }, env);
  // The first one ensures the indexes and the administrator.
  web = await cluster.start('web', { env: { PORT: port } });
  const [other] = await Promise.all([
    cluster.start('web'),
    cluster.start('worker'),
    cluster.start('scheduler'),
  ]);
  elsewhere = new Client({ url: other.url });
  await elsewhere.signIn(ADMIN);
  at = await OpenConsole.over(web);
  const email = 'ended@example.com';
  const user = await elsewhere.api.createUser({ email, password: PASSWORD, roles: ['user'] });
  theirs = await at.signedIn('/account', { email, password: PASSWORD });
  await theirs.getByRole('heading', { level: 1, name: 'Account' }).waitFor();
  await elsewhere.api.updateUser({ id: user.id, password: `${PASSWORD}!` });
  page = await at.signedIn('/tasks');
});
after(async () => {
  await at?.close();
  await cluster?.stop();
});

const isStream = (url: string) => url.endsWith('/tasks/events');
const cell = (name: string) => page.getByRole('gridcell', { name, exact: true });

test('the cells of a 3 × 3 matrix appear with their pictures while the worker draws them', {
  skip,
}, async () => {
  const { id } = await elsewhere.api.createTask({
    type: 'image',
    name: 'Three by three',
    params: {
      prompt: '{animal} {place}',
      variables: { animal: ['fox', 'owl', 'hare'], place: ['sea', 'city', 'wood'] },
      size: 64,
    },
  });
  await page.goto(`${at.url}/tasks/${id}?size=s`);
  await cell('hare, wood, completed').waitFor();
  await waitFor(() =>
    page.evaluate(
      '[...document.querySelectorAll("[role=gridcell] img")].filter((one) => one.naturalWidth > 0).length === 9',
    ),
  );
});

test('one failed cell is retried in place, and no other', { skip }, async () => {
  const { id } = await elsewhere.api.createTask({
    type: 'patchy',
    params: { variables: { time: ['dawn', 'dusk', 'noon'], thing: ['good', 'bad', 'odd'] } },
  });
  await page.goto(`${at.url}/tasks/${id}`);
  await cell('dawn, bad, failed: bad cannot be drawn. Retry').getByRole('button', { name: 'Retry' }).click();
  await cell('dawn, bad, completed').waitFor();
  const { items } = await elsewhere.api.listItems({ id });
  assert.deepEqual(
    items.map(({ attempt }) => attempt),
    [1, 2, 1, 1, 1, 1, 1, 1, 1],
  );
});

test('what another process does shows in the lists of two tabs, which hold one event stream', {
  skip,
}, async () => {
  const { id } = await elsewhere.api.createTask({
    type: 'wait',
    name: 'A long wait',
    params: { seconds: 60 },
  });
  const stream = page.waitForResponse((answer) => isStream(answer.url()) && answer.ok());
  await page.goto(`${at.url}/tasks`);
  await stream;
  const row = page.locator('tbody tr[data-index]').filter({ hasText: 'A long wait' });
  await row.getByText('Running').waitFor();
  const second = await page.context().newPage();
  const streams: string[] = [];
  second.on('request', (request) => {
    if (isStream(request.url())) streams.push(request.url());
  });
  await second.goto(`${at.url}/tasks`);
  await second.getByRole('link', { name: 'A long wait' }).waitFor();
  await elsewhere.api.createTask({ type: 'wait', name: 'Newer', params: { seconds: 0 } });
  // The second tab has heard of it, and not by a stream of its own.
  for (const tab of [page, second]) await tab.getByRole('button', { name: '1 new task' }).waitFor();
  assert.deepEqual(streams, []);
  await second.close();
  await elsewhere.api.cancelTask({ id });
  await row.getByText('Cancelled').waitFor();
});

test('a running task is cancelled on its page, and stops', { skip }, async () => {
  const { id } = await elsewhere.api.createTask({
    type: 'wait',
    name: 'To be stopped',
    params: { seconds: 60 },
  });
  await page.goto(`${at.url}/tasks/${id}`);
  await page.getByText('Running').first().waitFor();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel task' }).click();
  await page.getByText('Cancelled').first().waitFor();
  assert.equal((await elsewhere.wait(id)).status, 'cancelled');
});

test('a session that is ended at another process ends here, and the page says so', { skip }, async () => {
  await theirs.getByText('Your session has ended.').waitFor();
  await theirs.context().close();
});

test('a web process that is killed and comes back: the page says so, and hears of what is created meanwhile and later', {
  skip,
}, async () => {
  await page.goto(`${at.url}/tasks`);
  const rows = page.locator('tbody tr[data-index]');
  const lost = page.getByText('Connection lost. Reconnecting…');
  await page.getByRole('link', { name: 'Three by three' }).waitFor();
  const before = await rows.allInnerTexts();
  await web.kill();
  await lost.waitFor();
  assert.equal(await page.getByRole('link', { name: 'Three by three' }).count(), 1, 'what was shown stays');
  // The answer of the list that the page asks for once events flow contains the task.
  let created = false;
  await page.route('**/api/v1/tasks?*', async (route) => {
    if (!created) await elsewhere.api.createTask({ type: 'wait', name: 'Between', params: { seconds: 0 } });
    created = true;
    await route.continue();
  });
  const answer = page.waitForResponse((one) => /\/tasks\?/.test(one.url()) && one.ok());
  web = await cluster.start('web', { env: { PORT: port } });
  await lost.waitFor({ state: 'detached' });
  await answer;
  await page.getByRole('button', { name: '1 new task' }).click();
  await page.getByRole('link', { name: 'Between' }).waitFor();
  await page.unrouteAll({ behavior: 'wait' });
  assert.equal((await rows.allInnerTexts()).length, before.length + 1);
  await elsewhere.api.createTask({ type: 'wait', name: 'After the outage', params: { seconds: 0 } });
  await page.getByRole('button', { name: '1 new task' }).click();
  await page.getByRole('link', { name: 'After the outage' }).waitFor();
});

test('while Redis is away the page of the system says what does not work, and why', { skip }, async () => {
  await page.goto(`${at.url}/system`);
  const parts = page.getByRole('list', { name: 'Health' }).getByRole('listitem');
  const part = (name: string) => parts.filter({ has: page.getByText(name, { exact: true }) });
  await part('Queue').getByText('Working').waitFor();
  await cluster.redis.kill();
  await part('Queue').getByText('Not available').waitFor();
  assert.match((await part('Queue').innerText()).replaceAll(/\s+/g, ' '), /^Queue Not available \S+ \S+/);
  await part('Database').getByText('Working').waitFor();
  await cluster.redis.restart();
  await part('Queue').getByText('Working').waitFor();
});

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
