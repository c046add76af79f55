/** Every page and dialog, in both languages and, in English, both themes: what axe says of it, and that it fits 360 px. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { requireService } from '../support/services.ts';
import { waitFor } from '../support/wait-for.ts';
import { BELOW, NAMES } from './axe-rules.ts';
import { follow, kindOf } from './follow.ts';
import { ABOVE, OpenConsole, PASSWORD } from './open-console.ts';
import { type Made, NEWCOMER_PAGES, openPagesOf, type Part, pagesOf, type ShownPage } from './parts.ts';

const skip = !requireService('chromium');
let at: OpenConsole;
let task_id: string;
let failed_id: string;
let user_id: string;
let link_token: string;
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
  link_token = (await api.createPasswordLink({ id: user_id })).url.replace(/^.*#token=/, '');
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

const made = (): Made => ({ task_id, failed_id, user_id, schedule_id, webhook_id });

/** What stands on the page before something on it is opened. */
async function goTo(page: Page, path: string): Promise<void> {
  await page.goto(at.url + path);
  await page.locator('h1').first().waitFor();
  await loaded(page, path);
}

async function loaded(page: Page, path: string): Promise<void> {
  // The gallery shows what loading looks like, for good.
  if (path !== '/gallery')
    await waitFor(async () => (await page.locator('main [data-loading]').count()) === 0, {
      what: `${path} to be loaded`,
    });
}

/** Screen readers say with each cell which row it is of. */
const NAMELESS =
  '[...document.querySelectorAll("tbody tr:not([data-gap])")].filter((one) => !one.querySelector("th[scope=row]")).length';

type Theme = 'light' | 'dark';
type Language = 'en' | 'zh';

/** How a page looks at the moment, whether something on it has been opened, and whether the navigation was looked at in the dark. */
interface Shown {
  language: Language;
  theme: Theme;
  part: Part | null;
  nav_in_dark: boolean;
}

/**
 * In English all of axe, in the light theme; in the dark one only what a colour can break. In Chinese, elements and colours are the same, and only
 * names differ. The page below what has been opened was looked at before that, and the navigation is the same on every page.
 */
async function lookOnce(page: Page, what: string, shown: Shown): Promise<void> {
  const { language, theme, part } = shown;
  if (theme === 'dark') {
    const where = part ? 'above' : shown.nav_in_dark ? 'content' : 'page';
    await at.axe(page, `${what}, dark`, ['color-contrast', 'link-in-text-block'], where);
    if (!part) shown.nav_in_dark = (await page.locator('#nav').count()) > 0;
    return;
  }
  if (part && !part.changes_page) {
    await at.axe(page, `${what}, light`, language === 'zh' ? NAMES : [], 'above');
    if (language === 'en') await at.axe(page, `below ${what}, light`, BELOW);
  } else await at.axe(page, `${what}, light`, language === 'zh' ? NAMES : []);
  assert.equal(await page.evaluate(NAMELESS), 0, `rows without a name: ${what}`);
}

/** Looks at the page, in English in both themes: each change draws the whole page again, so the theme that it ends with stays. */
async function look(page: Page, what: string, shown: Shown): Promise<void> {
  await lookOnce(page, what, shown);
  if (shown.language === 'zh') return;
  shown.theme = shown.theme === 'light' ? 'dark' : 'light';
  await page.emulateMedia({ colorScheme: shown.theme });
  // Colours that are still on their way are nobody's.
  await page.evaluate(
    'Promise.allSettled(document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished))',
  );
  await lookOnce(page, what, shown);
}

const above = (page: Page) => page.locator(`:is(${ABOVE.join()}):visible`).first();

