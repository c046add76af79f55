/** Real work in the console with the keyboard alone: nothing here moves a mouse, and the focus is never lost. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import { Keyboard } from './keyboard.ts';
import { openedConsole } from './opened.ts';

let task_id = '';
const { skip, at, page } = await openedConsole(async (admin) => {
  const { api } = admin;
  const image = await api.createTask({
    type: 'image',
    name: 'Six',
    params: {
      prompt: '{animal} {place}',
      variables: { animal: ['fox', 'owl', 'hare'], place: ['sea', 'city'] },
      size: 64,
    },
  });
  await api.createTask({ type: 'talker', name: 'Fails', params: { does: 'fail with a cause' } });
  task_id = image.id;
  await admin.wait(image);
});
const { focused, press, tabTo, open, go, choose } = new Keyboard(page);

const said = (text: string) =>
  page.locator('[role=status], [data-announcer]').filter({ hasText: text }).first().waitFor();

test('the skip link leads past the navigation, and another page begins at its content', {
  skip,
}, async () => {
  await page.locator('#content h1').waitFor();
  await press('Tab', 'Enter');
  await press('Tab');
  assert.equal(await focused(), 'New task');
  await tabTo('Users', 'Shift+Tab');
  await press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor();
  assert.equal(await page.evaluate('document.activeElement.id'), 'content');
  // Screen readers say which page it is that has the focus.
  await page.getByRole('main', { name: 'Users', exact: true }).waitFor();
  await press('Tab');
  assert.equal(await focused(), 'New user');
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: 'Tasks' }).waitFor();
  assert.equal(await page.evaluate('document.activeElement.id'), 'content');
  // What opens over the page gives the focus back to the content, not to the first link in it.
  for (const key of ['?', 'Control+k']) {
    await press(key);
    const inside = () => page.evaluate<boolean>("document.activeElement.closest('[role=dialog]') !== null");
    await waitFor(inside, { what: `the focus in what ${key} opens` });
    await press('Escape');
    await waitFor(() => page.evaluate<boolean>("document.activeElement.id === 'content'"), {
      what: `the focus back at the content after ${key}`,
    });
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
});

test('a command of the palette gives the focus back to what is in front, however often it was used', {
  skip,
}, async () => {
  await go(`/tasks/${task_id}?tab=items`);
  await tabTo('owl, sea');
  const inFront = () => page.evaluate<boolean>("document.activeElement.closest('[role=dialog]') !== null");
  const command = async () => {
    await press('Control+k');
    const palette = page.getByRole('dialog', { name: 'Find a page, a task or a command' });
    await waitFor(() => page.evaluate<boolean>("document.activeElement.matches('[role=dialog] input')"), {
      what: 'the focus in the palette',
    });
    await page.keyboard.type('theme: light');
    // Only the command is left, and not the tasks found before.
    await waitFor(async () => (await palette.getByRole('option').count()) === 1);
    await press('Enter');
    await palette.waitFor({ state: 'detached' });
  };
  await command();
  await waitFor(async () => (await focused()) === 'owl, sea', { what: 'the focus back at the item' });
  await press('Enter');
  await waitFor(() => inFront(), { what: 'the focus in the drawer' });
  await command();
  await waitFor(() => inFront(), { what: 'the focus back in the drawer' });
  await press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

test('a matrix is written, ordered and sent, and the focus is never lost', { skip }, async () => {
  await go('/tasks/new?type=image');
  const live = () => page.locator('[aria-live=polite]').allTextContents();
  const said = (text: string) =>
    waitFor(async () => (await live()).some((one) => one.includes(text)), {
      what: `"${text}" to be read out`,
    });
  await tabTo(/^base-ui/);
  await page.keyboard.type('a {animal} in the {place}');
  await page.getByRole('textbox', { name: 'Values of place' }).waitFor();
  await tabTo('Values of animal');
  for (const animal of ['fox', 'owl', 'hare']) {
    await page.keyboard.type(animal);
    await press('Enter');
    await said(`${animal} was added`);
  }
  await page.keyboard.type('owl');
  await press('Enter');
  await said('owl is already in the list.');
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
    what: 'typing to begin in the new variable',
  });
  await page.keyboard.type('1..2');
  await press('Enter');
  await tabTo('Style');
  await press('Enter');
  await waitFor(async () => (await focused()) === 'Values of Style', {
    what: 'typing to begin in the styles',
  });
  await page.keyboard.type('ink wash');
  await press('Enter');
  await said('Ink wash was added');
  await tabTo('Actions for Style', 'Shift+Tab');
  await choose('End', 'Enter');
  await page.getByRole('textbox', { name: 'Values of Style' }).waitFor({ state: 'detached' });
  await tabTo('Actions for Seed', 'Shift+Tab');
  await choose('End', 'Enter');
  await page.getByRole('textbox', { name: 'Values of Seed' }).waitFor({ state: 'detached' });
  await waitFor(async () => (await focused()) === 'Variable', {
    what: 'the focus after a variable was removed',
  });
  await said('2 pictures');
  await tabTo(/^64|base-ui/);
  await press('Control+Enter');
  await page.waitForURL((url) => !url.pathname.endsWith('/new'));
  assert.equal(await page.evaluate('document.activeElement.id'), 'content');
});

test('axes, values and cells of a grid', { skip }, async () => {
  await go(`/tasks/${task_id}?rows=animal&columns=place`);
  await page.getByRole('gridcell').first().waitFor();
  await tabTo('animal');
  await choose('ArrowDown', 'Enter');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await waitFor(async () => (await focused()) === 'animal', {
    what: 'focus on the moved variable',
  });
  await choose('End', 'Enter');
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
  const selected = (count: number) => page.getByRole('region', { name: `${count} selected` });
  await selected(2).waitFor();
  await press('r');
  await said('Only failed and cancelled cells can be retried');
  await press('Escape');
  await selected(2).waitFor({ state: 'detached' });
  await said('The selection was cleared');
  await press('Shift+ArrowLeft');
  await selected(2).waitFor();
  await press('Control+a');
  await selected(6).waitFor();
  await press('b');
  assert.equal(await focused(), 'Download');
  await press('Escape');
  await selected(6).waitFor({ state: 'detached' });
  await waitFor(async () => / completed$/.test(await focused()), { what: 'the focus back in the grid' });
});

test('pictures are compared from the large one, which has the name of its cell', { skip }, async () => {
  await go(`/tasks/${task_id}?rows=place&columns=animal`);
  await page.locator('[role=gridcell][data-status=completed]').first().waitFor();
  await tabTo(/, completed$/);
  const name = (await focused()).replace(', completed', '');
  await press('Enter');
  await page.getByRole('dialog', { name, exact: true }).waitFor();
  await tabTo('Add to comparison');
  await press('Enter');
  await said('1 selected');
  await tabTo('Next', 'Shift+Tab');
  await press('Enter');
  await tabTo('Add to comparison');
  await press('Enter');
  await said('2 selected');
  await tabTo('Compare');
  await press('Enter');
  await page.locator('[role=dialog]:focus-within', { hasText: 'Compare 2 pictures' }).waitFor();
  await press('Escape');
  await waitFor(async () => / completed$/.test(await focused()), { what: 'the focus back in the grid' });
});

test('pages of a list keep the focus on their button at the last one', { skip }, async () => {
  const { api } = await at.admin();
  const { id } = await api.createTask({ type: 'noop', params: { count: 60 } });
  await (await at.admin()).wait(id);
  await go(`/tasks/${id}`);
  await tabTo('Next page');
  await press('Enter');
  await page.getByText('51–60 of 60').waitFor();
  assert.equal(await focused(), 'Next page');
});

test('where a pressed button goes away the focus goes on, and what happened is read out', {
  skip,
}, async () => {
  const { api } = await at.admin();
  const notLost = (what: string) =>
    waitFor(async () => (await focused()) !== 'body', { what: `the focus after ${what}` });
  const { id } = await api.createTask({ type: 'wait', name: 'Is cancelled', params: { seconds: 60 } });
  await go(`/tasks/${id}`);
  await page.getByText('Running').first().waitFor();
  await tabTo('Cancel');
  await press('Enter');
  await tabTo('Cancel task');
  await press('Enter');
  await said('Is cancelled: Cancelled');
  await notLost('the task was cancelled');
  // Enter pressed twice must not cancel what it has just started.
  await tabTo('Retry', 'Shift+Tab');
  await press('Enter');
  await page.getByRole('button', { name: 'Cancel', exact: true }).waitFor();
  await waitFor(async () => (await focused()) === 'More actions', { what: 'the focus beside Cancel' });
  await api.cancelTask({ id });
  await open('/tasks');
  await api.createTask({ type: 'wait', name: 'Newer', params: { seconds: 0 } });
  await page.getByRole('button', { name: '1 new task' }).waitFor();
  await tabTo('1 new task');
  await press('Enter');
  await page.getByRole('link', { name: 'Newer' }).waitFor();
  await waitFor(async () => (await focused()) === 'Newer', { what: 'the focus on the newest row' });
  // As many as the last time, and said again.
  await page.locator('[data-announcer]', { hasText: '1 new task' }).waitFor({ state: 'detached' });
  const { id: newest } = await api.createTask({ type: 'wait', name: 'Newest', params: { seconds: 0 } });
  await page.locator('[data-announcer]', { hasText: '1 new task' }).waitFor({ timeout: 8_000 });
  await api.deleteTask({ id: newest });
  await open('/tasks');

  await press('j', 'x');
  await said('1 selected');
  await tabTo('Clear selection');
  await press('Enter');
  await notLost('the selection was cleared');

  await tabTo('Select Newer', 'Shift+Tab');
  await press(' ');
  await tabTo('Delete');
  await press('Enter');
  await tabTo('Delete 1 task');
  await press('Enter');
  await page.getByRole('link', { name: 'Newer' }).waitFor({ state: 'detached' });
  await notLost('the task was deleted');
  await tabTo('Search tasks', 'Shift+Tab');
  await page.keyboard.type('fails');
  await said('1 task');
});

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
