/** What is done with the keyboard leaves the focus where one goes on: on the same button, on what is next, or on the page. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import { Keyboard } from './keyboard.ts';
import { ADMIN, PASSWORD } from './open-console.ts';
import { openedConsole } from './opened.ts';

let user_id = '';
const { skip, at, page } = await openedConsole(async ({ api }, at) => {
  await api.createTask({ type: 'wait', name: 'First', params: { seconds: 0 } });
  const user = await api.createUser({ email: 'mei.lin@example.com', password: PASSWORD, roles: ['manager'] });
  user_id = user.id;
  for (const account of [{ email: user.email, password: PASSWORD }, ADMIN]) await at.session(account);
});
const { focused, press, tabTo, open, go } = new Keyboard(page);

const holdsFocus = (what: string) =>
  page.evaluate<boolean>(`document.activeElement.closest('${what}') !== null`);
const stays = (name: string, what: string) =>
  waitFor(async () => (await focused()) === name, { what: `${what}: the focus at ${name}` });

test('a secret has the focus on its button Copy, and Escape does not throw it away', { skip }, async () => {
  await go('/keys');
  await tabTo('New key');
  await press('Enter');
  await waitFor(() => holdsFocus('[role=dialog]'), { what: 'the focus in the dialog' });
  await page.keyboard.type('Shown once');
  await press('Enter');
  await stays('Copy', 'a new key');
  const secret = page.locator('[role=dialog] output');
  await press('Escape');
  await page.getByRole('alert').getByText('You have not copied this yet.').waitFor();
  await press('Enter');
  await page.getByRole('dialog').getByText('Copied').waitFor();
  assert.equal(await page.getByRole('alert').count(), 0);
  await said('Copied');
  assert.match(await secret.innerText(), /^b2_/);
  await press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await go(`/users/${user_id}`);
  await tabTo('Create a link');
  await press('Enter');
  await stays('Copy', 'a link');
  await press('Enter');
  await said('Copied');
});

test('what was saved, and what cannot be changed, keeps its focus', { skip }, async () => {
  await go(`/users/${user_id}`);
  const chosen = page.getByRole('radio', { checked: true });
  await chosen.focus();
  const role = await focused();
  await press('ArrowDown');
  await page.getByRole('button', { name: 'Save', exact: true, disabled: false }).waitFor();
  assert.notEqual(await focused(), role, 'the arrow chooses another role');
  assert.equal(await page.evaluate('document.activeElement.ariaChecked'), 'true');
  await press('ArrowUp');
  await page.getByRole('button', { name: 'Save', exact: true, disabled: true }).waitFor();
  assert.equal(await focused(), role);
  await page.locator('input[name=fullname]').fill('Mei Lin');
  await tabTo('Save');
  await press('Enter');
  await page.getByRole('heading', { name: 'Mei Lin' }).waitFor();
  await stays('Save', 'a user');
  await go('/account');
  await page.locator('input[name=name]').fill('Ada');
  await tabTo('Save');
  await press('Enter');
  await page.getByRole('button', { name: 'Save', exact: true, disabled: true }).waitFor();
  await stays('Save', 'one’s own name');
});

test('a form is sent with Ctrl and Enter from any of its fields, from the choice of its type, and before any has the focus', {
  skip,
}, async () => {
  const leadsToMissing = async (from: string) => {
    await press('Control+Enter');
    await waitFor(() => page.evaluate<boolean>('document.activeElement.ariaInvalid === "true"'), {
      what: `the focus in what is missing, sent from ${from}`,
    });
  };
  for (const path of ['/tasks/new?type=image', '/schedules/new']) {
    await go(path);
    await page.getByRole('combobox', { name: 'Task type' }).waitFor();
    await leadsToMissing(`the page ${path}`);
    await page.getByRole('combobox', { name: 'Task type' }).focus();
    await leadsToMissing(`the task type of ${path}`);
    assert.equal(await page.getByRole('listbox').count(), 0);
    await page.getByRole('radio').first().focus();
    await leadsToMissing(`a ratio of ${path}`);
  }
});

test('clearing the filters of an empty list leads to its search', { skip }, async () => {
  await go('/tasks?q=nothing-has-this-name');
  await tabTo('Clear filters');
  await press('Enter');
  await stays('Search tasks', 'the filters were cleared');
});

test('B leads from a selected row to what can be done with it', { skip }, async () => {
  await go('/tasks');
  await page.locator('[data-row]').first().waitFor();
  await press('j', 'x');
  await page.getByRole('region', { name: '1 selected' }).waitFor();
  const row = await focused();
  await press('b');
  assert.equal(await holdsFocus('[data-bulk-bar]'), true);
  await press('Escape');
  await stays(row, 'the selection was cleared in its bar');
  await said('Selection cleared');
});

test('a small screen reaches the box that selects all, and the bar of a new task covers no focused field', {
  skip,
}, async () => {
  await page.setViewportSize({ width: 360, height: 640 });
  await go('/tasks');
  await page.locator('[data-row]').first().waitFor();
  await tabTo('Select all rows shown');
  await press('Space');
  await page.locator('[data-bulk-bar]').waitFor();
  await page.setViewportSize({ width: 640, height: 400 });
  await go('/tasks/new?type=image');
  for (let n = 0; n < 60; n += 1) {
    await press('Tab');
    if (await page.evaluate<boolean>('document.activeElement.tagName === "TEXTAREA"')) break;
  }
  const covered = `(() => {
    const { left, bottom } = document.activeElement.getBoundingClientRect();
    return document.activeElement.tagName + ' ' + (document.activeElement === document.elementFromPoint(left + 30, bottom - 8));
  })()`;
  assert.equal(await page.evaluate(covered), 'TEXTAREA true');
  await page.setViewportSize({ width: 1_280, height: 900 });
});

/** Waits until this is read out. */
const said = (words: string | RegExp) =>
  waitFor(
    async () => {
      const texts = await page.locator('[data-announcer] p').allInnerTexts();
      return texts.some((text) => (typeof words === 'string' ? text === words : words.test(text)));
    },
    { what: `${words} to be read out` },
  );

