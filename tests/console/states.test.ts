/** What stands where a list would: whether it is loading, empty, filtered to nothing, failed or offline. Answers are held or refused on their way. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page, Route } from 'playwright-core';
import { requireService } from '../support/services.ts';
import { waitFor } from '../support/wait-for.ts';
import { follow } from './follow.ts';
import { OpenConsole } from './open-console.ts';

const skip = !requireService('chromium');
let at: OpenConsole;
let page: Page;
let lists: { path: string; call: RegExp }[];
before(async () => {
  if (skip) return;
  at = await OpenConsole.open();
  const admin = await at.admin();
  const params = { variables: { a: ['1', '2'], b: ['x', 'y'] } };
  const matrix = await admin.api.createTask({ type: 'matrix', name: 'Matrix', params });
  await admin.wait(matrix);
  const task = `/tasks/${matrix.id}`;
  lists = [
    { path: '/tasks', call: /\/tasks$/ },
    { path: '/users', call: /\/users$/ },
    { path: '/schedules', call: /\/schedules$/ },
    { path: '/webhooks', call: /\/webhooks$/ },
    { path: '/keys', call: /\/api-keys$/ },
    { path: '/audit', call: /\/audit-log$/ },
    { path: '/account', call: /\/me\/sessions$/ },
    { path: '/system', call: /\/workers$/ },
    { path: '/system', call: /\/task-types$/ },
    { path: '/system', call: /\/statistics$/ },
    { path: task, call: /\/tasks\/[0-9a-f-]{36}$/ },
    { path: `${task}?tab=items`, call: /\/items$/ },
    { path: `${task}?tab=log`, call: /\/items$/ },
    { path: `${task}?tab=items&item=1`, call: /\/items\/1$/ },
  ];
  page = await at.signedIn('/gallery');
});
after(() => at?.close());

const failing = (route: Route) =>
  route.fulfill({
    status: 500,
    json: { code: 500, message: 'Something broke.', data: null, error: { type: 'internal_error' } },
  });
const away = (route: Route) => route.fulfill({ status: 503, headers: { 'retry-after': '0' }, json: {} });

/** Opens the page, with the answers to these calls in the hands of the test. */
async function open(path: string, call: RegExp, answer: (route: Route) => Promise<unknown>): Promise<void> {
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  const is = (url: URL) => url.pathname.startsWith('/api/v1/') && call.test(url.pathname);
  await page.route(is, async (route) => void (await answer(route)));
  await page.goto(at.url + path);
}

const loading = () => page.locator('[data-loading]').filter({ visible: true });
const alert = (text: string) => page.getByRole('alert').filter({ hasText: text }).first();

test('each list says that it is loading, and that it failed and why; pressed, it asks again', {
  skip,
}, async () => {
  for (const { path, call } of lists) {
    const held = Promise.withResolvers<void>();
    let holds = true;
    await open(path, call, async (route) => {
      if (!holds) return route.fallback();
      await held.promise;
      return failing(route);
    });
    await loading().first().waitFor();
    assert.equal(await page.getByRole('alert').count(), 0, path);
    held.resolve();
    const failed = alert('This could not be loaded');
    await failed.getByText('Something broke.').waitFor();
    await waitFor(async () => (await loading().count()) === 0, { what: `${path} to have loaded the rest` });
    holds = false;
    await failed.getByRole('button', { name: 'Try again' }).click();
    await failed.waitFor({ state: 'detached' });
  }
});

test('each list says that the server does not answer, and asks again by itself, as it says', {
  skip,
}, async () => {
  // All of them say it with the same component; each attempt takes a while.
  for (const { path, call } of lists.filter((_, place) => place % 3 === 0)) {
    await open(path, call, away);
    await alert('The server does not answer').getByText('This page retries automatically.').waitFor();
  }
  let refused = true;
  const again = Promise.withResolvers<void>();
  let calls = 0;
  await open('/users', /\/users$/, async (route) => {
    calls += 1;
    if (refused) return away(route);
    await again.promise;
    return route.fallback();
  });
  await alert('The server does not answer').waitFor();
  refused = false;
  const before = calls;
  await waitFor(() => calls > before, { what: 'the page to ask again' });
  // Why it failed stays while it asks.
  await alert('The server does not answer')
    .getByRole('button', { name: 'Try again' })
    .and(page.locator('[aria-busy]'))
    .waitFor();
  assert.equal(await loading().count(), 0);
  again.resolve();
  await page.getByRole('link', { name: 'Administrator' }).waitFor();
});

