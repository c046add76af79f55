/** The grid of a matrix task: axes, URL, keys, failed cells, and comparing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import { follow } from './follow.ts';
import { openedConsole } from './opened.ts';

/** Whatever the window has for a standard. */
const AXES = 'rows=mood,place&columns=animal';
let pictures = '';
let patchy = '';
const { skip, at, page } = await openedConsole(async ({ api }) => {
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
});

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
  // Small: all of the cells are in view.
  await follow(page, `/tasks/${pictures}?${AXES}&size=s`);
  await cell('dusk, sea, hare, completed').waitFor();
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
  await waitFor(async () => (await labels())[1] === 'dusk desert fox');
  await page.getByRole('button', { name: 'Swap rows and columns' }).press('Enter');
  await waitFor(async () => (await labels())[1] === 'dawn desert owl');

  await page.getByRole('button', { name: /^animal/ }).press('Enter');
  await page.getByRole('menuitem', { name: 'Choose and order values' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Values of animal' });
  // A handle that has the focus would show its keys above the text.
  await waitFor(() => page.evaluate('document.activeElement.getAttribute("role") === "checkbox"'));
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
  await at.leave(other);
});

test('a variable is dragged to another axis, and its menu still opens with a click or a key', {
  skip,
}, async () => {
  await follow(page, `/tasks/${pictures}?${AXES}`);
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
  await follow(page, `/tasks/${pictures}?${AXES}`);
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
  await waitFor(
    async () =>
      (await page.evaluate<string>('document.activeElement.ariaLabel')) === 'dawn, city, fox, completed',
    { what: 'the focus at the cell shown last' },
  );
  // Nine columns in bands of three: from the end of one the keys go on in the next.
  await follow(page, `/tasks/${pictures}?rows=&columns=place,animal&size=l`);
  await cell('desert, hare, completed').focus();
  await page.keyboard.press('ArrowRight');
  await waitFor(async () => (await focused()) === 'city, fox, completed');
  await page.keyboard.press('ArrowDown');
  await waitFor(async () => (await focused()) === 'sea, fox, completed');
  // Three bands, each below the names of its columns.
  assert.equal(await page.getByRole('grid').getAttribute('aria-rowcount'), '6');
  assert.equal(await page.getByRole('columnheader').count(), 9);
});

test('rows and columns have names that say which variable has which value, on all levels', {
  skip,
}, async () => {
  await follow(page, `/tasks/${pictures}?${AXES}&size=s`);
  await cell('dawn, desert, fox, completed').waitFor();
  const tree = await page.getByRole('grid').ariaSnapshot();
  const [first = '', second = ''] = tree.split(/^ {2}- '?row/m).slice(1);
  assert.deepEqual(first.match(/columnheader "[^"]*"/g), [
    'columnheader "mood, place"',
    'columnheader "animal: fox"',
    'columnheader "animal: owl"',
    'columnheader "animal: hare"',
  ]);
  assert.match(second, /rowheader "mood: dawn, place: desert"/);
  assert.match(second, /gridcell "dawn, desert, fox, completed"/);
  const indexes = (role: string, name: string) =>
    page.locator(`[role=${role}]`).evaluateAll((all, one) => all.map((each) => each.getAttribute(one)), name);
  assert.deepEqual(await indexes('row', 'aria-rowindex'), ['1', '2', '3', '4', '5', '6', '7']);
  assert.deepEqual((await indexes('gridcell', 'aria-colindex')).slice(0, 4), ['2', '3', '4', '2']);
  await at.axe(page, 'a grid with names');
  await follow(page, `/tasks/${pictures}?rows=&columns=mood,place&at.animal=1&size=s`);
  await page.getByRole('columnheader', { name: 'mood: dusk, place: sea', exact: true }).waitFor();
  assert.equal(await page.getByRole('rowheader').count(), 0);
  await at.axe(page, 'a grid of one row');
  await follow(page, `/tasks/${pictures}?${AXES}`);
  await cell('dawn, desert, fox, completed').waitFor();
});

