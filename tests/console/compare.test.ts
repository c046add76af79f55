/** Pictures of a grid beside each other: by sides, under a slider, in one place in turn, all under one zoom; what is downloaded; and the room that the grid takes. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { unzipped } from '../support/unzipped.ts';
import { waitFor } from '../support/wait-for.ts';
import { follow } from './follow.ts';
import { openedConsole } from './opened.ts';

/** Whatever the window has for a standard. */
const AXES = 'rows=mood,place&columns=animal';
let pictures = '';
const { skip, at, page } = await openedConsole(async (admin) => {
  const variables = { mood: ['dawn', 'dusk'], place: ['desert', 'city'], animal: ['fox', 'owl'] };
  const params = { prompt: '{animal} {place} {mood}', variables, size: 64 };
  const task = await admin.api.createTask({ type: 'image', name: 'Moods', params });
  pictures = task.id;
  await admin.wait(task);
});

// Here, what moves is looked at as most people see it.
if (!skip) await page.emulateMedia({ reducedMotion: 'no-preference' });

const cell = (name: string) => page.getByRole('gridcell', { name, exact: true });
const address = () => new URL(page.url()).searchParams;

test('two pictures are compared under one zoom, by sides, slider and flicker', { skip }, async () => {
  await follow(page, `/tasks/${pictures}?${AXES}`);
  await cell('dawn, desert, fox, completed').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await page.getByText('2 selected').waitFor();
  await page.getByRole('button', { name: 'Compare' }).click();
  const dialog = page.getByRole('dialog', { name: 'Compare 2 pictures' });
  const stage = dialog.getByRole('group', { name: 'Side by side' });
  await stage.focus();
  await page.keyboard.press('+');
  await page.keyboard.press('ArrowRight');
  const transforms = () =>
    dialog.getByRole('img').evaluateAll((all) => all.map((one) => one.getAttribute('style')));
  await waitFor(async () => (await transforms())[0]?.includes('scale(1.25)'));
  const [left, right] = await transforms();
  assert.equal(left, right);
  // Of two values of one variable the captions say those; what both have in common stands once.
  const captions = dialog.locator('figcaption');
  assert.deepEqual(await captions.allTextContents(), ['fox', 'owl']);
  const shared = dialog.getByText('In common:').locator('..');
  assert.deepEqual(await shared.allTextContents(), ['In common:dawn, desert']);
  const zoom = dialog.getByRole('group', { name: 'Zoom' });
  const scales = async () =>
    (await transforms()).map((style) => Number(/scale\(([\d.]+)\)/.exec(style ?? '')?.[1]));
  await zoom.getByRole('button', { name: 'Fit' }).click();
  await waitFor(async () => (await scales()).join() === '1,1');
  const shownAt = (px: number) => async () => {
    const box = await dialog.getByRole('img').first().boundingBox();
    return box !== null && Math.abs(Math.min(box.width, box.height) - px) < 1;
  };
  // A small picture fills its part of the stage as well.
  const room = await stage.locator('[data-panel]').first().boundingBox();
  const whole = Math.min(room?.width ?? 0, room?.height ?? 0);
  assert.ok(whole > 300);
  await waitFor(shownAt(whole));
  const pressed = zoom.locator('[aria-pressed="true"]');
  assert.deepEqual(await pressed.allTextContents(), ['Fit']);
  // At its own size, 64 of its pixels are 64 of the page, and it grows from there.
  await zoom.getByRole('button', { name: '1:1' }).click();
  await waitFor(shownAt(64));
  await zoom.getByText('100%').waitFor();
  assert.deepEqual(await pressed.allTextContents(), ['1:1']);
  await zoom.getByRole('button', { name: 'Zoom in' }).click();
  await waitFor(shownAt(1.25 * 64));
  await zoom.getByText('125%').waitFor();
  assert.deepEqual(await pressed.allTextContents(), []);
  await zoom.getByRole('button', { name: 'Fit' }).click();
  await zoom.getByRole('button', { name: 'Zoom in' }).click();
  await waitFor(async () => (await scales()).join() === '1.25,1.25');
  await zoom.getByRole('button', { name: 'Fit' }).click();
  await dialog.getByRole('radio', { name: 'Slider' }).click();
  assert.equal(new URL(page.url()).searchParams.get('compare'), 'slider');
  await dialog.getByRole('slider', { name: 'Position of the divider' }).press('Home');
  await dialog.getByRole('radio', { name: 'Flicker' }).click();
  await dialog.getByRole('button', { name: 'Pause' }).click();
  // Captions of other widths do not move what is beside them.
  await dialog.getByRole('button', { name: 'Play' }).waitFor();
  const next = dialog.getByRole('button', { name: 'Next' });
  const place = await next.boundingBox();
  await next.click();
  assert.deepEqual(await next.boundingBox(), place);
  await page
    .locator('[data-announcer] p', { hasText: /^(fox|owl)$/ })
    .last()
    .waitFor();
  // While it runs, a button of the picture that is shown can be reached, and keeps the focus.
  await dialog.getByRole('button', { name: 'Play' }).press('Enter');
  await dialog.getByRole('button', { name: 'Pause' }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  const copies = () => page.evaluate<string | null>('document.activeElement.getAttribute("aria-label")');
  const copied = await copies();
  assert.match(copied ?? '', /^Copy prompt of/);
  await page.waitForTimeout(1_500);
  assert.equal(await copies(), copied);
  assert.equal(address().get('compare'), 'flicker');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

test('two fingers zoom the pictures that are compared', { skip }, async () => {
  await follow(page, `/tasks/${pictures}?${AXES}&pick=0.1&compare=1`);
  const image = page.getByRole('dialog').getByRole('img').first();
  await image.waitFor();
  const box = await image.boundingBox();
  assert.ok(box);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 2 });
  const fingers = (apart: number) => [
    { x: x - apart, y, id: 1 },
    { x: x + apart, y, id: 2 },
  ];
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(10) });
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(20) });
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(30) });
  await waitFor(async () => {
    const [, scale = '1'] = /scale\(([\d.]+)\)/.exec((await image.getAttribute('style')) ?? '') ?? [];
    return Number(scale) > 2.5 && Number(scale) < 3.5;
  });
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await cdp.send('Emulation.setTouchEmulationEnabled', { enabled: false });
  await cdp.detach();
  await page.keyboard.press('Escape');
});

