/** The grid of a matrix task: axes, URL, keys, failed cells, comparing, and how much of it is loaded. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { requireService } from '../support/services.ts';
import { waitFor } from '../support/wait-for.ts';
import { OpenConsole } from './open-console.ts';
import { longestTask } from './simulate-events.ts';

const skip = !requireService('chromium');
let at: OpenConsole;
let page: Page;
let pictures: string;
let patchy: string;

before(async () => {
  if (skip) return;
  at = await OpenConsole.open({ TASK_TYPES_DIR: join(import.meta.dirname, 'task-types') });
  const { api } = await at.admin();
  const variables = {
    mood: ['dawn', 'dusk'],
    place: ['desert', 'city', 'sea'],
    animal: ['fox', 'owl', 'hare'],
  };
  const image = await api.createTask({
    type: 'image',
    name: 'Moods',
    params: { prompt: '{animal} {place} {mood}', variables, size: 64 },
  });
  const failing = await api.createTask({
    type: 'patchy',
    name: 'Patchy',
    params: { variables: { time: ['dawn', 'dusk'], thing: ['good', 'bad', 'odd'] } },
  });
  pictures = image.id;
  patchy = failing.id;
  // Small: all of the cells are in view.
  page = await at.signedIn(`/tasks/${pictures}?size=s`);
});
after(() => at?.close());

const cells = () => page.getByRole('gridcell');
const cell = (name: string) => page.getByRole('gridcell', { name, exact: true });
const labels = async (of = page) =>
  (await of.getByRole('gridcell').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')))).map(
    (label) => label?.split(', ').slice(0, -1).join(' '),
  );
const address = () => new URL(page.url()).searchParams;
/** Has the variable stand elsewhere, with keys alone. */
const place = async (name: RegExp, role: string) => {
  await page.getByRole('button', { name }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitemradio', { name: role, exact: true }).waitFor();
  await page.getByRole('menuitemradio', { name: role, exact: true }).press('Enter');
};

test('cells fill in while the task runs, each with its picture', { skip }, async () => {
  await cell('dusk, sea, hare, completed').waitFor({ timeout: 60_000 });
  assert.equal(await cells().count(), 18);
  await waitFor(() =>
    page.evaluate(
      '[...document.querySelectorAll("[role=gridcell] img")].filter((one) => one.naturalWidth > 0).length === 18',
    ),
  );
});

test('axes are changed with keys, and a second browser restores the view from its URL', {
  skip,
}, async () => {
  await place(/^mood/, 'One value at a time');
  await waitFor(async () => (await cells().count()) === 9);
  await page.getByRole('button', { name: 'Next value of mood' }).press('Enter');
  await cell('desert, fox, completed').waitFor();
  await waitFor(() => address().get('at.mood') === '1');
  await place(/^animal/, 'Inner rows');
  await place(/^mood/, 'Columns');
  await waitFor(async () => (await labels())[1] === 'desert fox dusk');
  await page.getByRole('button', { name: 'Swap rows and columns' }).press('Enter');
  await waitFor(async () => (await labels())[1] === 'dawn desert owl');

  await page.getByRole('button', { name: /^animal/ }).press('Enter');
  await page.getByRole('menuitem', { name: 'Choose and order values' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Values of animal' });
  await dialog.getByRole('checkbox', { name: 'owl' }).press('Space');
  await dialog.getByRole('button', { name: 'Move hare' }).press('ArrowUp');
  await dialog.getByRole('button', { name: 'Move hare' }).press('ArrowUp');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('12 of 18 shown').waitFor();
  const seen = await labels();
  assert.deepEqual(seen.slice(0, 3), ['dawn desert hare', 'dawn desert fox', 'dawn city hare']);

  const other = await at.signedIn(page.url().slice(at.url.length));
  await other.getByRole('gridcell').first().waitFor();
  await waitFor(async () => (await labels(other)).join() === seen.join());
  await other.context().close();
});

test('a variable is dragged to another axis, and its menu still opens with a click or a key', {
  skip,
}, async () => {
  await page.goto(`${at.url}/tasks/${pictures}`);
  const chip = (name: string) => page.locator(`[data-variable=${name}]`);
  const steps = page.getByRole('group', { name: 'One at a time' });
  assert.equal(await steps.count(), 0, 'while nothing is dragged there is nothing to drop');
  await chip('mood').hover();
  await page.mouse.down();
  await page.mouse.move(500, 300, { steps: 3 });
  await steps.hover();
  await page.mouse.up();
  await waitFor(() => address().get('rows') === 'place');
  await chip('animal').dragTo(chip('place'));
  await waitFor(() => address().get('rows') === 'animal,place');
  const menu = page.getByRole('menu');
  await chip('place').click();
  await menu.waitFor();
  await page.keyboard.press('Escape');
  await menu.waitFor({ state: 'detached' });
  await chip('place').press('Enter');
  await menu.waitFor();
  await page.keyboard.press('Escape');
});

test('arrow keys walk the grid; Enter shows a cell large, and its neighbours with arrow keys', {
  skip,
}, async () => {
  await page.goto(`${at.url}/tasks/${pictures}`);
  await cell('dawn, desert, fox, completed').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  const focused = () => page.evaluate('document.activeElement.getAttribute("aria-label")');
  await waitFor(async () => (await focused()) === 'dawn, city, hare, completed');
  await page.keyboard.press('Control+Home');
  await waitFor(async () => (await focused()) === 'dawn, desert, fox, completed');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'dawn, desert, fox' }).getByText('1 of 18').waitFor();
  await page.keyboard.press('ArrowDown');
  const shown = page.getByRole('dialog', { name: 'dawn, city, fox' });
  await shown.getByRole('img', { name: 'Picture: dawn, city, fox' }).waitFor();
  await shown.getByText('fox city dawn').waitFor();
  await page.keyboard.press('Escape');
  await shown.waitFor({ state: 'detached' });
});

test('with Select on, a press on a small cell selects it, and each shows that it can be', {
  skip,
}, async () => {
  await page.goto(`${at.url}/tasks/${pictures}?size=s`);
  await cell('dawn, desert, fox, completed').waitFor();
  const select = page.getByRole('button', { name: 'Select', exact: true });
  await select.click();
  const marks = () =>
    page.evaluate(
      '[...document.querySelectorAll("[role=gridcell] button")].every((one) => getComputedStyle(one).opacity === "1")',
    );
  await waitFor(marks);
  await cell('dawn, desert, fox, completed').click();
  await cell('dusk, sea, owl, completed').click();
  await page.getByText('2 selected').waitFor();
  assert.equal(address().get('open'), null);
  await page.getByRole('button', { name: 'Clear' }).click();
  await cell('dawn, desert, fox, completed').click();
  await waitFor(() => address().get('open') === '0');
  await page.keyboard.press('Escape');
  await page.goto(`${at.url}/tasks/${pictures}`);
  await cell('dawn, desert, fox, completed').waitFor();
});

test('one cell, the grid as it is arranged and all files are downloaded', { skip }, async () => {
  const name = async (press: () => Promise<void>) => {
    const [download] = await Promise.all([page.waitForEvent('download'), press()]);
    assert.equal(await download.failure(), null);
    return { file: download.suggestedFilename(), url: new URL(download.url()) };
  };
  const menu = async (entry: string) => {
    await page.getByRole('button', { name: 'Download' }).first().click();
    await page.getByRole('menuitem', { name: entry }).click();
  };
  await page.goto(`${at.url}/tasks/${pictures}?rows=animal&columns=place&at.mood=1`);
  const grid = await name(() => menu('This grid as one picture'));
  assert.match(grid.file, /\.png$/);
  assert.deepEqual(
    ['rows', 'columns', 'where.mood'].map((key) => grid.url.searchParams.get(key)),
    ['animal', 'place', 'dusk'],
  );
  await page.goto(
    `${at.url}/tasks/${pictures}?rows=animal&columns=place&at.mood=1&show.animal=2.0&show.mood=1`,
  );
  await cell('hare, sea, completed').waitFor();
  const hidden = await name(() => menu('This grid as one picture'));
  assert.deepEqual(
    ['show.animal', 'show.place', 'where.mood'].map((key) => hidden.url.searchParams.get(key)),
    ['2,0', null, 'dusk'],
  );
  assert.match((await name(() => menu('All files'))).file, /\.zip$/);
  await cell('fox, sea, completed').press('Enter');
  const dialog = page.getByRole('dialog');
  const one = await name(() => dialog.getByRole('button', { name: 'Download' }).click());
  assert.equal(one.file, 'dusk sea fox.webp');
});

test('a failed cell says why, and is run again in place, and no other', { skip }, async () => {
  await page.goto(`${at.url}/tasks/${patchy}`);
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.getByRole('menuitem', { name: 'Show only failed 2' }).click();
  await page.getByRole('button', { name: 'Show all' }).waitFor();
  assert.deepEqual(await labels(), ['dawn bad', 'dusk bad']);
  assert.equal(address().get('show.thing'), '1');
  await page.getByRole('button', { name: 'Show all' }).click();
  const failed = cell('dawn, bad, failed: bad cannot be drawn');
  await failed.getByText('bad cannot be drawn').waitFor();
  await failed.getByRole('button', { name: 'Retry' }).click();
  await cell('dawn, bad, completed').waitFor();
  await cell('dusk, bad, failed: bad cannot be drawn').focus();
  await page.keyboard.press('r');
  await cell('dusk, bad, completed').waitFor();
  const items = (await (await at.admin()).api.listItems({ id: patchy })).items;
  assert.deepEqual(
    items.map(({ attempt }) => attempt),
    [1, 2, 1, 1, 2, 1],
  );
});

test('values that change nothing are hidden; of pictures their pixels are compared', { skip }, async () => {
  const admin = await at.admin();
  const variables = { time: ['dawn', 'dusk'], thing: ['good', 'bad', 'odd'] };
  const { id } = await admin.api.createTask({ type: 'patchy', params: { variables } });
  await admin.wait(id);
  const showDifferent = async () => {
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByRole('menuitem', { name: 'Show only what differs' }).click();
  };
  await page.goto(`${at.url}/tasks/${id}`);
  await cell('dusk, odd, completed').waitFor();
  await showDifferent();
  await page.getByRole('button', { name: 'Show all' }).waitFor();
  // What is odd is as good, and dusk as dawn.
  assert.deepEqual(await labels(), ['dawn good', 'dawn bad']);
  await page.goto(`${at.url}/tasks/${pictures}`);
  await cell('dawn, sea, hare, completed').waitFor();
  await showDifferent();
  await page.getByText('Every value changes a picture: all are shown').waitFor();
});

test('all failed cells are run again with one press', { skip }, async () => {
  const variables = { time: ['dawn', 'dusk'], thing: ['good', 'bad'] };
  const { id } = await (await at.admin()).api.createTask({ type: 'patchy', params: { variables } });
  await page.goto(`${at.url}/tasks/${id}`);
  await page.getByRole('button', { name: 'Retry 2 failed' }).click();
  await cell('dawn, bad, completed').waitFor();
  await cell('dusk, bad, completed').waitFor();
});

test('of 50 × 50 cells those in view are loaded', { skip }, async () => {
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
  assert.ok((await cells().count()) < 300);
  assert.equal(await page.getByRole('grid').getAttribute('aria-colcount'), '50');
  const scroll = `(async () => {
    const frame = document.querySelector('[role=grid]');
    for (let step = 0; step < 20; step += 1) {
      frame.scrollBy(40, 60);
      await new Promise(requestAnimationFrame);
    }
    frame.scrollTo(0, 0);
  })()`;
  const { processor_ms } = await longestTask(at.browser, page, () => page.evaluate(scroll));
  assert.ok(
    processor_ms > 0 && processor_ms < 50,
    `scrolling took ${processor_ms} ms of the processor at once`,
  );
  await cell('a 0, b 0, completed').focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Control+ArrowDown');
  await cell('a 49, b 49, completed').waitFor({ timeout: 30_000 });
  const pages = new Set(asked.map((url) => new URL(url).searchParams.get('page')));
  assert.ok(pages.size < 15, `${pages.size} of 25 pages were loaded`);
});

test('an address of the page that the grid once had shows the same grid; a task that is no matrix has none', {
  skip,
}, async () => {
  await page.goto(`${at.url}/tasks/${pictures}/grid?rows=animal&columns=place`);
  await cell('fox, desert, completed').waitFor();
  assert.equal(new URL(page.url()).pathname, `/tasks/${pictures}`);
  assert.equal(address().get('rows'), 'animal');
  const { api } = await at.admin();
  const { id } = await api.createTask({ type: 'wait', params: { seconds: 0 } });
  await page.goto(`${at.url}/tasks/${id}/grid`);
  await page.getByRole('tab', { name: 'Result' }).waitFor();
  assert.equal(await page.getByRole('tab', { name: 'Grid' }).count(), 0);
});

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