test('with Select on, a press on a small cell selects it, and each shows that it can be', {
  skip,
}, async () => {
  await follow(page, `/tasks/${pictures}?${AXES}&size=s`);
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
  await follow(page, `/tasks/${pictures}?${AXES}`);
  await cell('dawn, desert, fox, completed').waitFor();
});

test('a failed cell says why, and is run again in place, and no other', { skip }, async () => {
  await follow(page, `/tasks/${patchy}`);
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.getByRole('menuitem', { name: 'Show only failed 2' }).click();
  await page.getByRole('button', { name: 'Show all' }).waitFor();
  assert.deepEqual(await labels(), ['dawn bad', 'dusk bad']);
  assert.equal(address().get('show.thing'), '1');
  await page.getByRole('button', { name: 'Show all' }).click();
  const failed = cell('dawn, bad, failed: bad cannot be drawn. Retry');
  await failed.getByText('bad cannot be drawn').waitFor();
  await failed.getByRole('button', { name: 'Retry' }).click();
  await cell('dawn, bad, completed').waitFor();
  await cell('dusk, bad, failed: bad cannot be drawn. Retry').focus();
  await page.keyboard.press('r');
  await cell('dusk, bad, completed').waitFor();
  await page.locator('[data-announcer]', { hasText: /bad.*completed/ }).waitFor();
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
  await follow(page, `/tasks/${id}`);
  await cell('dusk, odd, completed').waitFor();
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.getByRole('menuitem', { name: 'Hide values that change nothing' }).click();
  await page.getByRole('button', { name: 'Show all' }).waitFor();
  // What is odd is as good, and dusk as dawn.
  assert.deepEqual(await labels(), ['dawn good', 'dawn bad']);
  await follow(page, `/tasks/${pictures}?${AXES}`);
  await cell('dawn, sea, hare, completed').waitFor();
  // Where there is nothing to hide, that is said before anybody chooses it.
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.getByRole('menuitem', { name: 'Hide values', disabled: true }).waitFor();
  await page.getByText('Every value changes something').waitFor();
});

test('all failed cells are run again with one press', { skip }, async () => {
  const variables = { time: ['dawn', 'dusk'], thing: ['good', 'bad'] };
  const { id } = await (await at.admin()).api.createTask({ type: 'patchy', params: { variables } });
  await follow(page, `/tasks/${id}`);
  await page.getByRole('button', { name: 'Retry 2 failed' }).click();
  await cell('dawn, bad, completed').waitFor();
  await cell('dusk, bad, completed').waitFor();
});

test('of selected cells that are run again the outcome is read out, and the focus stays in the grid', {
  skip,
}, async () => {
  const variables = { time: ['dawn', 'dusk'], thing: ['good', 'bad'] };
  const { id } = await (await at.admin()).api.createTask({ type: 'patchy', params: { variables } });
  await follow(page, `/tasks/${id}`);
  for (const time of ['dawn', 'dusk'])
    await cell(`${time}, bad, failed: bad cannot be drawn. Retry`).press('Space');
  await page
    .getByRole('region', { name: '2 selected' })
    .getByRole('button', { name: 'Retry' })
    .press('Enter');
  await page.locator('[data-announcer]', { hasText: 'Retried: 2 completed, 0 failed' }).waitFor();
  assert.equal(await page.evaluate('document.activeElement.role'), 'gridcell');
});

test('an address of the page that the grid once had shows the same grid; a task that is no matrix has none', {
  skip,
}, async () => {
  await follow(page, `/tasks/${pictures}/grid?rows=animal&columns=place`);
  await cell('desert, fox, completed').waitFor();
  assert.equal(new URL(page.url()).pathname, `/tasks/${pictures}`);
  assert.equal(address().get('rows'), 'animal');
  const { api } = await at.admin();
  const { id } = await api.createTask({ type: 'wait', params: { seconds: 0 } });
  await follow(page, `/tasks/${id}/grid`);
  await page.getByRole('tab', { name: 'Result' }).waitFor();
  assert.equal(await page.getByRole('tab', { name: 'Grid' }).count(), 0);
});

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
