import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import { follow } from './follow.ts';
import { openedConsole } from './opened.ts';

const { skip, at, page } = await openedConsole();

const rows = () => page.locator('tbody tr[data-index]');
const checkbox = (name: string) => page.getByRole('checkbox', { name: `Select ${name}` });

test('the first run: one button, and nine pictures appear', { skip }, async () => {
  await page.locator('[data-sample]').first().waitFor();
  // What they will look like is shown before the button is pressed.
  const sample = await page.evaluate(`(async () => {
    const [, url] = /url\\("(.*)"\\)/.exec(getComputedStyle(document.querySelector('[data-sample]')).backgroundImage);
    return (await fetch(url)).headers.get('content-type');
  })()`);
  assert.equal(sample, 'image/webp');
  await page.getByRole('button', { name: 'Make nine pictures' }).click();
  await page.getByRole('heading', { name: 'Times and places' }).waitFor();
  await page.getByRole('gridcell', { name: 'midnight, ocean, completed' }).waitFor();
  await waitFor(() =>
    page.evaluate('[...document.images].filter((one) => one.naturalWidth > 0).length === 9'),
  );
  await page.getByText('Completed', { exact: true }).first().waitFor();
});

test('a running task is cancelled, and the list shows it without a reload', { skip }, async () => {
  const admin = await at.admin();
  const task = await admin.api.createTask({ type: 'wait', name: 'A long wait', params: { seconds: 60 } });
  await page.goto(`${at.url}/tasks`);
  const row = rows().filter({ hasText: 'A long wait' });
  await row.getByText('Running').waitFor();
  await admin.api.cancelTask({ id: task.id });
  await row.getByText('Cancelled').waitFor();
});

test('newer tasks are announced; rows stay where they are until they are asked for', { skip }, async () => {
  const admin = await at.admin();
  const before = await rows().count();
  for (const name of ['Newer one', 'Newer two'])
    await admin.api.createTask({ type: 'wait', name, params: { seconds: 0 } });
  const pill = page.getByRole('button', { name: '2 new tasks' });
  await pill.waitFor();
  assert.equal(await rows().count(), before);
  await pill.click();
  await rows().filter({ hasText: 'Newer two' }).waitFor();
  await pill.waitFor({ state: 'detached' });
});

test('search and filters stand in the URL, and going back brings them back', { skip }, async () => {
  await page.getByRole('searchbox', { name: 'Search tasks' }).fill('newer');
  await waitFor(() => new URL(page.url()).searchParams.get('q') === 'newer');
  await waitFor(async () => (await rows().count()) === 2);
  await page.getByRole('combobox', { name: 'Status' }).click();
  await page.getByRole('option', { name: 'Completed', exact: true }).click();
  await waitFor(() => new URL(page.url()).searchParams.get('status') === 'completed');
  await page.goBack();
  await waitFor(() => new URL(page.url()).search === '?q=newer');
  await page.reload();
  await waitFor(async () => (await rows().count()) === 2);
  await page.getByRole('button', { name: 'Created' }).click();
  await waitFor(() => new URL(page.url()).search === '?q=newer&order=oldest');
  await rows().first().filter({ hasText: 'Newer one' }).waitFor();
  await page.getByRole('button', { name: 'Created' }).click();
  await rows().first().filter({ hasText: 'Newer two' }).waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await waitFor(async () => (await rows().count()) >= 4);
  await page.getByRole('searchbox', { name: 'Search tasks' }).fill('no such task');
  await page.getByText('Nothing matches').waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await waitFor(async () => (await rows().count()) >= 4);

  const admin = await at.admin();
  const params = { count: 2, does: 'throw-final', only: [1] };
  const partly = await admin.api.createTask({ type: 'inline-probe', name: 'Partly done', params });
  await admin.wait(partly);
  await page.getByRole('combobox', { name: 'Status' }).click();
  await page.getByRole('option', { name: 'Completed with failures' }).click();
  await page.getByText('1 task', { exact: true }).waitFor();
  // Its type says nothing of what it works on: the texts among the params do.
  await rows().filter({ hasText: 'Partly done' }).getByText('throw-final').waitFor();
  await page.getByRole('combobox', { name: 'Created' }).click();
  await page.getByRole('option', { name: 'Last 24 hours' }).click();
  await page.getByRole('combobox', { name: 'Owner' }).click();
  await page.getByRole('option', { name: 'My tasks' }).click();
  const me = await admin.api.getOwnAccount();
  await waitFor(() => new URL(page.url()).search.endsWith(`&time=day&owner=${me.id}`));
  await page.getByText('1 task', { exact: true }).waitFor();
  await rows().filter({ hasText: 'Partly done' }).waitFor();

  // From the page of a person to the tasks of that person, who has none.
  const mei = await admin.api.createUser({ email: 'mei@example.com', fullname: 'Mei Lin', roles: ['user'] });
  await follow(page, `/users/${mei.id}`);
  await page.getByRole('link', { name: 'Show their tasks' }).click();
  await page.getByText('Nothing matches').waitFor();
  const owner = page.getByRole('combobox', { name: 'Owner' });
  await waitFor(async () => (await owner.inputValue()) === 'Mei Lin');
  await owner.fill('my tas');
  await page.getByRole('option', { name: 'My tasks' }).click();
  await waitFor(() => new URL(page.url()).search === `?owner=${me.id}`);
  await rows().filter({ hasText: 'Partly done' }).waitFor();
  await admin.api.deleteTask({ id: partly.id });
  await page.goto(`${at.url}/tasks`);
  await waitFor(async () => (await rows().count()) >= 4);
});

