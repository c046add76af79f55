/** Every dialog and page with the keyboard alone: where the focus goes, and that it can be seen. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import { FOCUSED, Keyboard } from './keyboard.ts';
import { PASSWORD } from './open-console.ts';
import { openedConsole } from './opened.ts';

let task_id = '';
let failed_id = '';
let user_id = '';
let schedule_id = '';
let webhook_id = '';
let gone_id = '';
const { skip, at, page } = await openedConsole(async (admin, at) => {
  const { api } = admin;
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
    api.createUser({ email: 'short@example.com', roles: ['user'] }),
    api.createApiKey({ name: 'Nightly import', permissions: ['read'] }),
    api.createApiKey({ name: 'A second key', permissions: ['read'] }),
  ]);
  [task_id = '', failed_id = '', user_id = '', schedule_id = '', webhook_id = '', gone_id = ''] = made.map(
    ({ id }) => id,
  );
  await admin.wait(task_id);
  await at.session();
});
const { focused, press, tabTo, go } = new Keyboard(page);

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
  /** (which comes before the page, in the navigation) */
  back?: boolean;
  /** and the keys that do so there. */
  keys: string[];
}

/** Dialogs, drawers and menus. */
const opened = (): Opened[] => [
  { what: 'menu', path: '/tasks', from: 'A', back: true, keys: ['Enter'] },
  { what: 'dialog', path: '/tasks', from: 'A', back: true, keys: ['Enter', 'ArrowDown', 'Enter'] },
  { what: 'dialog', path: '/tasks', from: 'Find anything', back: true, keys: ['Enter'] },
  { what: 'listbox', path: '/tasks', from: 'Any status', keys: ['Enter'] },
  { what: 'dialog', path: `/tasks/${task_id}`, from: 'More actions', keys: ['Enter', 'Enter'] },
  { what: 'dialog', path: `/tasks/${task_id}`, from: 'More actions', keys: ['Enter', 'End', 'Enter'] },
  { what: 'dialog', path: `/tasks/${task_id}`, from: 'animal', keys: ['Enter', 'End', 'Enter'] },
  { what: 'dialog', path: `/tasks/${task_id}`, from: /^fox, sea/, keys: ['Enter'] },
  { what: 'dialog', path: `/tasks/${task_id}?tab=items`, from: 'owl, sea', keys: ['Enter'] },
  { what: 'dialog', path: '/users', from: 'New user', keys: ['Enter'] },
  { what: 'dialog', path: `/users/${user_id}`, from: 'Delete user', keys: ['Enter'] },
  { what: 'dialog', path: '/webhooks', from: 'New webhook', keys: ['Enter'] },
  { what: 'dialog', path: '/keys', from: 'New key', keys: ['Enter'] },
  { what: 'dialog', path: '/system', from: /^Drain /, keys: ['Enter'] },
];

const holdsFocus = (what: string) =>
  page.evaluate<boolean>(`document.activeElement.closest('${what}') !== null`);

