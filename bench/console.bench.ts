import type { Browser, Page } from 'playwright-core';
import { heapOf, longestTask, simulateEvents } from '../tests/console/simulate-events.ts';
import { launchChromium } from '../tests/support/chromium.ts';
import { tempFolder } from '../tests/support/temp-folder.ts';
import { waitFor } from '../tests/support/wait-for.ts';
import { type Bench, type Figure, figure, inMb, inMs } from './support/bench.ts';
import { seedTasks } from './support/first-pages.ts';
import { startBackend } from './support/processes.ts';

const TASKS = 100_000;
const LIVE = 1_000;
const UPDATES_PER_SECOND = 50;
const SECONDS = 20;
const LONG_MS = 50;
const PAINT_MS = 1_000;
const VISITS = 5;
const EVENTS_OF_AN_HOUR = 3_600 * UPDATES_PER_SECOND;
const ADMIN = { ADMIN_EMAIL: 'admin@example.com', ADMIN_PASSWORD: 'a password of the bench' };

/** How fast the console is for a person: with a long list, with many changes, and in a tab that stays open. */
export const consolePages: Bench = {
  name: 'console',
  mark: `${LIVE} live tasks at ${UPDATES_PER_SECOND} updates a second: no task of the browser over ${LONG_MS} ms`,
  settings: 'embedded, 100,000 tasks, Chromium without a window, 1,280 × 900',
  needs: ['chromium'],
  async run() {
    const data_dir = await tempFolder('backend2-bench-');
    await seedTasks({ DATA_DIR: data_dir, ...ADMIN }, TASKS);
    const backend = await startBackend({ data_dir, env: ADMIN });
    const browser = await launchChromium({ measured: true });
    try {
      const page = await openTasks(browser, backend.url);
      return [
        await painted(browser, backend.url),
        await scrolled(page),
        await live(browser, page),
        await kept(page),
      ];
    } finally {
      await browser.close();
      await backend.stop();
    }
  },
};

async function openTasks(browser: Browser, url: string): Promise<Page> {
  const built = async () => (await fetch(url, { headers: { accept: 'text/html' } })).status === 200;
  await waitFor(built, { timeout_ms: 60_000, what: 'the console to be built' });
  const page = await browser.newPage({ viewport: { width: 1_280, height: 900 }, locale: 'en-GB' });
  await page.goto(`${url}/tasks`);
  await page.locator('input[name=username]').fill(ADMIN.ADMIN_EMAIL);
  await page.locator('input[name=password]').fill(ADMIN.ADMIN_PASSWORD);
  await page.locator('button[type=submit]').click();
  await page.locator('tbody tr[data-index]').first().waitFor();
  return page;
}

const FIRST_PAINT = `new Promise((done) =>
  new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries()) if (name === 'first-contentful-paint') done(startTime);
  }).observe({ type: 'paint', buffered: true }))`;

/** Loads the sign-in page in a browser with an empty cache. */
async function painted(browser: Browser, url: string): Promise<Figure> {
  const times: number[] = [];
  for (let visit = 0; visit < VISITS; visit += 1) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(url);
    await page.locator('input[name=username]').waitFor();
    times.push(await page.evaluate<number>(FIRST_PAINT));
    await context.close();
  }
  times.sort((one, other) => one - other);
  return figure(
    'first contentful paint',
    times[Math.floor(VISITS / 2)] ?? Number.NaN,
    { at_most: PAINT_MS },
    inMs,
    `median of ${VISITS} first visits; the slowest ${inMs(times.at(-1) ?? Number.NaN)}`,
  );
}

const LAST_INDEX =
  'Math.max(...[...document.querySelectorAll("tr[data-index]")].map((row) => Number(row.dataset.index)))';

/** Scrolls to the thousandth row of 100,000, one page at a time. */
async function scrolled(page: Page): Promise<Figure> {
  const times: number[] = [];
  page.on('requestfinished', (request) => {
    if (new URL(request.url()).searchParams.has('cursor')) times.push(request.timing().responseEnd);
  });
  let most = 0;
  const atEnd = async () => {
    most = Math.max(most, await page.locator('tbody tr[data-index]').count());
    await page.evaluate('scrollTo(0, document.body.scrollHeight)');
    // Several pages may come between two looks.
    return (await page.evaluate<number>(LAST_INDEX)) >= LIVE - 1;
  };
  await waitFor(atEnd, { timeout_ms: 120_000, what: `row ${LIVE}` });
  times.sort((one, other) => one - other);
  return figure(
    `one more page of ${TASKS.toLocaleString('en')} tasks, scrolled to row ${LIVE}`,
    times[Math.floor(times.length / 2)] ?? Number.NaN,
    null,
    inMs,
    `median of ${times.length} requests by cursor; at most ${most} rows existed at once`,
  );
}

const idsOf = (page: Page) =>
  page.evaluate<string[]>('[...document.querySelectorAll("[data-row]")].map((one) => one.dataset.row)');

async function live(browser: Browser, page: Page): Promise<Figure> {
  // All of these rows are visible, so each update is drawn.
  const updates = {
    ids: await idsOf(page),
    count: UPDATES_PER_SECOND * SECONDS,
    at_once: 5,
    rest_ms: 5_000 / UPDATES_PER_SECOND,
  };
  const longest = await longestTask(browser, page, () => simulateEvents(page, updates));
  return figure(
    `longest task of the browser at ${UPDATES_PER_SECOND} updates a second`,
    longest.clock_ms,
    { at_most: LONG_MS },
    inMs,
    `${inMs(longest.processor_ms)} of the processor; ${LIVE} tasks loaded, all updates in view, ${SECONDS} s`,
  );
}

async function kept(page: Page): Promise<Figure> {
  const ids = await idsOf(page);
  const hear = (count: number) => simulateEvents(page, { ids, count, at_once: 1_000, rest_ms: 5 });
  await hear(20_000);
  const before = await heapOf(page);
  await hear(EVENTS_OF_AN_HOUR);
  return figure(
    'growth of the page after an hour of events',
    Math.max(0, (await heapOf(page)) - before) / 1_000_000,
    { at_most: 3 },
    inMb,
    `${EVENTS_OF_AN_HOUR.toLocaleString('en')} events; ${inMb(before / 1_000_000)} before`,
  );
}