test('what a grid shows, its selection and its zoom are read out', { skip }, async () => {
  const { api } = await at.admin();
  const { id } = await api.createTask({
    type: 'image',
    params: { prompt: 'a {animal}', variables: { animal: ['fox', 'owl', 'hare'] }, size: 64 },
  });
  await (await at.admin()).wait(id);
  await go(`/tasks/${id}?show.animal=0.1`);
  await page.getByRole('gridcell').nth(1).waitFor();
  await tabTo('Show all');
  await press('Enter');
  await said('All values are shown');
  await stays('Filter', 'all values');
  await tabTo(/, completed$|^fox/);
  await press('Space');
  await tabTo('Clear');
  await press('Enter');
  await said('The selection was cleared');
  await waitFor(() => holdsFocus('[role=gridcell]'), { what: 'the focus in the grid' });
  await press('Enter');
  await waitFor(() => holdsFocus('[role=dialog]'), { what: 'the focus at the large picture' });
  await page.locator('[role=dialog] img').waitFor();
  await press('+');
  await said(/^Zoom [\d,]+%$/);
});

test('what is loading is read out once, and only to who has to wait', { skip }, async () => {
  await open('/tasks');
  const held = Promise.withResolvers<void>();
  await page.route(/\/api\/v1\/(workers|task-types|statistics|system)/, async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.evaluate(`window.heard = []; new MutationObserver(() => {
    window.heard.push(document.querySelector('[data-announcer]').innerText);
  }).observe(document.querySelector('[data-announcer]'), { childList: true, characterData: true, subtree: true })`);
  await tabTo('System', 'Tab');
  await press('Enter');
  await waitFor(async () => (await page.locator('[data-loading]').count()) > 1, { what: 'several to load' });
  await said('Loading');
  assert.deepEqual(await page.evaluate('window.heard'), ['Loading']);
  held.resolve();
  await page.unrouteAll({ behavior: 'wait' });
});

test('a form tells all that is wrong at once, and no longer marks what was changed', { skip }, async () => {
  await go('/account');
  await tabTo('current');
  await page.keyboard.type(PASSWORD);
  await tabTo('new');
  await page.keyboard.type('short');
  await tabTo('again');
  await page.keyboard.type('another');
  await press('Enter');
  await page.getByText('A password has 8 to 128 characters.').waitFor();
  await page.getByText('The two passwords differ.').first().waitFor();
  await stays('new', 'a password with faults');
  await go('/webhooks');
  await tabTo('New webhook');
  await press('Enter');
  await waitFor(() => holdsFocus('[role=dialog] input'), { what: 'the focus in the address' });
  await page.keyboard.type('mailto:somebody@example.com');
  await press('Enter');
  const wrong = page.locator('[role=dialog] input[aria-invalid=true]');
  await wrong.waitFor();
  // The focus is in the field already: what is wrong with it is said all the same.
  await said(/https:/);
  await press('Control+a');
  await page.keyboard.type('http://127.0.0.1:1/');
  await wrong.waitFor({ state: 'detached' });
});

test('what came of a test of a webhook is read out', { skip }, async () => {
  const { api } = await at.admin();
  const { id } = await api.createWebhook({ url: 'http://127.0.0.1:1/', events: ['task.failed'] });
  await go(`/webhooks/${id}`);
  await tabTo('Send a test');
  await press('Enter');
  await said('Message “Test” was not delivered: The receiver refuses the connection.');
  await tabTo('was cancelled');
  await press('Space');
  await tabTo('Save');
  await press('Enter');
  await page.getByText('Saved').first().waitFor();
  await stays('Save', 'a webhook');
});

test('the last administrator’s switch can be reached, and says why it stays', { skip }, async () => {
  const user = await (await at.admin()).api.getOwnAccount();
  await go(`/users/${user.id}`);
  const toggle = page.getByRole('switch', { name: 'Active' });
  await toggle.focus();
  await press('Space');
  assert.equal(await toggle.getAttribute('aria-checked'), 'true');
  assert.equal(await toggle.getAttribute('aria-disabled'), 'true');
  await page.getByRole('switch', { description: /last active administrator/ }).waitFor();
  await page.getByRole('button', { name: 'Delete user', description: /last active administrator/ }).waitFor();
  await at.axe(page, 'the last administrator');
});

test('ending all sessions of a user asks, and leaves the focus on the page', { skip }, async () => {
  await go(`/users/${user_id}`);
  await tabTo('End all sessions');
  await press('Enter');
  await waitFor(() => holdsFocus('[role=dialog]'), { what: 'the question' });
  await at.axe(page, 'ending all sessions of a user');
  await tabTo('End all sessions');
  await press('Enter');
  await page.getByRole('dialog', { name: /^End all/ }).waitFor({ state: 'detached' });
  await page.getByText('Not signed in anywhere.').waitFor();
  await waitFor(async () => (await focused()) !== 'body', { what: 'the focus on the page' });
});

test('signing in and out everywhere else leave the focus on the page', { skip }, async () => {
  await go('/account');
  await tabTo('Sign out everywhere else');
  await press('Enter');
  await waitFor(() => holdsFocus('[role=dialog]'), { what: 'the question' });
  await at.axe(page, 'signing out everywhere else');
  await tabTo('Sign out everywhere else');
  await press('Enter');
  await page.getByRole('dialog', { name: /^Sign out/ }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Sign out everywhere else' }).waitFor({ state: 'detached' });
  await waitFor(async () => (await focused()) !== 'body', { what: 'the focus on the page' });
  await page.context().clearCookies();
  await page.goto(`${at.url}/tasks`);
  await page.locator('input[name=username]').fill(ADMIN.email);
  await page.locator('input[name=password]').fill(PASSWORD);
  await press('Enter');
  await page.locator('[data-row]').first().waitFor();
  await waitFor(() => page.evaluate<boolean>('document.activeElement.id === "content"'), {
    what: 'the focus on the page after signing in',
  });
});

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