test('the prompt is copied where pictures are compared, in the large view and from the menu of a cell', {
  skip,
}, async () => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const copied = async (text: string) =>
    waitFor(async () => (await page.evaluate('navigator.clipboard.readText()')) === text, { what: text });
  await follow(page, `/tasks/${pictures}?${AXES}&pick=0.1&compare=1`);
  await page.getByRole('button', { name: 'Copy prompt of owl' }).click();
  await copied('owl desert dawn');
  await follow(page, `/tasks/${pictures}?${AXES}&open=2`);
  await page.getByRole('button', { name: 'Copy prompt', exact: true }).click();
  await copied('fox city dawn');
  await follow(page, `/tasks/${pictures}?${AXES}`);
  await cell('dusk, city, owl, completed').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Copy prompt' }).click();
  await copied('owl city dusk');
  await cell('dusk, city, fox, completed').focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Select' }).press('Enter');
  await page.getByText('1 selected').waitFor();
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
  await follow(page, `/tasks/${pictures}?rows=animal&columns=place&at.mood=1`);
  const grid = await name(() => menu('This grid as one picture'));
  assert.match(grid.file, /\.png$/);
  assert.deepEqual(
    ['rows', 'columns', 'where.mood'].map((key) => grid.url.searchParams.get(key)),
    ['animal', 'place', 'dusk'],
  );
  await follow(page, `/tasks/${pictures}?rows=animal&columns=place&at.mood=1&show.animal=1.0&show.mood=1`);
  await cell('city, owl, completed').waitFor();
  const hidden = await name(() => menu('This grid as one picture'));
  assert.deepEqual(
    ['show.animal', 'show.place', 'where.mood'].map((key) => hidden.url.searchParams.get(key)),
    ['1,0', null, 'dusk'],
  );
  assert.match((await name(() => menu('All files'))).file, /\.zip$/);
  await cell('city, fox, completed').press('Enter');
  const dialog = page.getByRole('dialog');
  const one = await name(() => dialog.getByRole('button', { name: 'Download' }).click());
  assert.equal(one.file, 'dusk, city, fox.webp');
});