test('what is empty and what is filtered to nothing are told apart', { skip }, async () => {
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  for (const [path, title] of [
    ['/schedules', 'No schedules yet'],
    ['/webhooks', 'No webhooks yet'],
    ['/keys', 'No API keys yet'],
  ] as const) {
    await follow(page, path);
    await page.getByText(title).waitFor();
    assert.equal(await page.getByText('Nothing matches').count(), 0, path);
  }
  for (const path of [
    '/tasks?q=nothing-is-called-so',
    '/users?q=nobody-is-called-so',
    '/audit?action=webhook.create',
    `${lists.at(-1)?.path.replace(/\?.*/, '')}?tab=items&status=cancelled`,
  ]) {
    await follow(page, path);
    await page.getByText('Nothing matches').waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).last().click();
    await page.getByText('Nothing matches').waitFor({ state: 'detached' });
  }
});

test('cells of a grid that could not be loaded are said to be missing, and come by themselves', {
  skip,
}, async () => {
  let refuse: typeof failing | null = failing;
  const grid = lists.find(({ call }) => call.test('/items'))?.path.replace(/\?.*/, '') ?? '';
  await open(grid, /\/items$/, (route) => (refuse ? refuse(route) : route.fallback()));
  await alert('This could not be loaded: Something broke.').waitFor();
  assert.equal(await page.getByRole('gridcell').count(), 4, 'the grid stands');
  refuse = null;
  await page.getByRole('gridcell', { name: '1, x, completed' }).waitFor();
  await alert('This could not be loaded').waitFor({ state: 'detached' });
});

test('further rows that could not be loaded are asked for again, and not without a pause', {
  skip,
}, async () => {
  const { api } = await at.admin();
  const tasks = Array.from({ length: 60 }, (_, n) => ({
    type: 'noop',
    name: `Row ${n}`,
    params: { count: 1 },
  }));
  await api.createTasks({ tasks });
  let refuse: typeof failing | null = failing;
  let asked = 0;
  await open('/tasks', /\/tasks$/, (route) => {
    if (!refuse || !route.request().url().includes('cursor=')) return route.fallback();
    asked += 1;
    return refuse(route);
  });
  const rows = page.locator('tbody tr[data-index]');
  const toEnd = () => page.evaluate('scrollTo(0, document.body.scrollHeight)');
  await rows.first().waitFor();
  const failed = page.getByText('This could not be loaded: Something broke.');
  await waitFor(async () => {
    await toEnd();
    return (await failed.count()) === 1;
  });
  const first = await failed.boundingBox();
  assert.ok(first && first.y > 300, 'it stands below the rows');
  await page.waitForTimeout(1_000);
  assert.equal(asked, 1);
  refuse = away;
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('The server does not answer').waitFor();
  refuse = null;
  await failed.waitFor({ state: 'detached' });
  await waitFor(async () => {
    await toEnd();
    return (await page.getByText('Row 0', { exact: true }).count()) === 1;
  });
});

test('where more rows were asked for with a button, it says that they could not be loaded, and asks again', {
  skip,
}, async () => {
  const { api } = await at.admin();
  const emails = Array.from({ length: 55 }, (_, n) => `person-${n}@example.com`);
  await Promise.all(emails.map((email) => api.createUser({ email, roles: ['guest'] })));
  let refuse: typeof failing | null = failing;
  await open('/users', /\/users$/, (route) =>
    refuse && route.request().url().includes('cursor=') ? refuse(route) : route.fallback(),
  );
  const more = page.getByRole('button', { name: 'Show more' });
  await more.press('Enter');
  await alert('This could not be loaded: Something broke.').waitFor();
  assert.equal(await page.locator('tbody tr').count(), 50);
  assert.equal(await page.evaluate('document.activeElement.innerText'), 'Show more');
  refuse = null;
  await more.press('Enter');
  await waitFor(async () => (await page.locator('tbody tr').count()) === 56);
  await alert('This could not be loaded').waitFor({ state: 'detached' });
});

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
