/** The page of one task: its items by status, one of them open beside the list, and what can be done with them. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { requireService } from '../support/services.ts';
import { waitFor } from '../support/wait-for.ts';
import { OpenConsole } from './open-console.ts';

const skip = !requireService('chromium');
let at: OpenConsole;
let page: Page;
before(async () => {
  if (skip) return;
  at = await OpenConsole.open();
  page = await at.signedIn();
});
after(() => at?.close());

const rows = () => page.locator('[data-item]');
const drawer = () => page.getByRole('dialog');
async function open(type: string, params: Record<string, unknown>, name = ''): Promise<string> {
  const { api } = await at.admin();
  const { id } = await api.createTask({ type, params, ...(name && { name }) });
  await page.goto(`${at.url}/tasks/${id}`);
  await rows().first().waitFor();
  return id;
}

test('items are shown by status, a page at a time, and the URL says which', { skip }, async () => {
  const id = await open('inline-probe', { count: 120, concurrency: 8, does: 'throw-final', only: [3, 7] });
  await page.getByText('2 failed').first().waitFor();
  await page.getByText('1–50 of 120').waitFor();
  await page.getByRole('button', { name: 'Next page' }).click();
  await page.getByText('51–100 of 120').waitFor();
  assert.equal(new URL(page.url()).searchParams.get('page'), '2');
  await page.getByRole('radio', { name: 'Failed 2' }).click();
  await waitFor(async () => (await rows().count()) === 2);
  assert.equal(new URL(page.url()).search, '?status=failed');
  await page.goto(`${at.url}/tasks/${id}?status=completed&page=3`);
  await page.getByText('101–118 of 118').waitFor();
});

test('chosen items are retried, also from several pages, and the page says how many', { skip }, async () => {
  const { api } = await at.admin();
  const id = await open('inline-probe', { count: 60, concurrency: 8, does: 'throw-final', only: [1, 55] });
  await page.getByText('2 failed').first().waitFor();
  await page.getByRole('checkbox', { name: 'Select 1', exact: true }).click();
  await page.getByRole('checkbox', { name: 'Select 2', exact: true }).click();
  await page.getByRole('button', { name: 'Next page' }).click();
  await page.getByRole('checkbox', { name: 'Select 55' }).click();
  await page.getByText('3 selected').waitFor();
  // One of the three has completed: only what fits is counted and sent.
  await page.getByRole('button', { name: 'Retry 2', exact: true }).click();
  await page.getByText('2 items run again').waitFor();
  await waitFor(async () => (await api.getItem({ id, index: 55 })).attempt === 2);
  assert.equal((await api.getItem({ id, index: 2 })).attempt, 1);
  assert.equal((await api.getTask({ id })).retry_round, 0);
});

test('an error stands in plain words; its stack and cause are folded away', { skip }, async () => {
  await open('talker', { does: 'fail with a cause' });
  await page.getByRole('button', { name: 'Item 1' }).click();
  await drawer().getByText('This item failed').waitFor();
  await drawer().getByText('out', { exact: true }).waitFor();
  const stack = drawer().getByText('RangeError: out');
  assert.equal(await stack.isVisible(), false);
  await drawer().getByText('Technical details').click();
  await stack.waitFor();
  await drawer().getByText('TypeError: why').waitFor();
  await drawer().getByRole('button', { name: 'Retry this item' }).click();
  await drawer().getByText('Attempt 2').waitFor();
});

test('the log of a running item is live; cancelling stops it, and the page shows it', { skip }, async () => {
  await open('talker', { does: 'log and wait' }, 'Talks and waits');
  await rows().getByText('a quarter').waitFor();
  await page.getByRole('button', { name: 'Item 1' }).click();
  await drawer().getByText('waiting', { exact: true }).waitFor();
  await drawer().getByRole('button', { name: 'Cancel this item' }).click();
  await drawer().getByText('Cancelled').first().waitFor();
  await page.keyboard.press('Escape');
  await drawer().waitFor({ state: 'detached' });
  await page.getByText('Cancelled').first().waitFor();
});

test('a task that ends while it is shown shows its end, without a reload', { skip }, async () => {
  const { api } = await at.admin();
  const { id } = await api.createTask({ type: 'wait', params: { seconds: 2 } });
  await page.goto(`${at.url}/tasks/${id}`);
  await page.getByText('so far').waitFor();
  await page.getByRole('heading', { name: 'Result' }).waitFor();
  await page.getByText('so far').waitFor({ state: 'detached' });
  assert.equal(await page.getByText('Not yet').count(), 0);
});

test('the drawer walks the list, and its item stands in the URL', { skip }, async () => {
  const id = await open('inline-probe', { count: 3 });
  await page.goto(`${at.url}/tasks/${id}?item=1`);
  await drawer().getByRole('heading', { name: '1', exact: true }).waitFor();
  await drawer().getByRole('button', { name: 'Next item' }).click();
  await drawer().getByRole('heading', { name: '2', exact: true }).waitFor();
  assert.equal(new URL(page.url()).searchParams.get('item'), '2');
  await page.keyboard.press('Escape');
  await waitFor(() => new URL(page.url()).search === '');
});

test('a task gets another name and priority, and is shared; the dialog begins in its first field', {
  skip,
}, async () => {
  const { api } = await at.admin();
  const id = await open('wait', { seconds: 60 }, 'Old name');
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Name, priority, sharing' }).click();
  await waitFor(() => page.evaluate('document.activeElement.name === "name"'), { what: 'focus in the name' });
  await page.keyboard.press('Control+a');
  await page.keyboard.type('New name');
  await drawer().getByRole('combobox', { name: 'Priority' }).click();
  await page.getByRole('option', { name: '10, highest' }).click();
  await drawer().getByRole('switch').click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'More actions' }).waitFor();
  assert.equal((await api.getTask({ id })).name, 'Old name', 'Escape changes nothing');

  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Name, priority, sharing' }).click();
  await drawer().getByRole('textbox', { name: 'Name' }).fill('New name');
  await drawer().getByRole('switch').click();
  await drawer().getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'New name' }).waitFor();
  await page.getByText('Shared', { exact: true }).waitFor();
  const { name, shared, priority } = await api.getTask({ id });
  assert.deepEqual({ name, shared, priority }, { name: 'New name', shared: true, priority: 5 });
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.getByText('Cancelled').first().waitFor();
});

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