/** The same pages so that, as far as possible, each is of another kind than the one before: then a link leads there without a new start. */
function inTurn(pages: readonly ShownPage[]): ShownPage[] {
  const left = pages.filter(({ opened }) => !opened);
  const ordered: ShownPage[] = [];
  while (left.length > 0) {
    const count = (path: string) => left.filter((one) => kindOf(one.path) === kindOf(path)).length;
    const last = ordered.at(-1)?.path;
    const others = left.filter(({ path }) => last === undefined || kindOf(path) !== kindOf(last));
    // What there is most of goes first, or it would be left over at the end.
    const [next] = others.length > 0 ? others.sort((a, b) => count(b.path) - count(a.path)) : left;
    left.splice(left.indexOf(next as ShownPage), 1);
    ordered.push(next as ShownPage);
  }
  return [...ordered, ...pages.filter(({ opened }) => opened)];
}

/** Goes to a page from another: the console starts once for all pages. */
async function visit(page: Page, path: string): Promise<void> {
  await follow(page, path);
  await loaded(page, path);
}

/** Looks at the pages, and at what can be opened on each. */
async function lookAt(page: Page, pages: readonly ShownPage[], language: Language, go = visit) {
  const shown: Shown = { language, theme: 'light', part: null, nav_in_dark: false };
  for (const one of inTurn(pages)) {
    const { path, opened, parts = [] } = one;
    await go(page, path);
    if (opened) await above(page).waitFor();
    shown.part = null;
    await look(page, `${path}, ${language}`, shown);
    for (const part of parts) {
      const { name, open, reload } = part;
      shown.part = part;
      await page.locator(':is(#content, section) :is(table, section, button, [role=grid])').first().waitFor();
      await open(page);
      await above(page).waitFor();
      await look(page, `${name}, ${language}`, shown);
      if (reload) await go(page, path);
      else {
        await page.keyboard.press('Escape');
        await above(page).waitFor({ state: 'hidden' });
      }
    }
  }
}

describe('axe finds nothing', { concurrency: true, skip }, () => {
  for (const language of ['en', 'zh'] as const) {
    const inLanguage = async () => {
      const context = await at.context({
        locale: language === 'zh' ? 'zh-CN' : 'en-GB',
        colorScheme: 'light',
      });
      return context.newPage();
    };
    test(`on no page and in no dialog, ${language}`, async () => {
      const page = await inLanguage();
      await lookAt(page, openPagesOf(link_token), language, goTo);
      await page.emulateMedia({ colorScheme: 'light' });
      await at.grant(page);
      await goTo(page, '/');
      await lookAt(page, pagesOf(made()), language);
      await page.context().close();
    });
    test(`for somebody who has just been given an account, ${language}`, async () => {
      const account = await at.account(`newcomer-${language}@example.com`, ['user']);
      const page = await inLanguage();
      await at.grant(page, account);
      await goTo(page, '/');
      await lookAt(page, NEWCOMER_PAGES, language);
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
  for (const { path, opened } of inTurn(pagesOf(made()))) {
    if (opened) continue;
    await visit(page, path);
    const size = 'getComputedStyle(document.querySelector("input[name=name]")).fontSize';
    if (path === '/account')
      assert.equal(await page.evaluate(size), '16px', 'a phone does not zoom into a field');
    const width = await page.evaluate('document.documentElement.scrollWidth');
    assert.equal(width, 360, path);
    const sideways =
      '[...document.querySelectorAll("section:has(> table)")].filter((one) => one.scrollWidth > one.clientWidth).length';
    assert.equal(await page.evaluate(sideways), 0, `a table of ${path} is cut off`);
  }
  await goTo(page, '/tasks');
  await page.getByRole('button', { name: 'Filters' }).click();
  await page.getByRole('combobox', { name: 'Status' }).click();
  await page.getByRole('option', { name: 'Completed', exact: true }).click();
  await page.getByRole('button', { name: 'Filters 1 set' }).waitFor();
  await goTo(page, `/tasks/${task_id}`);
  const first = await page.getByRole('gridcell').first().boundingBox();
  // How many lines the title takes depends on the fonts of the system.
  assert.ok(
    first && first.y + first.height < 740,
    `the first picture is in the first screen, not at ${first?.y}`,
  );
  await page.getByRole('button', { name: 'Rows and columns' }).click();
  await page
    .getByRole('group', { name: 'Columns' })
    .getByRole('button', { name: /^animal/ })
    .waitFor();
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