test('a range is selected with Shift, and bulk actions say what happened to each', { skip }, async () => {
  await checkbox('Newer two').click();
  await checkbox('A long wait').click({ modifiers: ['Shift'] });
  await page.getByText('3 selected').waitFor();
  assert.equal(await page.evaluate('getSelection().toString()'), '', 'no text is selected with the rows');
  // All three have ended: what fits none of them is not offered, and says why.
  const cancel = page.getByRole('button', { name: 'Cancel', exact: true });
  assert.equal(await cancel.getAttribute('aria-disabled'), 'true');
  assert.match(
    (await cancel.getAttribute('aria-description')) ?? '',
    /None of the selected tasks is waiting/,
  );
  await page.getByText('3 selected').waitFor();
  await page.keyboard.press('Escape');

  const { api } = await at.admin();
  const wait = (name: string) => api.createTask({ type: 'wait', name, params: { seconds: 60 } });
  await wait('Ends meanwhile');
  await wait('Can be cancelled');
  await page.getByRole('button', { name: '2 new tasks' }).click();
  for (const name of ['Can be cancelled', 'Ends meanwhile'])
    await rows().filter({ hasText: name }).getByText('Running').waitFor();
  await checkbox('Can be cancelled').click();
  await checkbox('A long wait').click({ modifiers: ['Shift'] });
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await dialog.getByText('2 have not ended yet and are stopped first.').waitFor();
  await page.keyboard.press('Escape');
  await cancel.click();
  await dialog.getByRole('heading', { name: 'Cancel 2 tasks?' }).waitFor();
  await dialog.getByText('3 have already ended and stay as they are.').waitFor();
  // One of the two ends while the dialog is open.
  const { items } = await api.listTasks({ q: 'Ends meanwhile' });
  const id = items[0]?.id ?? '';
  await api.cancelTask({ id });
  await waitFor(async () => (await api.getTask({ id })).status === 'cancelled');
  await dialog.getByRole('button', { name: 'Cancel 2 tasks' }).click();
  await dialog.getByRole('heading', { name: '1 task cancelled' }).waitFor();
  await dialog.getByText('1 skipped: already ended').waitFor();
  assert.equal(await dialog.getByText('Done', { exact: true }).count(), 1);
  await dialog.getByRole('status').filter({ hasText: '1 task cancelled' }).waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();

  await checkbox('Newer one').click();
  await checkbox('Newer two').click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('button', { name: 'Delete 2 tasks' }).click();
  await page.getByText('2 tasks deleted').waitFor();
  await waitFor(async () => (await rows().filter({ hasText: 'Newer' }).count()) === 0);
  // The keys go on at the row that took their place.
  await waitFor(async () => (await page.evaluate('document.activeElement?.textContent')) === 'A long wait');
});

