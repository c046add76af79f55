/** The page of the system: what an administrator sees and does, and what a manager does not. */
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
  page = await at.signedIn('/system');
});
after(() => at?.close());

test('it says what runs where, whether each part works, and what was done', { skip }, async () => {
  const { api } = await at.admin();
  const { id } = await api.createTask({ type: 'wait', name: 'In hand', params: { seconds: 600 } });
  await page.getByRole('link', { name: 'In hand, item 1' }).waitFor();
  await page.getByText('1 of 8 places').waitFor();
  assert.equal(await page.getByText('Working', { exact: true }).count(), 4);
  await page.getByRole('link', { name: 'In hand, item 1' }).click();
  await page.getByRole('dialog', { name: 'Item 1' }).waitFor();
  await api.cancelTask({ id });
  await page.goto(`${at.url}/system`);
});

test('a type is paused and goes on', { skip }, async () => {
  const { api } = await at.admin();
  const paused = async () =>
    (await api.listTaskTypes()).find(({ type }) => type === 'wait')?.paused_at ?? null;
  await page.getByRole('button', { name: 'Pause Wait' }).click();
  await page.getByRole('button', { name: 'Resume Wait' }).waitFor();
  assert.notEqual(await paused(), null);
  await page.getByRole('button', { name: 'Resume Wait' }).click();
  await page.getByRole('button', { name: 'Pause Wait' }).waitFor();
  assert.equal(await paused(), null);
});

test('a worker is drained after a question that says what follows', { skip }, async () => {
  const { api } = await at.admin();
  await page.getByRole('button', { name: 'Drain' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('This is the only worker').waitFor();
  await dialog.getByRole('button', { name: 'Drain' }).click();
  await page.getByText('Draining').waitFor();
  await waitFor(async () => (await api.listWorkers()).items[0]?.draining === true);
});

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
