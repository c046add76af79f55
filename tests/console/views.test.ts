/** The list of tasks as somebody arranges it: saved views, selections over several pages, what the palette finds, and retrying many at once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { waitFor } from '../support/wait-for.ts';
import { follow } from './follow.ts';
import { openedConsole } from './opened.ts';

const ROWS = 104;
const { skip, at, page } = await openedConsole(async ({ api }) => {
  const row = (n: number) => ({ type: 'noop', name: `Row ${n}.`, params: { count: 1 } });
  for (const [from, to] of [
    [0, 100],
    [100, ROWS],
  ] as const)
    await api.createTasks({ tasks: Array.from({ length: to - from }, (_, n) => row(from + n)) });
  const fails = { type: 'inline-probe', params: { count: 1, does: 'throw-final' } };
  await api.createTasks({ tasks: ['One', 'Two'].map((name) => ({ ...fails, name: `Fails ${name}` })) });
  await waitFor(async () => (await api.listTasks({ status: 'pending,processing' })).total === 0, {
    timeout_ms: 60_000,
  });
});

const rows = (of = page) => of.locator('tbody tr[data-index]');
const checkbox = (name: string) => page.getByRole('checkbox', { name: `Select ${name}`, exact: true });
const palette = async (of: Page, text: string) => {
  await of.keyboard.press('Control+k');
  await of.getByRole('dialog').getByRole('combobox').fill(text);
};

test('a view is saved with the account: another browser has it, another account does not', {
  skip,
}, async () => {
  await follow(page, '/tasks?q=fails&status=failed&order=oldest');
  await rows().first().filter({ hasText: 'Fails One' }).waitFor();
  await page.getByRole('button', { name: 'Saved views' }).click();
  await page.getByRole('menuitem', { name: 'Save these filters as a view…' }).click();
  await page.getByRole('textbox', { name: 'Name of the view' }).fill('What broke');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('The view “What broke” was saved').waitFor();

  const other = await at.signedIn('/tasks');
  await other.getByRole('button', { name: 'Saved views' }).click();
  await other.getByRole('menuitem', { name: 'What broke' }).click();
  await waitFor(() => new URL(other.url()).search === '?q=fails&status=failed&order=oldest');
  await waitFor(async () => (await rows(other).count()) === 2);
  // The palette leads there from any page.
  await follow(other, '/account');
  await palette(other, 'broke');
  await other.getByRole('option', { name: 'What broke' }).click();
  await waitFor(() => other.url() === `${at.url}/tasks?q=fails&status=failed&order=oldest`);
  await at.leave(other);

  const user = await at.account('jo@example.com', ['user']);
  const theirs = await at.signedIn('/tasks?q=nothing', user);
  await theirs.getByText('Nothing matches').waitFor();
  await theirs.getByRole('button', { name: 'Saved views' }).click();
  await theirs.getByRole('menuitem', { name: 'Save these filters as a view…' }).waitFor();
  assert.equal(await theirs.getByRole('menuitem').count(), 1);
  await theirs.keyboard.press('Escape');
  // Nor do those find people who may not see them.
  await palette(theirs, 'admin@');
  await theirs.getByRole('option', { name: 'Show all' }).or(theirs.getByText('Nothing found.')).waitFor();
  assert.equal(await theirs.getByRole('option', { name: 'Administrator' }).count(), 0);
  await at.leave(theirs);
});

test('the palette finds people by name and by e-mail', { skip }, async () => {
  const { api } = await at.admin();
  const mei = await api.createUser({ email: 'm.lin@example.com', fullname: 'Mei Lin', roles: ['user'] });
  for (const text of ['mei', 'M.LIN@']) {
    await follow(page, '/tasks');
    await rows().first().waitFor();
    await palette(page, text);
    await page.getByRole('option', { name: 'Mei Lin m.lin@example.com' }).click();
    await page.waitForURL(`${at.url}/users/${mei.id}`);
  }
});

test('a range selected with Shift reaches over pages of the list, and stays while others are looked for', {
  skip,
}, async () => {
  await follow(page, '/tasks?q=row');
  await checkbox(`Row ${ROWS - 1}.`).click();
  // Three pages, each loaded when the last is nearly seen.
  await waitFor(async () => {
    await page.evaluate('scrollTo(0, document.body.scrollHeight)');
    return (await checkbox('Row 0.').count()) === 1;
  });
  await checkbox('Row 5.').click({ modifiers: ['Shift'] });
  await page.getByText(`${ROWS - 5} selected`).waitFor();
  await checkbox('Row 7.').click();
  await page.getByText(`${ROWS - 6} selected`).waitFor();
  await page.getByRole('searchbox', { name: 'Search tasks' }).fill('fails');
  await rows().filter({ hasText: 'Fails Two' }).waitFor();
  await checkbox('Fails Two').click();
  await page.getByText(`${ROWS - 5} selected`).waitFor();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  // What is hit is what was selected, also where it is not shown now.
  await page.getByRole('button', { name: `Delete ${ROWS - 5} tasks` }).click();
  await page.getByText(`${ROWS - 5} tasks deleted`).waitFor();
  const { items } = await (await at.admin()).api.listTasks({ order: 'oldest' });
  assert.deepEqual(
    items.map(({ name }) => name),
    [...[0, 1, 2, 3, 4, 7].map((n) => `Row ${n}.`), 'Fails One'],
  );
});

test('failed tasks are retried together, and what has nothing to run again stays as it is', {
  skip,
}, async () => {
  const { api } = await at.admin();
  await follow(page, '/tasks?order=oldest');
  for (const name of ['Fails One', 'Row 7.']) await checkbox(name).click();
  await page.getByRole('button', { name: 'Retry', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('1 has nothing to run again and stays as it is.').waitFor();
  await dialog.getByRole('button', { name: 'Retry 1 task' }).click();
  await page.getByText('1 task runs again').waitFor();
  await waitFor(async () => {
    const { items } = await api.listTasks({ q: 'fails' });
    return items[0]?.retry_round === 1 && items[0].status === 'failed';
  });
  assert.equal((await api.listTasks({ q: 'row 7' })).items[0]?.retry_round, 0);
});

test('what was cancelled together is taken back with the message that says so', { skip }, async () => {
  const { api } = await at.admin();
  const waits = ['a', 'b'].map((name) => ({ type: 'wait', name: `Waits ${name}`, params: { seconds: 600 } }));
  await api.createTasks({ tasks: waits });
  await follow(page, '/tasks?q=waits');
  for (const name of ['Waits a', 'Waits b']) await checkbox(name).click();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.getByRole('button', { name: 'Cancel 2 tasks' }).click();
  await page.getByText('2 tasks cancelled').waitFor();
  await waitFor(async () => (await api.listTasks({ q: 'waits', status: 'cancelled' })).total === 2);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('The cancel of 2 tasks was undone').waitFor();
  await page.getByText('2 tasks cancelled').waitFor({ state: 'detached', timeout: 4_000 });
  await waitFor(async () => (await api.listTasks({ q: 'waits', status: 'pending,processing' })).total === 2);
  await api.changeTasks({ action: 'cancel', filter: { q: 'waits' }, expected: 2 });
});

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
