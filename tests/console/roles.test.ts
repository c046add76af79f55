/** One person a role, and what each is offered. What is not offered the API refuses all the same: tests/api/access.test.ts. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { Client } from '../../client/src/index.ts';
import { requireService } from '../support/services.ts';
import { follow } from './follow.ts';
import { OpenConsole, PASSWORD } from './open-console.ts';

type Role = 'admin' | 'manager' | 'user' | 'guest';

const skip = !requireService('chromium');
let at: OpenConsole;
let shared_id: string;
before(async () => {
  if (skip) return;
  at = await OpenConsole.open({ RATE_LIMIT_ENABLED: 'true' });
  const { api } = await at.admin();
  const shared = await api.createTask({
    type: 'inline-probe',
    name: 'For everybody',
    shared: true,
    params: { count: 2, does: 'throw-final', only: [1] },
  });
  shared_id = shared.id;
  await api.createTask({ type: 'wait', name: 'Of the administrator', params: { seconds: 0 } });
});
after(() => at?.close());

async function as(role: Role): Promise<Page> {
  const account = await at.account(`a-${role}@example.com`, [role]);
  const page = await at.signedIn('/tasks', account);
  await page.getByRole('link', { name: 'For everybody' }).waitFor();
  return page;
}

/** Where the navigation leads, and what the task's menu offers. */
async function offered(page: Page) {
  const links = page.locator('#nav').getByRole('link');
  const pages = (await links.allTextContents()).filter((name) => name !== 'API reference');
  const others = await page.getByRole('link', { name: 'Of the administrator' }).count();
  const checkboxes = (await page.getByRole('checkbox').count()) > 0;
  await follow(page, `/tasks/${shared_id}`);
  await page.getByText('1 failed').first().waitFor();
  const retry = (await page.getByRole('button', { name: 'Retry' }).count()) > 0;
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem').first().waitFor();
  const menu = await page.getByRole('menuitem').allTextContents();
  await page.keyboard.press('Escape');
  return { pages, others: others > 0, checkboxes, retry, deletes: menu.includes('Delete') };
}

const opens = async (page: Page, path: string) => {
  await follow(page, path);
  const title = await page.getByRole('heading', { level: 1 }).textContent();
  assert.notEqual(title, 'This page does not exist');
  return title !== 'You do not have access to this page';
};

test('a guest sees what is shared, and changes nothing', { skip }, async () => {
  const page = await as('guest');
  assert.equal(await page.getByRole('button', { name: 'Make nine pictures' }).count(), 0);
  assert.deepEqual(await offered(page), {
    pages: ['Tasks', 'API keys'],
    others: false,
    checkboxes: false,
    retry: false,
    deletes: false,
  });
  assert.equal(await opens(page, '/users'), false);
  assert.equal(await opens(page, '/system'), false);
  await at.axe(page, 'forbidden page');
  await at.leave(page);
});