test('four pictures are compared under one zoom; of five it is said that they are too many, and all are downloaded', {
  skip,
}, async () => {
  await follow(page, `/tasks/${pictures}?${AXES}&pick=0.1.2.3&compare=1`);
  const dialog = page.getByRole('dialog', { name: 'Compare 4 pictures' });
  await waitFor(async () => (await dialog.getByRole('img').count()) === 4);
  await dialog.getByRole('group', { name: 'Side by side' }).press('+');
  const styles = () =>
    dialog.getByRole('img').evaluateAll((all) => all.map((one) => one.getAttribute('style')));
  await waitFor(async () => (await styles()).every((style) => style?.includes('scale(1.25)')));
  assert.equal(new Set(await styles()).size, 1);
  // The slider has two of the four in turn.
  await dialog.getByRole('radio', { name: 'Slider' }).click();
  await dialog.getByRole('button', { name: 'Another picture' }).waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await cell('dusk, city, owl, completed').press('Space');
  const bar = page.getByRole('region', { name: '5 selected' });
  const compare = bar.getByRole('button', { name: 'Compare' });
  assert.equal(await compare.getAttribute('aria-disabled'), 'true');
  assert.match(
    (await compare.getAttribute('aria-description')) ?? '',
    /Select two to four finished pictures/,
  );
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    bar.getByRole('button', { name: 'Download' }).click(),
  ]);
  const files = unzipped(await readFile(await download.path()));
  assert.deepEqual([...files.keys()].filter((file) => file.endsWith('.webp')).sort(), [
    'dawn, city, fox.webp',
    'dawn, city, owl.webp',
    'dawn, desert, fox.webp',
    'dawn, desert, owl.webp',
    'dusk, city, owl.webp',
  ]);
});

test('what can be done with selected cells stands below the last row', { skip }, async () => {
  await follow(page, `/tasks/${pictures}?${AXES}&size=xl&pick=0`);
  const bar = page.getByRole('region', { name: '1 selected' });
  await bar.waitFor();
  await waitFor(async () => {
    const [grid, below] = await Promise.all([page.getByRole('grid').boundingBox(), bar.boundingBox()]);
    return grid && below && grid.y + grid.height < below.y && below.y + below.height < 900;
  });
});

test('four variables with long names stand in one row, and the tools in the line of the tabs', {
  skip,
}, async () => {
  const names = ['time_of_the_day', 'weather_of_the_season', 'kind_of_landscape', 'animal_in_the_foreground'];
  const variables = Object.fromEntries(names.map((name, n) => [name, n % 3 ? ['one'] : ['one', 'two']]));
  const prompt = names.map((name) => `{${name}}`).join(' ');
  const { api } = await at.admin();
  const { id } = await api.createTask({ type: 'image', params: { prompt, variables, size: 64 } });
  await page.setViewportSize({ width: 1_440, height: 900 });
  await follow(page, `/tasks/${id}`);
  await page.getByRole('gridcell').first().waitFor();
  const boxOf = async (css: string) => (await page.locator(css).last().boundingBox()) ?? assert.fail(css);
  const [tabs, tools, ...chips] = await Promise.all([
    boxOf('[role=tablist]'),
    boxOf('[data-tools]'),
    ...names.map((name) => boxOf(`[data-variable="${name}"]`)),
  ]);
  assert.ok(tools.y >= tabs.y && tools.y + tools.height <= tabs.y + tabs.height);
  assert.equal(new Set(chips.map(({ y }) => Math.round(y))).size, 1);
  assert.ok(chips.every(({ x, width }) => width > 80 && x + width < 1_440 - 40));
  await page.setViewportSize({ width: 1_280, height: 900 });
});

test('the grid grows into the room that something above it leaves', { skip }, async () => {
  await follow(page, `/tasks/${pictures}?${AXES}&size=xl`);
  await cell('dawn, desert, fox, completed').waitFor();
  const height = async () => (await page.getByRole('grid').boundingBox())?.height ?? 0;
  const before = await height();
  await page.evaluate('document.querySelector("#content header").remove()');
  await waitFor(async () => (await height()) > before);
});

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
