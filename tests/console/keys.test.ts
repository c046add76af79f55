/** API keys of one's own, and the audit log that tells of them. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { Client } from '../../client/src/index.ts';
import { requireService } from '../support/services.ts';
import { waitFor } from '../support/wait-for.ts';
import { OpenConsole, PASSWORD } from './open-console.ts';

const skip = !requireService('chromium');
let at: OpenConsole;
let page: Page;
let key: string;
before(async () => {
  if (skip) return;
  at = await OpenConsole.open();
  page = await at.signedIn('/keys');
});
after(() => at?.close());

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
  await dialog.getByText('Create, cancel and retry tasks').click();
  await dialog.getByRole('button', { name: 'Create key' }).click();
  key = await dialog.getByRole('status', { name: 'API key' }).innerText();
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
  await page.goto(`${at.url}/audit`);
  const rows = page.locator('tbody tr');
  const deleted = rows.filter({ hasText: 'Deleted an API key' });
  await deleted.getByText('admin@example.com').waitFor();
  // Its name, which only the entry of its creation knows any more.
  await deleted.getByText('Nightly import').waitFor();
  assert.equal(await page.locator('tbody [title]:not(time)').count(), 0, 'no id where there is a name');
  await rows.filter({ hasText: 'Created an API key' }).waitFor();
  await page.getByRole('combobox', { name: 'What' }).click();
  await page.getByRole('option', { name: 'Created an API key' }).click();
  await waitFor(async () => (await rows.count()) === 1);
  assert.equal(new URL(page.url()).search, '?action=api_key.create');
  await page.goto(`${at.url}/audit?action=api_key.create&outcome=failure`);
  await page.getByText('Nothing matches').waitFor();
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
  await page.goto(`${at.url}/audit`);
  const rows = page.locator('tbody tr');
  const changed = rows.filter({ hasText: 'Changed a user' });
  await changed.getByText('Details').click();
  await changed.getByText(/^(Name, Roles|Roles, Name)$/).waitFor();
  await changed
    .locator('dd')
    .filter({ hasText: /^Manager$/ })
    .waitFor();
  assert.equal(
    await changed.getByRole('link', { name: 'mei@example.com' }).getAttribute('href'),
    `/users/${user.id}`,
  );
  const task_row = rows.filter({ hasText: 'Changed a task' });
  assert.equal(
    await task_row.getByRole('link', { name: 'Renamed' }).getAttribute('href'),
    `/tasks/${task.id}`,
  );
  await task_row.getByText('Details').click();
  await task_row.getByText('gone@example.com (deleted)').waitFor();
  assert.equal((await page.getByText(user.id).count()) + (await page.getByText(gone.id).count()), 0);
});

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