test('what is opened takes the focus, Escape closes it, and the focus goes back to where it was', {
  skip,
}, async () => {
  let shown = '';
  for (const { what, path, from, back, keys: pressed } of opened()) {
    const here = `${path}, ${from} ${pressed.join(' ')}`;
    if (path !== shown) await go(path);
    shown = path;
    // The last one may have ended there.
    if ((await focused()) !== from) await tabTo(from, back ? 'Shift+Tab' : 'Tab');
    const name = await focused();
    for (const key of pressed) {
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

test('pages are walked with Tab: each stop is in sight and marked, and the walk has an end', {
  skip,
}, async () => {
  const pages = [
    '/tasks',
    '/tasks/new?type=image',
    '/tasks/new?type=wait',
    `/tasks/${task_id}?tab=items`,
    `/tasks/${task_id}?tab=params`,
    `/tasks/${failed_id}`,
    `/tasks/${failed_id}?tab=log`,
    `/tasks/${task_id}`,
    `/schedules/${schedule_id}`,
    `/webhooks/${webhook_id}`,
    '/audit',
    `/users/${user_id}`,
    '/account',
    '/system',
  ];
  const walk = async (path: string) => {
    await go(path);
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
  };
  for (const path of pages) await walk(path);
  // A form whose button floats over its end.
  await page.setViewportSize({ width: 390, height: 844 });
  await walk('/schedules/new');
  await page.setViewportSize({ width: 1_280, height: 900 });
});

test('Tab leads into an open dialog, also where the focus is still on the page behind', {
  skip,
}, async () => {
  // With no wait between the keys: the dialog has not taken the focus yet.
  const quick = 'document.activeElement.closest("[role=dialog]") !== null';
  await go('/users');
  await tabTo('New user');
  await press('Enter');
  await page.getByRole('dialog').waitFor();
  for (const key of ['Tab', 'Shift+Tab']) {
    await page.evaluate('document.getElementById("content").focus()');
    await press(key);
    assert.equal(await page.evaluate(quick), true, key);
  }
  // Round and round, past both ends, as fast as the keys can be pressed.
  for (let n = 0; n < 24; n += 1) await press('Tab');
  await waitFor(() => holdsFocus('[role=dialog]'), { what: 'the focus in the dialog' });
  for (let n = 0; n < 24; n += 1) await press('Shift+Tab');
  await waitFor(() => holdsFocus('[role=dialog]'), { what: 'the focus in the dialog' });
  await press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

test('a wrong password leads back to its field, and sessions are told apart', { skip }, async () => {
  await go('/account');
  await tabTo('current');
  await page.keyboard.type('wrong');
  for (const name of ['new', 'again']) {
    await tabTo(name);
    await page.keyboard.type('a password of my own');
  }
  await press('Enter');
  await page.getByText('The current password is wrong.').waitFor();
  await waitFor(async () => (await focused()) === 'current', { what: 'the focus in the wrong password' });
  const names = await page
    .locator('[aria-label^="End the session on"]')
    .evaluateAll((all) => all.map((one) => one.ariaLabel));
  assert.ok(names.length > 0);
  assert.match(names[0] ?? '', /^End the session on .+, signed in .+\d:\d\d/);
  await tabTo(/^End the session on/);
  // A frame that comes before the list without the session is drawn finds the focus where it was.
  await page.evaluate(
    'window.drawn = requestAnimationFrame; window.requestAnimationFrame = (look) => (queueMicrotask(look), 0)',
  );
  await press('Enter');
  await waitFor(() => page.evaluate<boolean>("document.activeElement.tagName === 'LI'"), {
    what: 'the focus at the session in place of the ended one',
  });
  await page.evaluate('window.requestAnimationFrame = window.drawn');
});

test('after something was deleted the focus is on the page, and what happened is read out', {
  skip,
}, async () => {
  const deletions: { path: string; from: string; confirm: string; said: string }[] = [
    { path: '/keys', from: 'Delete A second key', confirm: 'Delete key', said: 'The key was deleted' },
    { path: `/users/${gone_id}`, from: 'Delete user', confirm: 'Delete user', said: 'The user was deleted' },
    {
      path: `/webhooks/${webhook_id}`,
      from: 'Delete webhook',
      confirm: 'Delete webhook',
      said: 'The webhook was deleted',
    },
    {
      path: `/schedules/${schedule_id}`,
      from: 'Delete schedule',
      confirm: 'Delete schedule',
      said: 'The schedule was deleted',
    },
  ];
  for (const { path, from, confirm, said } of deletions) {
    await go(path);
    await tabTo(from);
    await press('Enter');
    // The message about the one before may still stand there, which is a dialog as well.
    const question = page.getByRole('dialog', { name: /^Delete/ });
    await question.waitFor();
    await waitFor(() => holdsFocus('[role=dialog]:not([data-toast])'), {
      what: `${path}: the focus in the dialog`,
    });
    await tabTo(confirm);
    await press('Enter');
    await question.waitFor({ state: 'detached' });
    await page.getByText(said).first().waitFor();
    await waitFor(async () => (await focused()) !== 'body', {
      what: `${path}: the focus after the deletion`,
    });
    // Where the list is on the page, one goes on at the place of what was deleted.
    if (path === '/keys')
      await waitFor(() => holdsFocus('tr'), { what: 'the focus at the row in place of the deleted one' });
  }
});

test('a password is set by its link with keys alone', { skip }, async () => {
  const { api } = await at.admin();
  const { id } = await api.createUser({ email: 'link@example.com', roles: ['user'] });
  const { url } = await api.createPasswordLink({ id });
  await page.context().clearCookies();
  await page.goto(at.url + new URL(url).pathname + new URL(url).hash);
  await waitFor(async () => (await focused()) === 'new', { what: 'the focus in the new password' });
  await page.keyboard.type(PASSWORD);
  await tabTo('again');
  await page.keyboard.type('another');
  await press('Enter');
  await page.getByText('The two passwords differ.').first().waitFor();
  await waitFor(async () => (await focused()) === 'again', {
    what: 'the focus in the repeated password',
  });
  await press('Control+a');
  await page.keyboard.type(PASSWORD);
  await press('Enter');
  // It signs in at once, and the keys go on where the page begins.
  await page.getByText('Your password is set').waitFor();
  await page.locator('#content').waitFor();
  await waitFor(() => page.evaluate('document.activeElement?.id === "content"'), {
    what: 'the focus on the page that came',
  });
});

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
