/** The console on a slow line: what somebody does between a call and its answer. Each call here is answered when the test says so. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Request } from 'playwright-core';
import { waitFor } from '../support/wait-for.ts';
import { follow } from './follow.ts';
import { Keyboard } from './keyboard.ts';
import { PASSWORD } from './open-console.ts';
import { openedConsole } from './opened.ts';

const { skip, at, page } = await openedConsole();
const { open, press, tabTo, focused } = new Keyboard(page);

const fits = (request: Request, method: string, path: RegExp) =>
  request.method() === method && path.test(new URL(request.url()).pathname);

/** Holds the answer to the next call of this kind. */
async function hold(method: string, path: RegExp) {
  const let_go = Promise.withResolvers<void>();
  let held = false;
  let answered = false;
  await page.route('**/api/v1/**', async (route) => {
    if (held || !fits(route.request(), method, path)) return route.fallback();
    held = true;
    const response = await route.fetch();
    answered = true;
    await let_go.promise;
    await route.fulfill({ response });
  });
  const asked = () => waitFor(() => answered, { what: `the call ${method} ${path}` });
  return { asked, letGo: let_go.resolve };
}
const released = () => page.unrouteAll({ behavior: 'wait' });

/** Counts the calls of this kind from now on. */
function count(method: string, path: RegExp): () => number {
  let calls = 0;
  page.on('request', (request) => {
    if (fits(request, method, path)) calls += 1;
  });
  return () => calls;
}

const toast = (text: string) => page.getByText(text, { exact: true }).first().waitFor();
const ask = async (row: string) => {
  await page.getByRole('button', { name: row }).click();
  await page.getByRole('dialog').waitFor();
};

test('a button that is pressed twice sends its call once, and what its answer ends closes nothing else', {
  skip,
}, async () => {
  await at.session();
  await open('/account');
  const ended = count('DELETE', /sessions\/[^/]+$/);
  const { asked, letGo } = await hold('DELETE', /sessions\/[^/]+$/);
  const button = page.getByRole('button', { name: /^End the session on/ }).first();
  await button.waitFor();
  // The second press comes before any timer of the first.
  await button.evaluate(async (one) => {
    const later = setTimeout;
    Object.assign(globalThis, {
      setTimeout: (run: () => void, ms = 0) => later(run, Math.max(50, ms)),
    });
    one.click();
    const { port1, port2 } = new MessageChannel();
    await new Promise((resolve) => {
      port1.onmessage = resolve;
      port2.postMessage(0);
    });
    one.click();
    Object.assign(globalThis, { setTimeout: later });
  });
  await asked();
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign out everywhere else?' });
  await dialog.waitFor();
  letGo();
  await button.waitFor({ state: 'detached' });
  await toast('The session was ended');
  assert.deepEqual([ended(), await dialog.count()], [1, 1]);
  await released();
});

test('a page whose code has just come asks for its data at once', { skip }, async () => {
  const context = page.context();
  const fresh = await context.newPage();
  await fresh.goto(`${at.url}/favicon.svg`);
  // What is held back for a time is held back for good.
  await fresh.addInitScript(
    'window.setTimeout = () => 0; const now = performance.now(); performance.now = () => now;',
  );
  const asked = fresh.waitForRequest((request) => fits(request, 'GET', /\/users$/));
  await fresh.goto(`${at.url}/users`);
  await asked;
  await fresh.close();
});

test('who went on while a key was being deleted is not interrupted', { skip }, async () => {
  const { api } = await at.admin();
  for (const name of ['One', 'Two']) await api.createApiKey({ name, permissions: ['read'] });
  await open('/keys');
  const { asked, letGo } = await hold('DELETE', /api-keys/);
  await ask('Delete One');
  await page.getByRole('button', { name: 'Delete key' }).click();
  await asked();
  await press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await ask('Delete Two');
  letGo();
  await page.getByRole('row', { name: 'One' }).waitFor({ state: 'detached' });
  await toast('The key was deleted');
  await page.getByRole('dialog', { name: 'Delete the key “Two”?' }).waitFor();
  await released();
});

test('who went on to another page while a user was being deleted stays there', { skip }, async () => {
  const { api } = await at.admin();
  const { id } = await api.createUser({ email: 'goes@example.com', password: PASSWORD, roles: ['user'] });
  await open(`/users/${id}`);
  const { asked, letGo } = await hold('DELETE', /users/);
  await ask('Delete user');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete user' }).click();
  await asked();
  await press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Schedules' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Schedules' }).waitFor();
  letGo();
  await toast('The user was deleted');
  assert.equal(new URL(page.url()).pathname, '/schedules');
  await released();
});