test('all that match are cancelled, after a reload and back; where others match by then, nothing is', {
  skip,
}, async () => {
  const { api } = await at.admin();
  const batch = (count: number) =>
    api.createTasks({
      tasks: Array.from({ length: count }, (_, n) => ({
        type: 'wait',
        name: `Batch ${n}`,
        params: { seconds: 600 },
      })),
    });
  await batch(60);
  await follow(page, '/tasks?q=batch');
  await rows().first().waitFor();
  await page.reload();
  await rows().first().getByRole('link').click();
  await page.getByRole('tab', { name: 'Log' }).waitFor();
  await page.goBack();
  const ask = async (count: number) => {
    await page.getByText(`${count} tasks`, { exact: true }).waitFor();
    const box = page.getByRole('checkbox', { name: 'Select all rows shown' });
    await box.click();
    assert.equal(await box.getAttribute('aria-checked'), 'mixed');
    await page.getByRole('button', { name: `Select all ${count} that match` }).click();
    await page.getByText(`All ${count} that match are selected`).waitFor();
    assert.equal(await box.getAttribute('aria-checked'), 'true');
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: `Cancel ${count} tasks?` });
    await dialog.getByText('All tasks that match: contains “batch”').waitFor();
    const described = await dialog.evaluate(
      "document.getElementById(document.querySelector('[role=dialog]').getAttribute('aria-describedby'))?.textContent",
    );
    assert.match(String(described), /contains “batch”.*Tasks that have already ended stay as they are/);
    return dialog;
  };
  const first = await ask(60);
  await batch(1);
  await first.getByRole('button', { name: 'Cancel 60 tasks' }).click();
  await first.getByText('Nothing was done').waitFor();
  assert.equal((await api.listTasks({ q: 'batch', status: 'cancelled,cancelling' })).total, 0);

  await first.getByRole('button', { name: 'Reload the list' }).click();
  await first.waitFor({ state: 'detached' });
  const second = await ask(61);
  await second.getByRole('button', { name: 'Cancel 61 tasks' }).click();
  await page.getByText('61 tasks cancelled').waitFor();
  await waitFor(async () => (await api.listTasks({ q: 'batch', status: 'cancelled' })).total === 61);
  await follow(page, '/tasks');
  await rows().first().waitFor();
});

test('beside the navigation, and on a tablet, the list is a table', { skip }, async () => {
  const size = page.viewportSize() ?? { width: 0, height: 0 };
  for (const width of [1_024, 768]) {
    await page.setViewportSize({ width, height: 900 });
    await page.getByRole('columnheader', { name: 'Owner' }).waitFor();
    const heights = await rows().evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
    assert.ok(Math.max(...heights) <= 60, `rows of ${heights} px at ${width}`);
    assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true);
  }
  await page.setViewportSize(size);
});

test('keys: rows are walked and selected, Escape clears, ? lists the keys, Ctrl+K finds anything', {
  skip,
}, async () => {
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.getByText('1 selected').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('1 selected').waitFor({ state: 'detached' });
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  const search = page.getByRole('combobox', { name: 'Find a page, a task or a command' });
  await search.waitFor();
  await waitFor(() => page.evaluate('document.activeElement.role === "combobox"'), {
    what: 'focus in the palette',
  });
  await page.keyboard.type('times');
  await page.getByRole('option', { name: /Times and places/ }).waitFor();
  await waitFor(async () => (await page.getByRole('option').count()) === 1);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Times and places' }).waitFor();
});

test('the palette says that more tasks fit than it shows, and leads to all of them', { skip }, async () => {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find a page, a task or a command' }).fill('batch');
  await page.getByRole('option', { name: /^Show all \d+ tasks with “batch”$/ }).click();
  await waitFor(() => new URL(page.url()).search === '?q=batch');
  await rows().first().waitFor();
});

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
