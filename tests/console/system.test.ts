/** The page of the system: what an administrator sees and does, and what a manager does not. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import { follow } from './follow.ts';
import { openedConsole } from './opened.ts';

// On its own server, whose worker is drained at the end.
const { skip, at, page } = await openedConsole(undefined, {
  path: '/system',
  env: { TASK_TYPES_DIR: join(import.meta.dirname, 'task-types') },
});

/** On a phone, how far a task of several items is stands in one line. */
async function tellsInOneLine(): Promise<void> {
  const wide = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 740 });
  await page.route(/\/api\/v1\/tasks\?/, async (route) => {
    const response = await route.fetch();
    const { data } = await response.json();
    Object.assign(data.items[0], { total_items: 16, completed_items: 3, revision: 1e6 });
    await route.fulfill({ response, json: { data } });
  });
  await follow(page, '/tasks');
  const counts = page.locator('[role=progressbar] + span', { hasText: '3 of 16' });
  assert.ok(((await counts.boundingBox())?.height ?? 99) < 30);
  await page.unrouteAll({ behavior: 'wait' });
  if (wide) await page.setViewportSize(wide);
}

test('it says what runs where, whether each part works, and what was done', { skip }, async () => {
  const { api } = await at.admin();
  const { id } = await api.createTask({ type: 'wait', name: 'In hand', params: { seconds: 600 } });
  const link = page.getByRole('link', { name: 'In hand, item 1' });
  await link.waitFor();
  assert.ok(((await link.boundingBox())?.height ?? 0) >= 24, 'it is large enough to be pressed');
  await page.getByText('1 of at most 8 items').waitFor();
  assert.equal(await page.getByText('Working', { exact: true }).count(), 4);
  await link.click();
  await page.getByRole('heading', { level: 1, name: 'In hand' }).waitFor();
  await tellsInOneLine();
  await api.cancelTask({ id });
  await follow(page, '/system');
});

test('it shows the limits of types, and a pool without a worker whose items wait; their task says so too', {
  skip,
}, async () => {
  const { api } = await at.admin();
  const type = page.locator('tbody tr').filter({ hasText: /At most/ });
  await type.waitFor();
  assert.deepEqual(await type.getByRole('listitem').allTextContents(), [
    'At most 3 items at the same time',
    'At most 10 items start in 1 min',
    'Counted for each key (limitKey) separately',
    'Only on workers of the pool gpu',
  ]);
  const warning = 'No running worker belongs to the pool gpu: 1 item waits. Start a worker with --pools gpu.';
  assert.equal(await page.getByText(warning).count(), 0);
  const { id } = await api.createTask({ type: 'render', params: {} });
  await page.reload();
  await page.getByText(warning).waitFor();
  const pools = page.getByRole('table').filter({ hasText: 'No worker' }).locator('tbody tr');
  assert.deepEqual(await pools.nth(1).getByRole('rowheader').allTextContents(), ['gpu']);
  assert.deepEqual(await pools.nth(1).getByRole('cell').allTextContents(), ['No worker', '1', 'Render']);
  await at.axe(page, 'pools');
  const says =
    'This task is waiting: its type runs only in the pool gpu, and no running worker belongs to that pool.';
  await follow(page, `/tasks/${id}`);
  await page.getByText(says).waitFor();
  await api.cancelTask({ id });
  await page.getByText(says).waitFor({ state: 'detached' });
  await follow(page, '/system');
});

test('a type is paused and goes on', { skip }, async () => {
  const { api } = await at.admin();
  const paused = async () =>
    (await api.listTaskTypes()).find(({ type }) => type === 'wait')?.paused_at ?? null;
  await page.getByRole('button', { name: 'Pause Wait' }).click();
  await page.getByRole('button', { name: 'Resume Wait' }).waitFor();
  assert.notEqual(await paused(), null);
  const { id } = await api.createTask({ type: 'wait', params: { seconds: 0 } });
  await follow(page, `/tasks/${id}`);
  await page.getByText('This task is waiting: its type is paused.').waitFor();
  await follow(page, '/tasks/new?type=wait');
  await page.getByText('This type has been paused since').waitFor();
  await follow(page, '/system');
  await page.getByText('1 not started yet. Paused: Wait').waitFor();
  const held = page.getByRole('link', { name: 'Holds up 1 task' });
  assert.equal(await held.getAttribute('href'), '/tasks?status=active&type=wait');
  await page.getByRole('button', { name: 'Resume Wait' }).click();
  await held.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Pause Wait' }).waitFor();
  assert.equal(await paused(), null);
});

test('a worker is drained after a question that says what follows', { skip }, async () => {
  const { api } = await at.admin();
  await page.getByRole('button', { name: 'Drain' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('This is the only worker').waitFor();
  await dialog.getByRole('button', { name: 'Drain' }).click();
  await page.getByText('Drained', { exact: true }).waitFor();
  await page.getByText('All are drained, so no new item starts.').waitFor();
  await waitFor(async () => (await api.listWorkers()).items[0]?.draining === true);
});

test('what was done stands in charts, with its numbers in words, and the version above', {
  skip,
}, async () => {
  await page.getByText(/^Version \d+\.\d+\.\d+, running since /).waitFor();
  // Workers write what they did every 15 s.
  const items = page.getByRole('list', { name: 'Items' });
  await items.getByText('Completed').waitFor({ timeout: 60_000 });
  const number = async (line: string) =>
    Number(
      (await items.getByRole('listitem').filter({ hasText: line }).locator('strong').innerText()).trim(),
    );
  assert.ok((await number('Completed')) >= 1);
  assert.equal(await number('Failed'), 0);
  for (const name of ['Wait in the queue', 'Run time'])
    for (const line of ['Median', '95th percentile']) {
      const of = page.getByRole('list', { name }).getByRole('listitem').filter({ hasText: line });
      assert.match(await of.innerText(), /\d (ms|sec|min)/, `${name}, ${line}`);
    }
  assert.equal(await page.locator('figure canvas').count(), 3);
  await page.getByRole('radio', { name: 'Week' }).click();
  await page.getByText('per hour').waitFor();
});

test('what arrives late moves nothing that stands already', { skip }, async () => {
  const looked = Promise.withResolvers<void>();
  await page.route('**/api/v1/{system,statistics*}', async (route) => {
    await looked.promise;
    await route.continue();
  });
  await page.goto(`${at.url}/system`);
  const title = page.getByRole('heading', { level: 2, name: 'Activity' });
  const place = await title.boundingBox();
  assert.equal(await page.getByRole('term').count(), 0, 'the figures are still to come');
  looked.resolve();
  await page.getByRole('term').first().waitFor();
  // By a line at most, which one of the figures may need more.
  const moved = ((await title.boundingBox())?.y ?? 0) - (place?.y ?? 0);
  assert.ok(Math.abs(moved) < 24, `it moved by ${moved} px`);
  await page.unrouteAll({ behavior: 'wait' });
});

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
