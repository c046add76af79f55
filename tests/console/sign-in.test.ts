import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../../client/src/index.ts';
import { waitFor } from '../support/wait-for.ts';
import { follow } from './follow.ts';
import { ADMIN, OpenConsole, PASSWORD } from './open-console.ts';
import { openedConsole } from './opened.ts';

const { skip, at, page } = await openedConsole();

/** Leaves the tab as in a new browser: without a session, and without what the test before kept there. */
async function emptied(): Promise<void> {
  await page.goto(`${at.url}/favicon.svg`);
  await page.evaluate('localStorage.clear(); sessionStorage.clear()');
  await page.context().clearCookies();
}

/** Shows this path to somebody who is signed in. */
async function shown(path: string, account = ADMIN): Promise<void> {
  await emptied();
  await at.grant(page, account);
  await page.goto(at.url + path);
  await page.locator('#content').waitFor();
}

test('signing in leads where one wanted to go, lasts over a reload, and leaves no token to scripts', {
  skip,
}, async () => {
  await emptied();
  const refused: string[] = [];
  page.on('response', (one) => one.status() >= 400 && refused.push(one.url()));
  await page.goto(`${at.url}/account`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  assert.deepEqual(refused, [], 'where nobody is signed in, nothing is asked for that only they get');
  await page.getByText('Fill this in.').nth(1).waitFor();
  await page.getByLabel('E-mail').fill('admin@example.com');
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').getByText('The e-mail or the password is wrong.').waitFor();
  // The refused password is selected: what is typed next replaces it.
  await page.keyboard.type('another');
  assert.equal(await page.getByLabel('Password', { exact: true }).inputValue(), 'another');

  await at.signIn(page);
  await page.getByRole('heading', { level: 1, name: 'Account' }).waitFor();
  assert.equal(page.url(), `${at.url}/account`);
  const kept: string = await page.evaluate(
    'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])',
  );
  assert.doesNotMatch(kept, /eyJ|refresh|access/);
  const cookies = await page.context().cookies();
  assert.deepEqual(
    cookies
      .map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite }))
      .filter(({ name }) => name === 'b2_refresh'),
    [{ name: 'b2_refresh', httpOnly: true, sameSite: 'Strict' }],
  );

  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Account' }).waitFor();
});