test('who tries too many passwords is told how long to wait', { skip }, async () => {
  const stranger = new Client({ url: at.url, retries: 0 });
  const wrong = { email: 'nobody@example.com', password: 'not a password' };
  const tries = Array.from({ length: 10 }, () => stranger.signIn(wrong));
  await Promise.allSettled(tries);
  const page = await (await at.context()).newPage();
  await page.goto(at.url);
  await page.locator('input[name=username]').fill(wrong.email);
  await page.locator('input[name=password]').fill(wrong.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page
    .getByRole('alert')
    .getByText(/^Too many attempts. Try again in 1[45] minutes.$/)
    .waitFor();
  await at.leave(page);
});

test('a user makes tasks, and changes only these', { skip }, async () => {
  const page = await as('user');
  await page.getByText('Shared by Administrator').waitFor();
  // Somebody else's task does not take the place of the welcome.
  await page.getByRole('button', { name: 'Make nine pictures' }).waitFor();
  await page.getByRole('checkbox', { name: 'Select For everybody' }).click();
  for (const name of ['Retry', 'Delete']) {
    const button = page.getByRole('button', { name, exact: true });
    assert.equal(await button.getAttribute('aria-disabled'), 'true', name);
    assert.match((await button.getAttribute('aria-description')) ?? '', /belong to others/, name);
  }
  const { pages, others, checkboxes, retry, deletes } = await offered(page);
  assert.deepEqual(
    { others, checkboxes, retry, deletes },
    { others: false, checkboxes: true, retry: false, deletes: false },
  );
  assert.ok(!pages.includes('Users') && !pages.includes('System'), pages.join());
  assert.equal(await opens(page, '/system'), false);

  // Of all that match, some are not loaded; the result names those it could not change nevertheless.
  const own = new Client({ url: at.url });
  await own.signIn({ email: 'a-user@example.com', password: PASSWORD });
  const params = { seconds: 0 };
  await own.api.createTasks({
    tasks: Array.from({ length: 60 }, (_, n) => ({ type: 'wait', name: `Own ${n}`, params })),
  });
  await page.goto(`${at.url}/tasks`);
  await page.getByText('61 tasks', { exact: true }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Make nine pictures' }).count(), 0);
  await page.getByRole('checkbox', { name: 'Select all rows shown' }).click();
  await page.getByRole('button', { name: 'Select all 61 that match' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('button', { name: 'Delete 61 tasks' }).click();
  await page.getByRole('dialog', { name: '60 tasks deleted' }).waitFor();
  await page
    .getByRole('listitem')
    .filter({ hasText: /^For everybody/ })
    .waitFor();
  await at.leave(page);
});

test('an account page says what quotas the account has, and how much of them is used', { skip }, async () => {
  const { api } = await at.admin();
  const account = await at.account('quota@example.com', ['user']);
  const { items } = await api.listUsers({ q: account.email });
  const quotas = { active_tasks: 2, tasks_per_day: 1_200, running_items: 0, stored_bytes: 5_000_000 };
  await api.updateUser({ id: items[0]?.id ?? '', quotas });
  const person = new Client({ url: at.url });
  await person.signIn(account);
  for (const name of ['One', 'Two'])
    await person.api.createTask({ type: 'wait', name, params: { seconds: 600 } });
  const page = await at.signedIn('/account', account);
  await page.getByRole('heading', { name: 'Quotas' }).waitFor();
  const facts = page.locator('dl > div');
  await facts.first().waitFor();
  const [active, day, stored, ...others] = await facts.allTextContents();
  assert.equal(active, 'Unfinished tasks2 of 2 Used up');
  assert.match(day ?? '', /^Tasks created today \(UTC\)2 of 1,200 Counts from 0 again on /);
  assert.equal(stored?.trim(), 'Stored files0 byte of 5 MB');
  assert.deepEqual(others, []);
  await at.leave(page);
});

test('a manager sees and changes the tasks of all; of people and the system it only sees', {
  skip,
}, async () => {
  const page = await as('manager');
  const { pages, others, retry, deletes } = await offered(page);
  assert.deepEqual({ others, retry, deletes }, { others: true, retry: true, deletes: true });
  assert.ok(pages.includes('Users') && pages.includes('System'), pages.join());
  await follow(page, '/users');
  // An account without a name is known by its e-mail, which stands there once.
  const person = page.getByRole('rowheader', { name: 'a-manager@example.com' });
  assert.equal((await person.innerText()).match(/a-manager@/g)?.length, 1);
  const link = page.getByRole('link', { name: 'a-manager@example.com' });
  await link.focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  const ring = await link.evaluate((one) => one.computedStyleMap().get('box-shadow')?.toString());
  assert.match(
    ring,
    /^rgb\([^)]+\) 0px 0px 0px 2px$/,
    'the mark of the focus leaves the line below readable',
  );
  await link.click();
  await page.getByRole('heading', { level: 1, name: 'a-manager@example.com' }).waitFor();
  await page.getByText(/^Last sign-in: /).waitFor();
  assert.equal(await page.locator('#content input').count(), 0);
  await page.getByText('Only administrators can change accounts.').waitFor();
  assert.deepEqual(await page.locator('#content').getByRole('listitem').allTextContents(), [
    'See own and shared tasks',
    'Create and manage own tasks, schedules and webhooks',
    'Change everybody’s tasks; see users and the system',
  ]);
  await follow(page, '/system');
  await page.getByRole('heading', { name: 'Task types' }).waitFor();
  await page.getByText('Active', { exact: true }).first().waitFor();
  assert.equal(await page.getByRole('button', { name: /Pause|Drain/ }).count(), 0);
  await at.leave(page);
});

test('an administrator is offered all of it', { skip }, async () => {
  const page = await as('admin');
  const { pages, others, retry, deletes } = await offered(page);
  assert.deepEqual({ others, retry, deletes }, { others: true, retry: true, deletes: true });
  assert.ok(pages.includes('Users') && pages.includes('System'), pages.join());
  await follow(page, '/system');
  await page.getByRole('button', { name: 'Pause Wait' }).waitFor();
  await follow(page, '/users');
  await page.getByRole('link', { name: 'a-guest@example.com' }).click();
  await page.getByRole('textbox', { name: 'Name' }).waitFor();
  const quotas = page.waitForResponse(/\/quotas$/);
  await follow(page, '/account');
  await quotas;
  await page.getByText('This browser').waitFor();
  assert.equal(await page.getByRole('heading', { name: 'Quotas' }).count(), 0, 'nobody is told of no limits');
  await at.leave(page);
});

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
