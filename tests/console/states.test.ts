/** What stands where a list would: whether it is loading, empty, filtered to nothing, failed or offline. Answers are held or refused on their way. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Route } from 'playwright-core';
import { waitFor } from '../support/wait-for.ts';
import { follow } from './follow.ts';
import { openedConsole } from './opened.ts';

/** Pages that nothing was loaded for yet, and the calls for the lists on each. */
let pages: { path: string; calls: RegExp[]; untitled?: boolean }[];
let grid = '';
const { skip, at, page } = await openedConsole(
  async (admin) => {
    const params = { variables: { a: ['1', '2'], b: ['x', 'y'] } };
    const { items } = await admin.api.createTasks({
      tasks: ['A', 'B', 'C', 'D', 'E'].map((name) => ({ type: 'matrix', name: `Matrix ${name}`, params })),
    });
    for (const { id } of items) await admin.wait(id);
    const [one, listed, logged, drawn, in_grid] = items.map(({ id }) => `/tasks/${id}`);
    grid = in_grid ?? '';
    pages = [
      // Other pages load task types too.
      { path: '/system', calls: [/\/workers$/, /\/task-types$/, /\/statistics$/] },
      { path: '/tasks', calls: [/\/tasks$/] },
      { path: '/users', calls: [/\/users$/] },
      { path: '/schedules', calls: [/\/schedules$/] },
      { path: '/webhooks', calls: [/\/webhooks$/] },
      { path: '/keys', calls: [/\/api-keys$/] },
      { path: '/audit', calls: [/\/audit-log$/] },
      { path: '/account', calls: [/\/me\/sessions$/] },
      // Its title is what is loaded.
      { path: `${one}`, calls: [/\/tasks\/[0-9a-f-]{36}$/], untitled: true },
      { path: `${listed}?tab=items`, calls: [/\/items$/] },
      { path: `${logged}?tab=log`, calls: [/\/items$/] },
      { path: `${drawn}?tab=items&item=1`, calls: [/\/items\/1$/] },
    ];
  },
  { path: '/no-such-page' },
);

const failing = (route: Route) =>
  route.fulfill({
    status: 500,
    json: { code: 500, message: 'Something broke.', data: null, error: { type: 'internal_error' } },
  });
const away = (route: Route) => route.fulfill({ status: 503, headers: { 'retry-after': '0' }, json: {} });

/** From now on, the answers to these calls are in the hands of the test. */
async function intercept(calls: RegExp[], answer: (route: Route) => Promise<unknown>): Promise<void> {
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  const is = ({ pathname }: URL) =>
    pathname.startsWith('/api/v1/') && calls.some((call) => call.test(pathname));
  await page.route(is, async (route) => void (await answer(route)));
}

/** Starts the console at this path, with the answers to these calls in the hands of the test. */
async function open(path: string, call: RegExp, answer: (route: Route) => Promise<unknown>): Promise<void> {
  await intercept([call], answer);
  await page.goto(at.url + path);
}

const loading = () => page.locator('[data-loading]').filter({ visible: true });
const alert = (text: string) => page.getByRole('alert').filter({ hasText: text }).first();

test('each list says that it is loading, that it failed and why, and that the server does not answer; pressed, and then by itself, it asks again', {
  skip,
}, async () => {
  for (const [place, { path, calls, untitled }] of pages.entries()) {
    const held = Promise.withResolvers<void>();
    let answer = async (route: Route) => {
      await held.promise;
      return failing(route);
    };
    await intercept(calls, (route) => answer(route));
    const arrived = follow(page, path);
    if (!untitled) await arrived;
    await loading().first().waitFor();
    assert.equal(await page.getByRole('alert').count(), 0, path);
    held.resolve();
    const failed = page.getByRole('alert').filter({ hasText: 'This could not be loaded' });
    await waitFor(async () => (await failed.count()) === calls.length, {
      what: `${path} to say that it failed`,
    });
    assert.equal(await failed.getByText('Something broke.').count(), calls.length, path);
    await waitFor(async () => (await loading().count()) === 0, { what: `${path} to have loaded the rest` });
    // All of them say it with the same component; each attempt takes a while. The charts are the only ones beside other lists.
    const refused = place === 0 || place % 3 === 1;
    answer = refused ? away : (route) => route.fallback();
    await failed.getByRole('button', { name: 'Try again' }).evaluateAll((all) => {
      for (const one of all) one.click();
    });
    if (refused) {
      const unanswered = alert('The server does not answer');
      await unanswered.getByText('This page retries automatically.').waitFor();
      const again = Promise.withResolvers<void>();
      let asked = false;
      answer = async (route) => {
        asked = true;
        await again.promise;
        return route.fallback();
      };
      await waitFor(() => asked, { what: `${path} to ask again` });
      // Why it failed stays while it asks.
      await unanswered.getByRole('button', { name: 'Try again' }).and(page.locator('[aria-busy]')).waitFor();
      assert.equal(await loading().count(), 0, path);
      again.resolve();
    }
    await waitFor(async () => (await page.getByRole('alert').count()) === 0, { what: `${path} to be whole` });
    await arrived;
  }
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
    '/audit?time=days&last=2020-01-05',
    `${grid}?tab=items&status=cancelled`,
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
  await intercept([/\/items$/], (route) => (refuse ? refuse(route) : route.fallback()));
  await follow(page, grid);
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
