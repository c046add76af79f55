/** The console with the keyboard alone: nothing here moves a mouse. What is looked at is where the focus is. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { requireService } from '../support/services.ts';
import { waitFor } from '../support/wait-for.ts';
import { OpenConsole, PASSWORD } from './open-console.ts';

const skip = !requireService('chromium');
let at: OpenConsole;
let page: Page;
let task_id: string;
let failed_id: string;
let user_id: string;
let schedule_id: string;
let webhook_id: string;

before(async () => {
  if (skip) return;
  at = await OpenConsole.open();
  const { api } = await at.admin();
  const made = await Promise.all([
    api.createTask({
      type: 'image',
      name: 'Six',
      params: {
        prompt: '{animal} {place}',
        variables: { animal: ['fox', 'owl', 'hare'], place: ['sea', 'city'] },
        size: 64,
      },
    }),
    api.createTask({ type: 'talker', name: 'Fails', params: { does: 'fail with a cause' } }),
    api.createUser({ email: 'mei.lin@example.com', password: PASSWORD, roles: ['manager'] }),
    api.createSchedule({
      name: 'Weekdays',
      cron: '30 7 * * 1-5',
      time_zone: 'UTC',
      task: { type: 'wait', params: { seconds: 1 } },
    }),
    api.createWebhook({ url: 'https://hooks.example.com/', events: ['task.failed'] }),
    api.createApiKey({ name: 'Nightly import', permissions: ['read'] }),
  ]);
  [task_id, failed_id, user_id, schedule_id, webhook_id] = made.map(({ id }) => id) as [
    string,
    string,
    string,
    string,
    string,
  ];
  await (await at.admin()).wait(task_id);
  page = await at.signedIn();
});
after(() => at?.close());

const FOCUSED = `(() => {
  const one = document.activeElement;
  return one === document.body || !one ? 'body' : (one.getAttribute('aria-label') || one.innerText || one.name || one.id || one.tagName).trim().split('\\n')[0];
})()`;
const focused = () => page.evaluate<string>(FOCUSED);

const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
async function tabTo(name: string | RegExp, key = 'Tab', most = 80): Promise<void> {
  const fits = (one: string) => (typeof name === 'string' ? one === name : name.test(one));
  const seen: string[] = [];
  for (let n = 0; n < most; n += 1) {
    await page.keyboard.press(key);
    const one = await focused();
    if (fits(one)) return;
    seen.push(one);
  }
  assert.fail(`${name} was not among ${seen.join(' | ')}`);
}

const open = async (path: string) => {
  await page.goto(at.url + path);
  await page.locator('#content h1').waitFor();
  await waitFor(async () => (await page.locator('#content [role=status][aria-label]').count()) === 0);
};

/** What is wrong with how the focused element shows: out of sight, covered, or without a mark of its own or around it. */
const SHOWN = `(() => {
  const one = document.activeElement;
  if (one === document.body || one.getAttribute('href') === '#content') return 'end';
  const { left, top, width, height } = one.getBoundingClientRect();
  const name = one.tagName + ' ' + ${FOCUSED};
  if (width < 2 || height < 2) return name + ': no size';
  if (top + height < 0 || top > innerHeight || left + width < 0 || left > innerWidth) return name + ': out of sight';
  const within = (value, most) => Math.min(most - 2, Math.max(1, value));
  const over = document.elementFromPoint(within(left + width / 2, innerWidth), within(top + height / 2, innerHeight));
  if (over && !one.contains(over) && !over.contains(one)) return name + ': covered by ' + over.tagName + '.' + over.className;
  const marked = ({ boxShadow, outlineStyle }) => boxShadow !== 'none' || outlineStyle !== 'none';
  if (marked(getComputedStyle(one)) || marked(getComputedStyle(one, '::after'))) return 'ok ' + name;
  for (let part = one.parentElement, step = 0; step < 3; part = part.parentElement, step++)
    if (marked(getComputedStyle(part)) || part.matches('[class*=list]:focus-within')) return 'ok ' + name;
  return name + ': no mark';
})()`;

interface Opened {
  what: 'dialog' | 'menu' | 'listbox';
  path: string;
  /** What opens it, */
  from: string | RegExp;
  /** and the keys that do so there. */
  keys: string[];
}

