/** The pages of people as an administrator uses them: finding them, giving another role, disabling, and ending one session. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import { follow } from './follow.ts';
import { PASSWORD } from './open-console.ts';
import { openedConsole } from './opened.ts';

const { skip, at, page } = await openedConsole(
  async ({ api }) => {
    for (const [email, fullname, role] of [
      ['mei@example.com', 'Mei Lin', 'user'],
      ['jo@example.com', 'Jo Park', 'user'],
      ['ada@example.com', 'Ada Moss', 'guest'],
    ] as const)
      await api.createUser({ email, fullname, password: PASSWORD, roles: [role] });
  },
  { path: '/users' },
);

const names = () => page.locator('tbody').getByRole('link').allTextContents();
const query = () => new URL(page.url()).search;
const choose = async (filter: string, option: string) => {
  await page.getByRole('combobox', { name: filter }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
};

test('people are found by name, role and state, and the address says which', { skip }, async () => {
  await waitFor(async () => (await names()).length === 4);
  await page.getByRole('searchbox').fill('ada@');
  await waitFor(async () => (await names()).join() === 'Ada Moss');
  await page.getByText('1 user', { exact: true }).waitFor();
  assert.equal(query(), '?q=ada%40');
  await page.getByRole('searchbox').fill('');
  await choose('Role', 'User');
  await waitFor(async () => (await names()).sort().join() === 'Jo Park,Mei Lin');
  await choose('State', 'Disabled');
  await page.getByText('Nothing matches').waitFor();
  assert.equal(query(), '?role=user&state=disabled');
  await page.goBack();
  await waitFor(async () => (await names()).length === 2);
  assert.equal(query(), '?role=user');
});

test('who gets another role sees more at once; who is disabled is signed out', { skip }, async () => {
  const theirs = await at.signedIn('/account', { email: 'mei@example.com', password: PASSWORD });
  await theirs.getByRole('heading', { level: 1, name: 'Account' }).waitFor();
  assert.equal(await theirs.getByRole('link', { name: 'Users' }).count(), 0);
  await page.getByRole('link', { name: 'Mei Lin' }).click();
  await page.getByRole('radio', { name: 'Manager' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  const own = theirs.getByRole('textbox', { name: 'Name' });
  await own.fill('Mei Linnea');
  await theirs.reload();
  await theirs.getByRole('link', { name: 'Users' }).waitFor();
  assert.equal(await own.inputValue(), 'Mei Linnea', 'what is not saved is kept');

  await page.getByRole('textbox', { name: 'Unfinished tasks' }).fill('1.5');
  await page.getByRole('textbox', { name: 'Stored files, in GB' }).fill('0.5');
  await page.getByRole('button', { name: 'Save quotas' }).click();
  await page.getByText('Enter a whole number, or leave this empty.').first().waitFor();
  await page.getByRole('textbox', { name: 'Unfinished tasks' }).fill('15');
  await page.getByRole('button', { name: 'Save quotas' }).click();
  await page.getByRole('button', { name: 'Save quotas', disabled: true }).waitFor();
  const { items } = await (await at.admin()).api.listUsers({ q: 'mei@' });
  assert.deepEqual(items[0]?.quotas, { active_tasks: 15, stored_bytes: 500_000_000 });

  await page.getByRole('switch', { name: 'Active' }).click();
  await page.getByRole('button', { name: 'Save and disable' }).click();
  // Nobody touches the page.
  await theirs.getByText('Your session has ended.').waitFor();
  await theirs.locator('input[name=username]').fill('mei@example.com');
  await theirs.locator('input[name=password]').fill(PASSWORD);
  await theirs.locator('button[type=submit]').click();
  await theirs.getByRole('alert').waitFor();
  assert.equal(await theirs.locator('#content').count(), 0);
  await follow(page, '/users?state=disabled');
  await waitFor(async () => (await names()).join() === 'Mei Lin');
  await at.leave(theirs);
});

test('one session among several is ended, and no other', { skip }, async () => {
  const account = { email: 'jo@example.com', password: PASSWORD };
  const other = await at.signedIn('/account', account);
  await other.getByText('This browser').waitFor();
  const one = await at.signedIn('/account', account);
  await one.getByRole('button', { name: /^End/ }).click();
  await one.getByText('The session was ended').waitFor();
  await other.getByText('Your session has ended.').waitFor();
  await one.reload();
  await one.getByText('This browser').waitFor();
  assert.equal(await one.getByRole('button', { name: /^End/ }).count(), 0);
  await at.leave(one);
  await at.leave(other);
});

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
