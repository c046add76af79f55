/** Lists that are long, grids that are large and pages that stay open: what exists on the page stays little. The figures are in bench/console.bench.ts. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { requireService } from '../support/services.ts';
import { waitFor } from '../support/wait-for.ts';
import { OpenConsole } from './open-console.ts';
import { heapOf, longestTask, simulateEvents } from './simulate-events.ts';

const TASKS = 1_000;
const UPDATES_PER_SECOND = 50;
const LONG_MS = 50;
/** 50 a second for an hour. */
const EVENTS_OF_AN_HOUR = 180_000;

const skip = !requireService('chromium');
let at: OpenConsole;
let page: Page;
let ids: string[];
before(async () => {
  if (skip) return;
  at = await OpenConsole.open({ TASK_TYPES_DIR: join(import.meta.dirname, 'task-types') });
  const { api } = await at.admin();
  const tasks = Array.from({ length: 100 }, () => ({ type: 'wait', params: { seconds: 0 } }));
  ids = [];
  for (let made = 0; made < TASKS; made += tasks.length)
    ids.push(...(await api.createTasks({ tasks })).items.map(({ id }) => id));
  await waitFor(async () => (await api.listTasks({ status: 'pending,processing' })).total === 0, {
    timeout_ms: 60_000,
  });
  page = await at.signedIn('/tasks');
});
after(() => at?.close());

/** Milliseconds of the least of up to three attempts: the page works as long at each, and what else the machine does is not always in its way. */
async function longestOf(run: () => Promise<void>, before?: () => Promise<void>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 3 && least >= LONG_MS; attempt += 1) {
    await before?.();
    const { processor_ms } = await longestTask(at.browser, page, run);
    assert.ok(processor_ms > 0);
    least = Math.min(least, processor_ms);
  }
  return least;
}

const rows = () => page.locator('tbody tr[data-index]');

test('the list scrolls to its end by cursors, and only rows in view exist', { skip }, async () => {
  const asked: URLSearchParams[] = [];
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (/^\/api\/v1\/tasks\/?$/.test(pathname)) asked.push(searchParams);
  });
  await rows().first().waitFor();
  let most = 0;
  await waitFor(
    async () => {
      most = Math.max(most, await rows().count());
      await page.evaluate('scrollTo(0, document.body.scrollHeight)');
      return (await page.locator(`tr[data-index="${TASKS - 1}"]`).count()) === 1;
    },
    { what: 'the last row' },
  );
  assert.ok(most < 80, `${most} rows existed at once`);
  assert.equal(asked.filter((query) => query.has('cursor')).length, TASKS / 50 - 1);
  assert.equal(asked.filter((query) => query.has('page')).length, 0);
});

test('with 1,000 live rows and 50 updates a second no task of the page is long', { skip }, async () => {
  const in_view: string[] = await page.evaluate(
    '[...document.querySelectorAll("[data-row]")].map((one) => one.dataset.row)',
  );
  assert.ok(in_view.length > 10);
  // All of them are rows in view: each update is drawn.
  const updates = {
    ids: in_view,
    count: 3 * UPDATES_PER_SECOND,
    at_once: 5,
    rest_ms: 5_000 / UPDATES_PER_SECOND,
  };
  const longest = await longestOf(() => simulateEvents(page, updates));
  assert.ok(longest < LONG_MS, `the longest took ${longest} ms of the processor`);
  await page.getByText(`Changed ${updates.count - 1}`, { exact: true }).waitFor();
});

test('an hour of events leaves no more on the page than its first minutes', { skip }, async () => {
  const hour = (count: number) => simulateEvents(page, { ids, count, at_once: 1_000, rest_ms: 5 });
  await hour(20_000);
  const before = await heapOf(page);
  await hour(EVENTS_OF_AN_HOUR);
  const grown = (await heapOf(page)) - before;
  assert.ok(grown < 3_000_000, `the heap grew by ${grown} bytes`);
  await page
    .getByText(/^Changed \d+$/)
    .first()
    .waitFor();
});

test('of 50 × 50 cells those in view are loaded', { skip }, async () => {
  const cell = (name: string) => page.getByRole('gridcell', { name, exact: true });
  const list = (name: string) => Array.from({ length: 50 }, (_, step) => `${name} ${step}`);
  const { api } = await at.admin();
  const { id } = await api.createTask({
    type: 'patchy',
    name: 'Large',
    params: { variables: { a: list('a'), b: list('b') } },
  });
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/items?')) asked.push(request.url());
  });
  await page.goto(`${at.url}/tasks/${id}`);
  await cell('a 0, b 0, completed').waitFor();
  assert.ok((await page.getByRole('gridcell').count()) < 300);
  // With the names of the rows. Of all names, too, those in view exist.
  assert.equal(await page.getByRole('grid').getAttribute('aria-colcount'), '51');
  const names = await page.getByRole('columnheader').count();
  assert.ok(names > 3 && names < 40, `${names} names of columns`);
  const scroll = `(async () => {
    const frame = document.querySelector('[role=grid]');
    for (let step = 0; step < 20; step += 1) {
      frame.scrollBy(40, 60);
      await new Promise(requestAnimationFrame);
    }
    frame.scrollTo(0, 0);
  })()`;
  // Each time, what comes into view is loaded and drawn for the first time.
  const fresh = async () => {
    await page.goto(`${at.url}/tasks/${id}`);
    await cell('a 0, b 0, completed').waitFor();
  };
  const longest = await longestOf(async () => void (await page.evaluate(scroll)), fresh);
  assert.ok(longest < LONG_MS, `scrolling took ${longest} ms of the processor at once`);
  await cell('a 0, b 0, completed').focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Control+ArrowDown');
  await cell('a 49, b 49, completed').waitFor();
  const pages = new Set(asked.map((url) => new URL(url).searchParams.get('page')));
  assert.ok(pages.size < 15, `${pages.size} of 25 pages were loaded`);
});

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