/** Dialogs, drawers and menus. */
const opened = (): Opened[] => [
  { what: 'dialog', path: '/tasks', from: 'Find anything', keys: ['Enter'] },
  { what: 'menu', path: '/tasks', from: 'A', keys: ['Enter'] },
  { what: 'listbox', path: '/tasks', from: 'Any status', keys: ['Enter'] },
  { what: 'dialog', path: '/tasks', from: 'A', keys: ['Enter', 'ArrowDown', 'Enter'] },
  { what: 'dialog', path: `/tasks/${task_id}`, from: 'More actions', keys: ['Enter', 'Enter'] },
  { what: 'dialog', path: `/tasks/${task_id}`, from: 'More actions', keys: ['Enter', 'End', 'Enter'] },
  { what: 'dialog', path: `/tasks/${task_id}`, from: 'owl, sea', keys: ['Enter'] },
  { what: 'dialog', path: `/tasks/${task_id}/grid`, from: 'animal', keys: ['Enter', 'End', 'Enter'] },
  { what: 'dialog', path: `/tasks/${task_id}/grid`, from: /^fox, sea/, keys: ['Enter'] },
  { what: 'dialog', path: '/users', from: 'New user', keys: ['Enter'] },
  { what: 'dialog', path: `/users/${user_id}`, from: 'Delete user', keys: ['Enter'] },
  { what: 'dialog', path: '/webhooks', from: 'New webhook', keys: ['Enter'] },
  { what: 'dialog', path: '/keys', from: 'New key', keys: ['Enter'] },
  { what: 'dialog', path: '/system', from: 'Drain', keys: ['Enter'] },
];

const holdsFocus = (what: string) =>
  page.evaluate<boolean>(`document.activeElement.closest('${what}') !== null`);

test('what is opened takes the focus, Escape closes it, and the focus goes back to where it was', {
  skip,
}, async () => {
  let shown = '';
  for (const { what, path, from, keys } of opened()) {
    const here = `${path}, ${from} ${keys.join(' ')}`;
    if (path !== shown) await open(path);
    shown = path;
    await tabTo(from);
    const name = await focused();
    for (const key of keys) {
      await press(key);
      await waitFor(() => holdsFocus('[role=dialog], [role=menu], [role=listbox]'), {
        what: `${here}: the focus`,
      });
    }
    await waitFor(() => holdsFocus(`[role=${what}]`), { what: `${here}: the focus in the ${what}` });
    await press('Escape');
    await waitFor(async () => (await focused()) === name, { what: `${here}: the focus back at ${name}` });
    await page.locator(`[role=${what}]:visible`).waitFor({ state: 'detached' });
  }
});

test('the skip link leads past the navigation, and another page begins at its content', {
  skip,
}, async () => {
  await open('/tasks');
  await press('Tab', 'Enter');
  await press('Tab');
  assert.equal(await focused(), 'New task');
  await tabTo('Users', 'Shift+Tab');
  await press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor();
  assert.equal(await page.evaluate('document.activeElement.id'), 'content');
  await press('Tab');
  assert.equal(await focused(), 'New user');
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: 'Tasks' }).waitFor();
  assert.equal(await page.evaluate('document.activeElement.id'), 'content');
});