test('signing out in one tab signs out the others, and signing in signs them in', { skip }, async () => {
  const other = await page.context().newPage();
  await other.goto(`${at.url}/account`);
  await other.getByRole('heading', { level: 1, name: 'Account' }).waitFor();
  await page.getByRole('button', { name: /Administrator/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await other.getByRole('heading', { name: 'Sign in' }).waitFor();
  await at.signIn(page);
  await other.getByRole('heading', { level: 1, name: 'Account' }).waitFor();
  await other.close();
});

test('a session that is ended elsewhere ends here, and says so', { skip }, async () => {
  const account = await at.account('ended@example.com', ['user']);
  await shown('/account', account);
  const admin = await at.admin();
  const { items } = await admin.api.listUsers({ q: 'ended' });
  await admin.api.updateUser({ id: items[0]?.id ?? '', password: `${PASSWORD}!` });
  // The event stream ends with its session, so the page need not be touched.
  await page.getByText('Your session has ended.').waitFor();
});

test('what was typed in a dialog outlives the end of the session, and is gone once it is closed', {
  skip,
}, async () => {
  const account = await at.account('typing@example.com', ['user']);
  await shown('/keys', account);
  await page.getByRole('button', { name: 'New key' }).click();
  const name = page.getByRole('dialog').getByRole('textbox', { name: 'Name' });
  await name.fill('Nightly export');
  const admin = await at.admin();
  const { items } = await admin.api.listUsers({ q: 'typing' });
  const password = `${PASSWORD}!`;
  await admin.api.updateUser({ id: items[0]?.id ?? '', password });
  await page.getByText('Your session has ended.').waitFor();
  await at.signIn(page, { email: 'typing@example.com', password });
  await name.waitFor();
  assert.equal(await name.inputValue(), 'Nightly export');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.reload();
  await page.getByRole('button', { name: 'New key' }).click();
  assert.equal(await name.inputValue(), '');
});

test('a dialog in which nothing is typed is not open after another page was loaded', { skip }, async () => {
  await shown('/tasks');
  const dialog = page.getByRole('dialog');
  for (const [path, link, button] of [
    ['/users', 'Users', 'New user'],
    ['/webhooks', 'Webhooks', 'New webhook'],
    ['/keys', 'API keys', 'New key'],
  ] as const) {
    await page.getByRole('link', { name: link, exact: true }).click();
    await page.getByRole('button', { name: button }).click();
    const field = dialog.getByRole('textbox').first();
    // What was typed and taken out again is as if it had never been there.
    await field.fill('h');
    await page.reload();
    await field.waitFor();
    assert.equal(await field.inputValue(), 'h', path);
    await field.fill('');
    await page.goto(`${at.url}/tasks`);
    await page.getByRole('link', { name: link, exact: true }).click();
    await page.getByRole('button', { name: button }).waitFor();
    assert.equal(await dialog.count(), 0, path);
  }
});

test('a new user without a password is made together with the link to send', { skip }, async () => {
  await shown('/users');
  await page.getByRole('button', { name: 'New user' }).click();
  await page.getByRole('textbox', { name: 'E-mail' }).fill('nope');
  await page.getByRole('button', { name: 'Create user' }).click();
  await page.getByText('This is not an e-mail address.').waitFor();
  await page.getByRole('textbox', { name: 'E-mail' }).fill('jo@example.com');
  await page.getByRole('textbox', { name: 'Name' }).fill('Jo');
  await page.getByRole('button', { name: 'Create user' }).click();
  const dialog = page.getByRole('dialog', { name: 'Password link' });
  await dialog.getByText('Send this link to Jo').waitFor();
  await dialog.getByRole('button', { name: 'Copy' }).waitFor();
  const link = await dialog.getByRole('status', { name: 'Password link' }).innerText();
  await at.axe(page, 'link of a new user');
  await dialog.getByRole('button', { name: 'Copy' }).click();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('heading', { level: 1, name: 'Jo' }).waitFor();
  await page.goto(link);
  await page.getByRole('heading', { name: 'Set your password' }).waitFor();
  await page.getByText('For jo@example.com.').waitFor();
  for (const name of ['New password', 'New password again'])
    await page.getByLabel(name, { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Set password' }).click();
  // It signs in at once, as the person who holds the link.
  await page.getByText('Your password is set').waitFor();
  await page.getByRole('button', { name: /^Jo/ }).waitFor();
  // Opened once more, it says so before anybody has typed a password.
  await page.goto(`${at.url}/favicon.svg`);
  await page.goto(link);
  await page.getByRole('heading', { name: 'This link cannot be used' }).waitFor();
  assert.equal(await page.locator('input').count(), 0);
});

test('a password that everybody knows is asked to be changed, and the new one signs in', {
  skip,
}, async () => {
  const fresh = await OpenConsole.open({ ADMIN_PASSWORD: '' });
  try {
    const page = await (await fresh.context()).newPage();
    await page.goto(`${fresh.url}/tasks`);
    await fresh.signIn(page, { email: 'admin@example.com', password: 'admin123' });
    const banner = page.getByRole('region', { name: 'Your password' });
    const dialog = page.getByRole('dialog', { name: 'Choose a password of your own' });
    // It stands in nobody's way; put off, it does not come back in this session: not after a reload, not in another tab.
    await banner.waitFor();
    await page.getByRole('heading', { level: 1 }).waitFor();
    assert.equal(await page.getByRole('dialog').count(), 0);
    await fresh.axe(page, 'the banner');
    await banner.getByRole('button', { name: 'Later' }).click();
    await banner.waitFor({ state: 'detached' });
    await waitFor(() => page.evaluate('document.activeElement.id === "content"'), {
      what: 'the focus on the page',
    });
    const other = await page.context().newPage();
    for (const tab of [page, other]) {
      await tab.goto(`${fresh.url}/account`);
      await tab.getByRole('heading', { level: 1, name: 'Account' }).waitFor();
      assert.equal(await tab.getByRole('region', { name: 'Your password' }).count(), 0);
    }
    await other.close();
    await page.getByRole('button', { name: /Administrator/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await fresh.signIn(page, { email: 'admin@example.com', password: 'admin123' });
    await banner.getByRole('button', { name: 'Choose a password' }).click();
    await dialog.getByLabel('Current password', { exact: true }).fill('admin123');
    for (const password of ['password', PASSWORD]) {
      await dialog.getByLabel('New password', { exact: true }).fill(password);
      await dialog.getByLabel('New password again', { exact: true }).fill(password);
      if (password === PASSWORD) await fresh.axe(page, 'first password');
      await page.keyboard.press('Enter');
      if (password === 'password') await dialog.locator('[data-invalid]').first().waitFor();
    }
    await dialog.waitFor({ state: 'detached' });
    // The button that led here is gone, and the message in front of the page is no dialog that keeps the focus.
    await page.getByText('Password changed').waitFor();
    await waitFor(() => page.evaluate('document.activeElement.id === "content"'), {
      what: 'the focus on the page after the password was changed',
    });
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
    assert.equal(await banner.count(), 0);
    assert.deepEqual(fresh.complaints, []);
  } finally {
    await fresh.close();
  }
});

/** The answer to the next change of the preferences. */
const saved = () =>
  page.waitForResponse((one) => one.url().endsWith('/preferences') && one.request().method() === 'PUT');

test('language and theme change at once, stay, and go with the account to another browser', {
  skip,
}, async () => {
  const account = await at.account('mover@example.com', ['user']);
  await shown('/account', account);
  const kept = saved();
  await page.getByRole('radio', { name: '中文' }).click();
  await page.getByRole('heading', { level: 1, name: '账户' }).waitFor();
  assert.equal(await page.evaluate('document.documentElement.lang'), 'zh-CN');
  assert.equal(await page.evaluate('getComputedStyle(document.querySelector("h1")).fontWeight'), '650');
  await kept;
  const also = saved();
  await page.getByRole('radio', { name: '深色' }).click();
  const ground = () => page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
  assert.equal(await ground(), 'rgb(17, 18, 20)');
  await also;
  await page.reload();
  await page.getByRole('heading', { level: 1, name: '账户' }).waitFor();
  assert.equal(await ground(), 'rgb(17, 18, 20)');

  await shown('/account', account);
  await page.getByRole('heading', { level: 1, name: '账户' }).waitFor();
  await waitFor(async () => (await ground()) === 'rgb(17, 18, 20)');

  // A line that is kept in one is so in Chinese too.
  const theirs = new Client({ url: at.url });
  await theirs.signIn(account);
  await theirs.api.createTask({ type: 'wait', name: 'A', params: { seconds: 0 } });
  await follow(page, '/tasks');
  await page.locator('[data-row]').waitFor();
  // The palette says the new language, in its words.
  for (const [name, said] of [
    ['English', 'Language: English'],
    ['中文', '语言：中文'],
  ] as const) {
    await page.keyboard.press('Control+k');
    await page.locator('[role=dialog] [role=combobox]').fill(name);
    await page.getByRole('option', { name }).click();
    await page.locator('[data-announcer]', { hasText: said }).waitFor({ state: 'attached' });
  }
  const wrapping = `getComputedStyle(document.querySelector('[data-row] + p')).whiteSpace`;
  assert.equal(await page.evaluate(wrapping), 'nowrap');
});

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
