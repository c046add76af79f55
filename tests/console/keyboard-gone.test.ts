/** What opened a dialog or a message may be gone when that closes: the keys go on at what took its place. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import { Keyboard } from './keyboard.ts';
import { openedConsole } from './opened.ts';

const { skip, at, page } = await openedConsole(({ api }) =>
  api.createTask({ type: 'wait', name: 'First', params: { seconds: 0 } }),
);
const { focused, press, choose, tabTo, open, go } = new Keyboard(page);

const holdsFocus = (what: string) =>
  page.evaluate<boolean>(`document.activeElement.closest('${what}') !== null`);
const stays = (name: string, what: string) =>
  waitFor(async () => (await focused()) === name, { what: `${what}: the focus at ${name}` });

test('an item that leaves its filtered list while it is shown large leaves the focus at the next one, or on the page', {
  skip,
}, async () => {
  const admin = await at.admin();
  const variables = { time: ['dawn', 'dusk'], thing: ['good', 'bad'] };
  const { id } = await admin.api.createTask({ type: 'patchy', params: { variables } });
  await admin.wait(id);
  await go(`/tasks/${id}?tab=items&status=failed`);
  for (const left of ['1 item', 'none']) {
    await page.locator('[data-item] button').first().focus();
    await press('Enter');
    await waitFor(() => holdsFocus('[role=dialog]'), { what: 'the focus in the drawer' });
    await tabTo('Retry this item');
    await press('Enter');
    await page.locator('[role=dialog]').getByText('Completed').first().waitFor();
    await waitFor(() => holdsFocus('[role=dialog]'), { what: 'the focus still in the drawer' });
    await press('Escape');
    await page.locator('[role=dialog]:not([data-toast])').waitFor({ state: 'detached' });
    await waitFor(async () => (await focused()) !== 'body', { what: `the focus, with ${left} left` });
  }
});

test('a cleared selection of items gives the focus back to the item, and the end of a retry is read out however quick it was', {
  skip,
}, async () => {
  const admin = await at.admin();
  const variables = { time: ['dawn', 'dusk'], thing: ['good', 'bad'] };
  const { id } = await admin.api.createTask({ type: 'patchy', name: 'Patchy', params: { variables } });
  await admin.wait(id);
  const said = (text: string) => page.locator('[data-announcer]', { hasText: text }).waitFor();
  await go(`/tasks/${id}?tab=items`);
  await tabTo('Select dusk, good');
  await press(' ');
  await page.getByRole('region', { name: '1 selected' }).waitFor();
  await tabTo('Clear selection');
  await press('Enter');
  await said('Selection cleared');
  await stays('dusk, good', 'the selection was cleared');
  await tabTo('Retry 2 failed', 'Shift+Tab');
  await press('Enter');
  await said('Patchy: Completed');
});

test('the button of saved views says what it is, and which one is shown', { skip }, async () => {
  await go('/tasks?q=First');
  await tabTo('Saved views');
  await choose('Home', 'Enter');
  await waitFor(() => holdsFocus('[role=dialog]'), { what: 'the focus in the dialog' });
  await press('Control+a', 'Delete', 'Enter');
  await page.locator('[role=dialog]').getByText('Fill this in.').waitFor();
  await page.keyboard.type('Mine');
  await press('Enter');
  await page.getByRole('button', { name: 'Saved views: Mine' }).waitFor();
  await choose();
  await page.locator('[role=menuitem][aria-current=true]', { hasText: 'Mine' }).waitFor();
  await press('End', 'Enter');
  await page.getByText('The view “Mine” was deleted').first().waitFor();
  await press('F6', 'Tab', 'Tab');
  await stays('Undo', 'F6');
  await press('Enter');
  await page.getByRole('button', { name: 'Saved views: Mine' }).waitFor();
  await go('/tasks');
});

test('a secret that was not copied is lost to no button pressed out of habit, and the keys go on at the page that it changed', {
  skip,
}, async () => {
  // What opened the palette is no place for what was opened elsewhere.
  await go('/account');
  await press('g', 'k');
  await page.getByText('No API keys yet').waitFor();
  await tabTo('Find anything', 'Shift+Tab');
  await press('Enter');
  await waitFor(() => holdsFocus('[role=dialog]'), { what: 'the focus in the palette' });
  await press('Escape');
  await stays('Find anything', 'the palette was closed');
  await tabTo('New key');
  await press('Enter');
  await waitFor(() => holdsFocus('[role=dialog] input'), { what: 'the focus in the name' });
  await press('Control+Enter');
  const name = page.locator('[role=dialog] input[aria-invalid=true]');
  await name.waitFor();
  assert.equal(await name.getAttribute('required'), '');
  await page.keyboard.type('The first');
  await press('Control+Enter');
  await stays('Copy', 'a new key');
  const secret = page.locator('[role=dialog] output');
  await tabTo('Close');
  await press('Enter');
  await page.getByRole('alert').getByText('You have not copied this yet.').waitFor();
  assert.match(await secret.innerText(), /^b2_/);
  for (const leave of [
    'history.length',
    'new Promise((done) => { history.back(); setTimeout(done, 500); })',
  ]) {
    await press('Control+k');
    await page.evaluate(leave);
    assert.equal(await page.evaluate('location.pathname'), '/keys');
    assert.match(await secret.innerText(), /^b2_/);
    assert.equal(await page.locator('[role=dialog]:not([data-toast])').count(), 1);
  }
  await tabTo('Done');
  await press('Enter');
  await page.locator('[role=dialog]:not([data-toast])').waitFor({ state: 'detached' });
  const onPage = () => page.evaluate<boolean>("document.activeElement.id === 'content'");
  await waitFor(onPage, { what: 'the focus on the page with the first key' });
  await tabTo('Delete The first');
  await press('Enter');
  await waitFor(() => holdsFocus('[role=dialog]'), { what: 'the question' });
  await tabTo('Delete key');
  await press('Enter');
  await page.getByText('No API keys yet').waitFor();
  await waitFor(onPage, { what: 'the focus on the page without keys' });
});

test('what was deleted is asked for no more, neither by its page nor by the audit log', {
  skip,
}, async () => {
  const { api } = await at.admin();
  const task = { type: 'wait', params: { seconds: 0 } };
  const rule = { name: 'Daily', cron: '0 8 * * *', time_zone: 'UTC', task };
  const [one, user, schedule, webhook] = await Promise.all([
    api.createTask({ ...task, name: 'Goes' }),
    api.createUser({ email: 'goes@example.com', roles: ['user'] }),
    api.createSchedule(rule),
    api.createWebhook({ url: 'https://goes.example.com/', events: ['task.failed'] }),
  ]);
  await (await at.admin()).wait(one);
  const missing: string[] = [];
  page.on('response', (answer) => answer.status() === 404 && missing.push(answer.url()));
  await go(`/tasks/${one.id}`);
  await tabTo('More actions');
  await choose('End', 'Enter');
  await waitFor(() => holdsFocus('[role=dialog]'), { what: 'the question' });
  await tabTo('Delete task');
  await press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Tasks' }).waitFor();
  for (const [path, label] of [
    [`/users/${user.id}`, 'Delete user'],
    [`/schedules/${schedule.id}`, 'Delete schedule'],
    [`/webhooks/${webhook.id}`, 'Delete webhook'],
  ] as const) {
    await go(path);
    await tabTo(label);
    await press('Enter');
    await waitFor(() => holdsFocus('[role=dialog]'), { what: `the question of ${path}` });
    await tabTo(label);
    await press('Enter');
    await page.getByRole('dialog', { name: /^Delete/ }).waitFor({ state: 'detached' });
    await page.waitForURL((url) => !url.pathname.includes('-'));
  }
  await go('/audit');
  for (const name of ['goes@example.com', 'Daily', 'goes.example.com'])
    await page.getByText(`${name} (deleted)`).first().waitFor();
  assert.deepEqual(missing, []);
});

test('an open menu of a small screen keeps the keys, and Escape closes it', { skip }, async () => {
  await page.setViewportSize({ width: 360, height: 640 });
  await go('/tasks');
  await tabTo('Menu', 'Shift+Tab');
  await press('Enter');
  await tabTo('API keys');
  const covered = () => page.evaluate<boolean>("document.activeElement?.closest('main') !== null");
  for (let n = 0; n < 12; n += 1) {
    await press('Tab');
    assert.notEqual(await covered(), true, await focused());
  }
  await press('Escape');
  await stays('Menu', 'the menu was closed');
  await press('Enter');
  await tabTo('API keys');
  await press('Enter');
  await waitFor(() => page.evaluate<boolean>("document.activeElement.id === 'content'"), {
    what: 'the focus on the page that came',
  });
  await page.setViewportSize({ width: 1_280, height: 900 });
});

test('what was wrong with a rule is gone once it is changed', { skip }, async () => {
  await go('/schedules/new');
  await page.getByRole('textbox', { name: 'Schedule name' }).fill('Nightly');
  await page.getByRole('combobox', { name: 'Repeat' }).click();
  await page.getByRole('option', { name: 'Cron rule' }).click();
  const cron = page.getByRole('textbox', { name: 'Cron rule' });
  await cron.fill('99 x');
  await press('Control+Enter');
  await page.locator('input[aria-invalid=true]').first().waitFor();
  await cron.fill('0 3 * * *');
  await page.locator('[data-announcer]', { hasText: 'At 03:00' }).waitFor();
  assert.equal(await cron.getAttribute('aria-invalid'), null);
});

test('shortcuts of one letter are switched off in the account, and stay off', { skip }, async () => {
  await go('/account');
  await page.getByRole('switch', { name: 'Shortcuts of one letter' }).focus();
  const saved = page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.ok());
  await press('Space');
  await saved;
  await open('/tasks');
  await press('n', '/', '?');
  assert.equal(new URL(page.url()).pathname, '/tasks');
  assert.equal(await page.evaluate("document.activeElement.type === 'search'"), false);
  assert.equal(await page.getByRole('dialog').count(), 0);
  const { letters } = await (await at.admin()).api.getPreferences();
  assert.equal(letters, false);
});

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
