/** Every page and dialog, in both themes and both languages: what axe says of it, and that it fits 360 px. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { requireService } from '../support/services.ts';
import { waitFor } from '../support/wait-for.ts';
import { OpenConsole, PASSWORD } from './open-console.ts';

const skip = !requireService('chromium');
let at: OpenConsole;
let task_id: string;
let failed_id: string;
let user_id: string;
let schedule_id: string;
let webhook_id: string;

before(async () => {
  if (skip) return;
  at = await OpenConsole.open();
  const admin = await at.admin();
  const { api } = admin;
  const task = await api.createTask({
    type: 'image',
    name: 'Lantern in the fog, along the old harbour wall',
    params: { prompt: 'a {animal}', variables: { animal: ['fox', 'owl'] }, size: 64 },
  });
  task_id = task.id;
  const user = await api.createUser({
    email: 'mei.lin@example.com',
    fullname: 'Mei Lin',
    password: PASSWORD,
    roles: ['manager'],
  });
  user_id = user.id;
  const failed = await api.createTask({ type: 'talker', params: { does: 'fail with a cause' } });
  failed_id = failed.id;
  const schedule = await api.createSchedule({
    name: 'Every weekday morning',
    cron: '30 7 * * 1-5',
    time_zone: 'Europe/Berlin',
    task: { type: 'wait', params: { seconds: 1 } },
  });
  schedule_id = schedule.id;
  const webhook = await api.createWebhook({
    url: 'https://hooks.example.com/a-path/that-is/longer-than/a-phone-is-wide/and-has/no-place-to-break',
    events: ['task.failed'],
  });
  webhook_id = webhook.id;
  await api.testWebhook({ id: webhook_id });
  await api.createApiKey({ name: 'Nightly import', permissions: ['read'] });
  await admin.wait(task);
  await admin.wait(failed);
});
after(() => at?.close());

/** No two neighbours are of the same kind, and the first is not where a sign-in leads: `follow` knows a page by its new heading. */
const pages = () => [
  '/tasks/new?type=wait',
  `/tasks/${task_id}?tab=items`,
  '/schedules',
  `/tasks/new?from=${task_id}`,
  '/schedules/new',
  `/tasks/${task_id}?tab=params`,
  `/schedules/${schedule_id}`,
  `/tasks/${failed_id}`,
  '/webhooks',
  `/tasks/${failed_id}?tab=log`,
  `/webhooks/${webhook_id}`,
  `/tasks/${task_id}?pick=0.1`,
  '/account',
  '/users',
  '/system',
  '/keys',
  '/audit',
  `/users/${user_id}`,
  '/tasks',
  '/gallery',
  '/no-such-page',
];

interface Opened {
  name: string;
  path: string;
  open(page: Page): Promise<unknown>;
}

/** A menu of a task's page, or one of its entries. */
const more = (page: Page) => page.locator('#content header [aria-haspopup=menu]').click();
const entry = async (page: Page, place: number) => {
  await more(page);
  await page.locator('[role=menuitem]').nth(place).click();
  await page.locator('[role=menu]').waitFor({ state: 'detached' });
};

/** The last button of a page deletes what it shows. */
const last = (page: Page) => page.locator('#content button').last().click();

/** Opens one dialog or menu of the page that stands. */
const dialogs = (): Opened[] => [
  { name: 'palette', path: '/tasks', open: (page) => page.keyboard.press('Control+k') },
  { name: 'shortcuts', path: '/tasks', open: (page) => page.keyboard.press('?') },
  {
    name: 'new user',
    path: '/users',
    open: (page) => page.locator('#content header button').first().click(),
  },
  {
    name: 'new webhook',
    path: '/webhooks',
    open: (page) => page.locator('#content header button').first().click(),
  },
  { name: 'account menu', path: '/account', open: (page) => page.locator('#nav button').last().click() },
  {
    name: 'status filter',
    path: '/tasks',
    open: (page) => page.locator('search [role=combobox]').first().click(),
  },
  { name: 'views', path: '/tasks', open: (page) => page.locator('search [aria-haspopup=menu]').click() },
  {
    name: 'actions for a variable',
    path: `/tasks/new?type=image`,
    async open(page) {
      await page.locator('form textarea').first().fill('a {x}');
      await page.locator('form ul button[aria-haspopup=menu]').first().click();
    },
  },
  {
    name: 'bulk',
    path: '/tasks',
    async open(page) {
      await page.locator('tbody [role=checkbox]').first().click();
      // Both tasks have ended: what fits neither is not offered.
      await page.locator('section button:not([aria-disabled])').first().click();
    },
  },
  {
    name: 'item',
    path: `/tasks/${task_id}?tab=items`,
    open: (page) => page.locator('[data-item] button').first().click(),
  },
  { name: 'picture', path: `/tasks/${task_id}?item=0`, open: async () => undefined },
  {
    name: 'values of an axis',
    path: `/tasks/${task_id}`,
    async open(page) {
      await page.locator('[data-variable]').first().click();
      await page.locator('[role=menuitem]').last().click();
      await page.locator('[role=menu]').waitFor({ state: 'detached' });
    },
  },
  { name: 'one cell', path: `/tasks/${task_id}?open=1`, open: async () => undefined },
  { name: 'compared', path: `/tasks/${task_id}?pick=0.1&compare=1`, open: async () => undefined },
  { name: 'task menu', path: `/tasks/${task_id}`, open: more },
  { name: 'edit task', path: `/tasks/${task_id}`, open: (page) => entry(page, 0) },
  { name: 'delete task', path: `/tasks/${task_id}`, open: (page) => entry(page, -1) },
  { name: 'new key', path: '/keys', open: (page) => page.locator('#content button').first().click() },
  { name: 'drain', path: '/system', open: (page) => page.locator('td button').first().click() },
  { name: 'delete key', path: '/keys', open: (page) => page.locator('td button').first().click() },
  { name: 'delete schedule', path: `/schedules/${schedule_id}`, open: last },
  { name: 'delete webhook', path: `/webhooks/${webhook_id}`, open: last },
  { name: 'delete user', path: `/users/${user_id}`, open: last },
  {
    name: 'type of a new task',
    path: '/tasks/new?type=wait',
    open: (page) => page.locator('#content [role=combobox]').first().click(),
  },
  {
    name: 'downloads of a grid',
    path: `/tasks/${task_id}`,
    open: (page) => page.locator('[role=tabpanel] [aria-haspopup=menu]').last().click(),
  },
];