test('a matrix is written, ordered and sent, and the focus is never lost', { skip }, async () => {
  await open('/tasks/new?type=image');
  const live = () => page.locator('[aria-live=polite]').allTextContents();
  const said = (text: string) =>
    waitFor(async () => (await live()).some((one) => one.includes(text)), {
      what: `"${text}" to be read out`,
      timeout_ms: 3000,
    });
  await tabTo(/^base-ui/);
  await page.keyboard.type('a {animal} in the {place}');
  await page.getByRole('textbox', { name: 'Values of place' }).waitFor();
  await tabTo('Values of animal');
  for (const animal of ['fox', 'owl', 'hare']) {
    await page.keyboard.type(animal);
    await press('Enter');
  }
  await tabTo('Remove fox', 'Shift+Tab');
  await press('Alt+ArrowRight');
  await said('fox is now number 2 of 3');
  assert.equal(await focused(), 'Remove fox');
  await press('Alt+ArrowRight');
  await said('fox is now number 3 of 3');
  assert.equal(await focused(), 'Remove fox');
  await tabTo('Remove owl', 'Shift+Tab');
  await press('Delete');
  await said('owl was removed');
  await waitFor(async () => (await focused()) === 'Remove hare', {
    timeout_ms: 3000,
    what: 'the value after it',
  });
  await tabTo('Values of place');
  await page.keyboard.type('sea');
  await press('Enter');
  await tabTo('Move animal', 'Shift+Tab');
  await press('ArrowDown');
  await said('animal is now number 2 of 2');
  await press('ArrowUp');
  await said('animal is now number 1 of 2');
  assert.equal(await focused(), 'Move animal');
  await tabTo('Seed');
  await press('Enter');
  await waitFor(async () => (await focused()) === 'Values of Seed', {
    timeout_ms: 3000,
    what: 'typing to begin in the new variable',
  });
  await page.keyboard.type('1..2');
  await press('Enter');
  await tabTo('Actions for Seed', 'Shift+Tab');
  await press('Enter', 'End', 'Enter');
  await page.getByRole('textbox', { name: 'Values of Seed' }).waitFor({ state: 'detached' });
  await waitFor(async () => (await focused()) === 'Variable', {
    timeout_ms: 3000,
    what: 'the focus after a variable was removed',
  });
  await said('2 pictures');
  await tabTo(/^64|base-ui/);
  await press('Control+Enter');
  await page.waitForURL((url) => !url.pathname.endsWith('/new'));
  assert.equal(await page.evaluate('document.activeElement.id'), 'content');
});

test('axes, values and cells of a grid', { skip }, async () => {
  await open(`/tasks/${task_id}/grid`);
  await page.getByRole('gridcell').first().waitFor();
  await tabTo('animal');
  await press('Enter', 'ArrowDown', 'Enter');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await waitFor(async () => (await focused()) === 'animal', {
    timeout_ms: 3000,
    what: 'focus on the moved variable',
  });
  await press('Enter', 'End', 'Enter');
  await page.getByRole('dialog').waitFor();
  await tabTo('Move fox');
  await press('ArrowDown', 'ArrowDown');
  await waitFor(
    async () =>
      (await page.locator('[aria-live=polite]').allTextContents()).some((one) => one.includes('3 of 3')),
    { what: 'the move to be read out' },
  );
  assert.equal(await focused(), 'Move fox');
  await press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await tabTo(/, completed$/);
  await press(' ', 'ArrowRight', ' ');
  await page.getByText('2 selected').waitFor();
});

test('pages of a list keep the focus on their button at the last one', { skip }, async () => {
  const { api } = await at.admin();
  const { id } = await api.createTask({ type: 'noop', params: { count: 60 } });
  await (await at.admin()).wait(id);
  await open(`/tasks/${id}`);
  await tabTo('Next page');
  await press('Enter');
  await page.getByText('51–60 of 60').waitFor();
  assert.equal(await focused(), 'Next page');
});

test('pages are walked with Tab: each stop is in sight and marked, and the walk has an end', {
  skip,
}, async () => {
  const pages = [
    '/tasks',
    '/tasks/new?type=image',
    '/tasks/new?type=wait',
    `/tasks/${task_id}`,
    `/tasks/${failed_id}`,
    `/tasks/${task_id}/grid`,
    `/schedules/${schedule_id}`,
    `/webhooks/${webhook_id}`,
    '/audit',
    `/users/${user_id}`,
    '/account',
    '/system',
  ];
  for (const path of pages) {
    await open(path);
    // Past the navigation, which is the same everywhere.
    await press('Tab', 'Enter');
    const stops: string[] = [];
    for (let stop = ''; stop !== 'end'; stops.push(stop)) {
      await page.keyboard.press('Tab');
      stop = await page.evaluate<string>(SHOWN);
      assert.ok(stops.length < 80, `${path} does not end: ${stops.join(', ')}`);
    }
    assert.ok(stops.length > 1, path);
    assert.deepEqual(
      stops.filter((stop) => stop !== 'end' && !stop.startsWith('ok ')),
      [],
      path,
    );
  }
});

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