test('what is typed while a form is being saved stays', { skip }, async () => {
  const { api } = await at.admin();
  const { id } = await api.createUser({ email: 'typed@example.com', password: PASSWORD, roles: ['user'] });
  await open(`/users/${id}`);
  const { asked, letGo } = await hold('PUT', /users/);
  await page.getByRole('textbox', { name: 'Name' }).fill('Mei Lin');
  const save = page.getByRole('button', { name: 'Save', exact: true });
  await save.click();
  await asked();
  const email = page.getByRole('textbox', { name: 'E-mail' });
  await email.fill('typed.later@example.com');
  letGo();
  await page.getByRole('heading', { level: 1, name: 'Mei Lin' }).waitFor();
  await save.and(page.locator(':not([aria-busy])')).waitFor();
  assert.equal(await email.inputValue(), 'typed.later@example.com');
  await released();
});

test('of two choices in a row the last is saved', { skip }, async () => {
  const { api } = await at.admin();
  await open('/account');
  const { asked, letGo } = await hold('GET', /preferences$/);
  const saved = count('PUT', /preferences$/);
  await page.getByRole('radio', { name: 'Dark' }).click();
  await asked();
  await page.getByRole('radio', { name: 'Light' }).click();
  letGo();
  await waitFor(() => saved() === 2);
  await waitFor(async () => (await api.getPreferences()).theme === 'light', { what: 'the last choice' });
  await released();
});

test('the preferences of the account are asked for once, even if the answer is late', { skip }, async () => {
  const asked_times = count('GET', /preferences$/);
  const { asked, letGo } = await hold('GET', /preferences$/);
  await page.goto(`${at.url}/tasks`);
  await page.getByRole('button', { name: 'Saved views' }).waitFor();
  await asked();
  letGo();
  await page
    .getByRole('link', { name: 'Account' })
    .or(page.getByRole('button', { name: /Administrator/ }))
    .first()
    .waitFor();
  await released();
  assert.equal(asked_times(), 1);
});

test('the palette offers nothing that was found for other words', { skip }, async () => {
  const { api } = await at.admin();
  await api.createTask({ type: 'wait', name: 'Lanterns', params: { seconds: 0 } });
  await open('/tasks');
  await press('Control+k');
  await page.getByRole('option', { name: 'Lanterns' }).waitFor();
  const { asked, letGo } = await hold('GET', /tasks$/);
  await page.locator('[role=dialog] [role=combobox]').fill('harbour');
  await asked();
  await page.getByRole('option', { name: 'Show all tasks with “harbour”' }).waitFor();
  assert.equal(await page.getByRole('option', { name: 'Lanterns' }).count(), 0);
  letGo();
  await page.getByText('Nothing found').waitFor();
  await press('Escape');
  await released();
});

test('items that changed after they were asked for are asked for again', { skip }, async () => {
  const { api } = await at.admin();
  await api.pauseTaskType({ type: 'noop' });
  const { id } = await api.createTask({ type: 'noop', params: { count: 2 } });
  const { asked, letGo } = await hold('GET', /items$/);
  await follow(page, `/tasks/${id}?tab=items`);
  await asked();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await api.cancelTask({ id });
  await page.locator('header').getByText('Cancelled').first().waitFor();
  // Nothing that asks for items anew is left to come when they arrive.
  await page.evaluate('new Promise((resolve) => setTimeout(resolve, 400))');
  letGo();
  const items = page.locator('[data-item]');
  await waitFor(async () => (await items.filter({ hasText: 'Cancelled' }).count()) === 2, {
    what: 'both items to be shown as cancelled',
  });
  await released();
});

test('a key that comes before the page is drawn goes on from where the focus belongs', { skip }, async () => {
  await open('/tasks/new?type=image');
  await page.getByRole('textbox', { name: 'Prompt' }).fill('a {animal}');
  await page.locator('input[aria-label="Values of animal"]').fill('owl, fox, hare');
  await press('Enter');
  await page.getByRole('button', { name: 'Remove owl' }).waitFor();
  await tabTo('Remove owl', 'Shift+Tab');
  await page.evaluate('window.requestAnimationFrame = () => 1');
  await press('Enter', 'Tab');
  assert.equal(await focused(), 'Remove hare');
});

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