/** What stands on the page before something on it is opened. */
async function goTo(page: Page, path: string): Promise<void> {
  await page.goto(at.url + path);
  await page.locator('h1').first().waitFor();
  await loaded(page, path);
}

/** The same page as a link leads to it, without another start of the console. */
async function follow(page: Page, path: string): Promise<void> {
  await page.evaluate('document.querySelectorAll("h1").forEach((one) => one.setAttribute("data-left", ""))');
  await page.evaluate(`history.pushState(null, '', ${JSON.stringify(path)})`);
  await page.locator('h1:not([data-left])').first().waitFor();
  await loaded(page, path);
}

async function loaded(page: Page, path: string): Promise<void> {
  // The gallery shows what loading looks like, for good.
  if (path !== '/gallery')
    await waitFor(async () => (await page.locator('#content [role=status][aria-label]').count()) === 0, {
      what: `${path} to be loaded`,
    });
}

/** In the light all of axe; in the dark only what a colour can break. */
async function look(page: Page, what: string): Promise<void> {
  await at.axe(page, `${what}, light`);
  await page.emulateMedia({ colorScheme: 'dark' });
  // Colours that are still on their way are nobody's.
  await page.evaluate(
    'Promise.allSettled(document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished))',
  );
  await at.axe(page, `${what}, dark`, ['color-contrast', 'link-in-text-block']);
  await page.emulateMedia({ colorScheme: 'light' });
}

describe('axe finds nothing', { concurrency: true, skip }, () => {
  for (const language of ['en', 'zh'] as const) {
    const inLanguage = async () => {
      const context = await at.context({
        locale: language === 'zh' ? 'zh-CN' : 'en-GB',
        colorScheme: 'light',
        reducedMotion: 'reduce',
      });
      return context.newPage();
    };
    test(`on no page, ${language}`, async () => {
      const page = await inLanguage();
      for (const path of ['/password#token=x', '/']) {
        await goTo(page, path);
        await look(page, `${path}, ${language}`);
      }
      await at.signIn(page);
      for (const path of pages()) {
        await follow(page, path);
        await look(page, `${path}, ${language}`);
      }
      await page.context().close();
    });
    test(`in no dialog, ${language}`, async () => {
      const page = await inLanguage();
      await page.goto(at.url);
      await at.signIn(page);
      for (const { name, path, open } of dialogs()) {
        await goTo(page, path);
        await page
          .locator('#content table, #content section, #content [role=grid], #content [data-item]')
          .first()
          .waitFor();
        await open(page);
        await page.locator('[role=dialog], [role=menu], [role=listbox]').first().waitFor();
        await look(page, `${name}, ${language}`);
      }
      await page.context().close();
    });
  }
});

test('at 360 px nothing is cut off, and the navigation folds away', { skip }, async () => {
  const page = await at.signedIn('/tasks', undefined, {
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
  });
  for (const path of pages()) {
    await follow(page, path);
    const width = await page.evaluate('document.documentElement.scrollWidth');
    assert.equal(width, 360, path);
    const sideways =
      '[...document.querySelectorAll("section:has(> table)")].filter((one) => one.scrollWidth > one.clientWidth).length';
    assert.equal(await page.evaluate(sideways), 0, `a table of ${path} is cut off`);
  }
  await page.goto(`${at.url}/tasks/${task_id}?item=0`);
  await page.getByRole('dialog').getByText('Attempt 1').waitFor();
  assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 360);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('button', { name: 'Close menu' }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await page.locator('#nav').waitFor({ state: 'hidden' });
  assert.equal(await page.evaluate('document.activeElement.ariaLabel'), 'Menu');
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('link', { name: 'Users' }).click();
  await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor();
  assert.equal(await page.locator('#nav').isVisible(), false);
  await page.context().close();
});

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
