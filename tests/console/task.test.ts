/** The page of one task: its items by status, one of them open beside the list, and what can be done with them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import { follow } from './follow.ts';
import { openedConsole } from './opened.ts';

const { skip, at, page } = await openedConsole();

const rows = () => page.locator('[data-item]');
const drawer = () => page.getByRole('dialog');
async function open(type: string, params: Record<string, unknown>, name = '', query = ''): Promise<string> {
  const { api } = await at.admin();
  const { id } = await api.createTask({ type, params, ...(name && { name }) });
  await follow(page, `/tasks/${id}${query}`);
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
  await follow(page, `/tasks/${id}?status=completed&page=3`);
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

test('one item is cancelled while the others run, and run again', { skip }, async () => {
  const { api } = await at.admin();
  const does = { 0: 'wait', 1: 'wait' };
  const variables = { a: ['1', '2', '3'], b: ['x'] };
  const id = await open('matrix', { variables, does }, '', '?tab=items&item=1');
  await drawer().getByRole('button', { name: 'Cancel this item' }).click();
  await waitFor(async () => (await api.getItem({ id, index: 1 })).status === 'cancelled');
  await drawer().getByText('Cancelled').first().waitFor();
  assert.equal((await api.getItem({ id, index: 0 })).status, 'processing');
  await drawer().getByRole('button', { name: 'Retry this item' }).click();
  await waitFor(async () => (await api.getItem({ id, index: 1 })).attempt === 2);
  assert.equal((await api.getTask({ id })).status, 'processing');
  await api.cancelTask({ id });
});

test('an error stands in plain words; its stack and cause are folded away', { skip }, async () => {
  await open('talker', { does: 'fail with a cause' });
  await page.getByText('This task failed').waitFor();
  await page.getByText('out', { exact: true }).waitFor();
  const stack = page.getByText('RangeError: out');
  assert.equal(await stack.isVisible(), false);
  await page.getByText('Technical details').click();
  await stack.waitFor();
  await page.getByText('TypeError: why').waitFor();
  await page.getByRole('button', { name: 'Retry', exact: true }).click();
  await page.getByRole('tab', { name: 'Log' }).click();
  await page.getByText('Attempt 2').waitFor();
  // The first run stays in the timeline.
  await waitFor(
    async () => (await page.getByLabel('Timeline').locator('strong').allInnerTexts()).length === 5,
  );
  const steps = await page.getByLabel('Timeline').locator('strong').allInnerTexts();
  assert.deepEqual(steps.slice(0, 4), ['Created', 'Started', 'Failed', 'Retried']);
});

test('where all items failed, that stands above them once, with the reason', { skip }, async () => {
  await open('inline-probe', { count: 3, does: 'throw-final' });
  await page.getByText('All 3 items failed').waitFor();
  assert.equal(await page.getByText('This item failed').count(), 0);
});

test('the log of a running item is live; cancelling stops it, and the page shows it', { skip }, async () => {
  await open('talker', { does: 'log and wait' }, 'Talks and waits');
  await page.getByText('a quarter').waitFor();
  await page.getByRole('tab', { name: 'Log' }).click();
  await page.getByText('waiting', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel task' }).waitFor();
  await at.axe(page, 'cancel task');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel task' }).click();
  await page.getByRole('listitem').filter({ hasText: 'Attempt 1' }).getByText('Cancelled').waitFor();
});

test('a task that ends while it is shown shows its end, without a reload', { skip }, async () => {
  const { api } = await at.admin();
  const { id } = await api.createTask({ type: 'wait', params: { seconds: 2 } });
  await follow(page, `/tasks/${id}`);
  await page.getByText('so far').waitFor();
  await page.getByRole('heading', { name: 'Result' }).waitFor();
  await page.getByText('so far').waitFor({ state: 'detached' });
  await page.getByRole('tab', { name: 'Log' }).click();
  await page.getByRole('list', { name: 'Timeline' }).getByText('took 2').waitFor();
  assert.equal(await page.getByText('Not yet').count(), 0);
});

test('the drawer walks the list, and its item stands in the URL', { skip }, async () => {
  const id = await open('inline-probe', { count: 3 });
  await follow(page, `/tasks/${id}?item=1`);
  await drawer().getByRole('heading', { name: '1', exact: true }).waitFor();
  await drawer().getByRole('button', { name: 'Next item' }).click();
  await drawer().getByRole('heading', { name: '2', exact: true }).waitFor();
  assert.equal(new URL(page.url()).searchParams.get('item'), '2');
  await page.keyboard.press('Escape');
  await waitFor(() => new URL(page.url()).search === '');
  const focused = () => page.evaluate('document.activeElement.closest("[data-item]")?.dataset.item');
  await waitFor(async () => (await focused()) === '2', { what: 'the focus at the item shown last' });
});

test('tabs are walked and chosen with keys, and stand in the URL and in the history', { skip }, async () => {
  const variables = { animal: ['fox', 'owl'], place: ['sea', 'city'] };
  const { api } = await at.admin();
  const { id } = await api.createTask({
    type: 'image',
    params: { prompt: '{animal} {place}', variables, size: 64 },
  });
  const selected = (name: string) => page.getByRole('tab', { name, selected: true });
  const query = () => new URL(page.url()).search;
  await follow(page, `/tasks/${id}`);
  await selected('Grid').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await selected('Items 4').waitFor();
  await page.getByRole('tabpanel', { name: 'Items' }).waitFor();
  assert.equal(query(), '?tab=items');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await selected('Log').waitFor();
  await page.getByRole('button', { name: /^fox, sea/ }).click();
  await page.getByText('Attempt 1').waitFor();
  assert.equal(query(), '?tab=log&item=0');
  await page.goBack();
  await selected('Items 4').waitFor();
  await page.goBack();
  await selected('Grid').waitFor();
  await follow(page, `/tasks/${id}?item=1`);
  await drawer().getByRole('heading', { name: 'fox, city' }).waitFor();
  await page.keyboard.press('Escape');
  await drawer().waitFor({ state: 'detached' });
  await selected('Items 4').waitFor();
  assert.equal(query(), '?tab=items');
});

test('the log says once why items failed, and leads to the log of each', { skip }, async () => {
  const id = await open('inline-probe', { count: 4, does: 'throw-final', only: [1, 2] });
  await page.getByText('2 failed').first().waitFor();
  await follow(page, `/tasks/${id}?tab=log`);
  const failures = page.getByRole('region', { name: 'Why items failed' });
  await failures.getByText('2 items').waitFor();
  await failures.getByRole('button', { name: '2', exact: true }).click();
  const opened = page.locator('[data-log="2"]');
  await opened.getByText('Attempt 1').waitFor();
  assert.equal(new URL(page.url()).search, '?tab=log&status=failed&item=2');
  assert.equal(await page.locator('[data-log]').count(), 2);
  await opened.getByRole('button', { expanded: true }).click();
  await opened.getByText('Attempt 1').waitFor({ state: 'detached' });
});

test('a task gets another name and priority, and is shared; the dialog begins in its first field', {
  skip,
}, async () => {
  const { api } = await at.admin();
  const id = await open('wait', { seconds: 60 }, 'Old name');
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Edit name and sharing…' }).click();
  await waitFor(() => page.evaluate('document.activeElement.name === "name"'), { what: 'focus in the name' });
  await page.keyboard.press('Control+a');
  await page.keyboard.type('New name');
  await drawer().getByRole('slider', { name: 'Priority' }).press('End');
  await drawer().getByText('10 of 10').waitFor();
  await drawer().getByRole('switch').click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'More actions' }).waitFor();
  assert.equal((await api.getTask({ id })).name, 'Old name', 'Escape changes nothing');

  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Edit name and sharing…' }).click();
  await drawer().getByRole('textbox', { name: 'Name' }).fill('New name');
  await drawer().getByRole('switch').click();
  await drawer().getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'New name' }).waitFor();
  await page.getByText('Shared', { exact: true }).waitFor();
  const { name, shared, priority } = await api.getTask({ id });
  assert.deepEqual({ name, shared, priority }, { name: 'New name', shared: true, priority: 5 });
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel task' }).click();
  await page.getByText('Cancelled').first().waitFor();
});

test('a file that is no picture is said to be none, and offers no zoom', { skip }, async () => {
  const values = { a: ['1', '2', '3', '4'] };
  await open('matrix', { variables: values, does: { 0: 'broken', 1: 'nothing', 3: 'broken' } });
  const said = (within: ReturnType<typeof rows>) => within.getByText('This picture cannot be shown');
  const cell = (at: number) => page.getByRole('gridcell').nth(at);
  await said(cell(0)).waitFor();
  await cell(0).press('Enter');
  await said(drawer()).waitFor();
  await drawer().getByRole('button', { name: 'Next' }).waitFor();
  const zoom = drawer().getByRole('group', { name: 'Zoom' });
  assert.equal(await zoom.count(), 0, 'there is nothing to zoom');
  await page.keyboard.press('Escape');
  // The focus is in what gives way, and the keys go on.
  await cell(2).press('Enter');
  await zoom.waitFor();
  await drawer().locator('[data-zoomed]').focus();
  await page.keyboard.press('ArrowRight');
  await said(drawer()).waitFor();
  await page.keyboard.press('ArrowLeft');
  await zoom.waitFor();
  await page.keyboard.press('Escape');

  await cell(0).press('Space');
  await cell(3).press('Space');
  await page.getByRole('button', { name: 'Compare' }).click();
  await said(drawer()).nth(1).waitFor();
  await waitFor(async () => (await zoom.count()) === 0);
  await page.keyboard.press('Escape');
  await cell(2).press('Space');
  await page.getByRole('button', { name: 'Compare' }).click();
  await said(drawer()).nth(1).waitFor();
  await zoom.waitFor();
  await page.keyboard.press('Escape');
});

test('a failed cell of any height cuts no line; values of another type than image stay as they were typed', {
  skip,
}, async () => {
  await open('matrix', { variables: { style: ['bauhaus', 'ink'], seed: ['1'] }, does: { 0: 'fail' } });
  await page.getByText('bauhaus', { exact: true }).first().waitFor();
  await page.getByRole('button', { name: /style/ }).waitFor();
  const failed = page.locator('[role=gridcell][data-status=failed]');
  await failed.getByRole('button', { name: 'Retry' }).waitFor();
  for (const height of [30, 48, 70, 96, 112, 130, 200]) {
    const [needs, has] = await failed.evaluate((cell, px) => {
      cell.style.width = '120px';
      cell.style.height = `${px}px`;
      const face = cell.firstElementChild;
      return [face?.scrollHeight ?? 0, face?.clientHeight ?? 0];
    }, height);
    assert.ok(needs && has && needs <= has, `${needs} px in a cell of ${height} px`);
  }
});

test('a tap shows a label that is cut, whole, until the next one', { skip }, async () => {
  const label = `a long label ${'of many words '.repeat(20)}`.trim();
  await open('matrix', { variables: { place: [label, 'sea'], time: ['dawn', 'noon'] } });
  const shown = page.locator('[aria-hidden=true] span', { hasText: label }).last();
  await shown.waitFor();
  const tap = "new PointerEvent('click', { bubbles: true, pointerType: 'touch' })";
  await page.evaluate(`[...document.querySelectorAll('[aria-hidden=true] span')]
    .findLast((one) => one.textContent === ${JSON.stringify(label)}).dispatchEvent(${tap})`);
  const whole = page.locator('body > p', { hasText: label });
  await whole.waitFor();
  const box = await whole.boundingBox();
  const { width = 0, height = 0 } = page.viewportSize() ?? {};
  assert.ok(box && box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height);
  await page.mouse.click(5, 5);
  await whole.waitFor({ state: 'detached' });
});

test('a task that is deleted elsewhere while its page stands open: the page says so with the next thing it asks', {
  skip,
}, async () => {
  const admin = await at.admin();
  const id = await open('noop', { count: 2 });
  await admin.wait(id);
  await admin.api.deleteTask({ id });
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Too late');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { level: 1, name: 'This task does not exist' }).waitFor();
  await waitFor(() => page.evaluate('document.activeElement.id === "content"'));
  await page.locator('[data-announcer]', { hasText: 'This task does not exist' }).waitFor();
});

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
