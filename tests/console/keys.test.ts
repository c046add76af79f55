/** API keys of one's own, and the audit log that tells of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../../client/src/index.ts';
import { waitFor } from '../support/wait-for.ts';
import { follow } from './follow.ts';
import { PASSWORD } from './open-console.ts';
import { openedConsole } from './opened.ts';

// On its own server, whose audit log has no entries of other files.
const { skip, at, page } = await openedConsole(undefined, { path: '/keys', env: {} });
let key: string;

test('a key is made, shown once, and works with what it was given', { skip }, async () => {
  await page.getByText('No API keys yet').waitFor();
  await page.getByRole('button', { name: 'New key' }).click();
  const dialog = page.getByRole('dialog');
  await waitFor(() => page.evaluate('document.activeElement.required === true'), {
    what: 'focus in the name',
  });
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await waitFor(() => page.evaluate('document.activeElement !== document.body'), {
    what: 'focus somewhere on the page',
  });
  await page.getByRole('button', { name: 'New key' }).click();
  await dialog.getByRole('button', { name: 'Create key' }).click();
  await dialog.getByText('Fill this in.').waitFor();
  await waitFor(() => page.evaluate('document.activeElement.required === true'), {
    what: 'focus in what is missing',
  });
  await page.keyboard.type('Nightly import');
  await dialog.getByText('Write: create and manage').click();
  await dialog.getByRole('button', { name: 'Create key' }).click();
  key = await dialog.getByRole('status', { name: 'API key' }).innerText();
  await dialog.getByRole('button', { name: 'Copy' }).click();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByText('Nightly import').waitFor();
  assert.equal(await page.getByText(key).count(), 0);
  const program = new Client({ url: at.url, key });
  await program.api.createTask({ type: 'wait', params: { seconds: 0 } });
  await assert.rejects(program.api.listUsers(), { status: 403 });
});

test('a deleted key is refused', { skip }, async () => {
  await page.getByRole('button', { name: 'Delete Nightly import' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('The key was deleted').waitFor();
  await page.getByText('No API keys yet').waitFor();
  await assert.rejects(new Client({ url: at.url, key }).api.listTasks(), { status: 401 });
});

test('the audit log tells who made and deleted it, by action and outcome', { skip }, async () => {
  await follow(page, '/audit');
  const rows = page.locator('tbody tr');
  const deleted = rows.filter({ hasText: 'Deleted an API key' });
  await deleted.getByText('admin@example.com').waitFor();
  // Its name, which only the entry of its creation knows any more.
  await deleted.getByText('Nightly import').waitFor();
  assert.equal(await page.locator('tbody [title]:not(time)').count(), 0, 'no id where there is a name');
  await rows.filter({ hasText: 'Created an API key' }).waitFor();
  // Enter takes the first that fits.
  await page.getByRole('combobox', { name: 'What' }).fill('an api key');
  await page.keyboard.press('Enter');
  await waitFor(async () => (await rows.count()) === 1);
  assert.equal(new URL(page.url()).search, '?action=api_key.create');
  // Words that are in the name of no action stay while they are edited, and leave what was chosen.
  await page.getByRole('combobox', { name: 'What' }).fill('no such thing');
  await page.keyboard.press('Enter');
  await page.getByText('Nothing matches.').waitFor();
  assert.equal(await page.getByRole('combobox', { name: 'What' }).inputValue(), 'no such thing');
  await page.keyboard.press('Tab');
  assert.equal(await page.getByRole('combobox', { name: 'What' }).inputValue(), 'Created an API key');
  await follow(page, '/audit?action=api_key.create&outcome=failure');
  await page.getByText('Nothing matches').waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await deleted.waitFor();
});

test('the audit log is narrowed down to a person and to days', { skip }, async () => {
  const { email } = await at.account('someone@example.com', ['user']);
  const { api } = await at.admin();
  const someone = new Client({ url: at.url });
  await someone.signIn({ email, password: PASSWORD });
  const { id } = await someone.api.getOwnAccount();
  await follow(page, '/audit');
  const rows = page.locator('tbody tr');
  await rows.nth(2).waitFor();
  // Enter may come before the server has found anybody.
  await page.getByRole('combobox', { name: 'Who' }).fill('someone');
  await page.keyboard.press('Enter');
  await waitFor(async () => (await rows.count()) === 1);
  assert.equal(new URL(page.url()).search, `?actor=${id}`);
  await page.getByRole('combobox', { name: 'When' }).click();
  await page.getByRole('option', { name: 'Custom dates' }).click();
  const lit = () => page.getByRole('combobox', { name: 'When' }).getAttribute('data-set');
  await page.getByRole('textbox', { name: 'To' }).waitFor();
  assert.equal(await lit(), null, 'lit before a day is chosen');
  await page.getByRole('textbox', { name: 'To' }).fill('2020/1/5');
  await page.keyboard.press('Tab');
  await page.getByText('Nothing matches').waitFor();
  assert.equal(new URL(page.url()).search, `?actor=${id}&time=days&last=2020-01-05`);
  assert.notEqual(await lit(), null);
  // Another browser shows the same, also of somebody who is not among the first of the list.
  await page.reload();
  await waitFor(async () => (await page.getByRole('combobox', { name: 'Who' }).inputValue()) === email);
  await api.deleteUser({ id });
});

test('what an entry holds is told in words, and leads to who and what it is about', { skip }, async () => {
  const { api } = await at.admin();
  const user = await api.createUser({ email: 'mei@example.com', password: PASSWORD, roles: ['user'] });
  const gone = await api.createUser({ email: 'gone@example.com', password: PASSWORD, roles: ['user'] });
  await api.updateUser({ id: user.id, roles: ['manager'], fullname: 'Mei' });
  const theirs = new Client({ url: at.url });
  await theirs.signIn({ email: gone.email, password: PASSWORD });
  const task = await theirs.api.createTask({ type: 'wait', name: 'Theirs', params: { seconds: 0 } });
  await theirs.wait(task);
  await api.updateTask({ id: task.id, name: 'Renamed' });
  await api.deleteUser({ id: gone.id });
  const { key } = await api.createApiKey({ name: 'cli', permissions: ['read', 'write'] });
  const work = { type: 'wait', params: { seconds: 0 } };
  const by_key = new Client({ url: at.url, key });
  await by_key.api.createSchedule({ name: 'By key', cron: '0 8 1 1 *', time_zone: 'UTC', task: work });
  await page.goto(`${at.url}/audit`);
  const rows = page.locator('tbody tr');
  const made = rows.filter({ hasText: 'Created a schedule' });
  await made.getByText('with an API key').waitFor();
  const changed = rows.filter({ hasText: 'Changed a user' });
  await changed.getByText('Details').click();
  await changed.getByText(/^(Name, Roles|Roles, Name)$/).waitFor();
  await changed
    .locator('dd')
    .filter({ hasText: /^Manager$/ })
    .waitFor();
  assert.equal(
    await changed.getByRole('link', { name: 'Mei (mei@example.com)' }).getAttribute('href'),
    `/users/${user.id}`,
  );
  const task_row = rows.filter({ hasText: 'Changed a task' });
  assert.equal(
    await task_row.getByRole('link', { name: 'Renamed' }).getAttribute('href'),
    `/tasks/${task.id}`,
  );
  await task_row.getByText('Details').click();
  await task_row.getByText('gone@example.com (deleted)').waitFor();
  // The key is no account, so that none is missing.
  assert.match(await made.innerText(), /admin@example\.com\s+with an API key/);
  assert.equal((await page.getByText(user.id).count()) + (await page.getByText(gone.id).count()), 0);
});

test('a long list shows more, and goes on where it ended', { skip }, async () => {
  const { api } = await at.admin();
  const made = Array.from({ length: 51 }, (_, index) =>
    api.createUser({ email: `one-of-many-${index}@example.com`, roles: ['guest'] }),
  );
  await Promise.all(made);
  await follow(page, '/users?q=one-of-many');
  const rows = page.locator('tbody tr');
  await rows.nth(49).waitFor();
  assert.equal(await rows.count(), 50);
  await page.getByRole('button', { name: 'Show more' }).press('Enter');
  await rows.nth(50).waitFor();
  await waitFor(() => page.evaluate('document.activeElement.rowIndex === 51'), {
    what: 'the focus on the first of the rows that came',
  });
  await page.getByRole('button', { name: 'Show more' }).waitFor({ state: 'detached' });
});

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
