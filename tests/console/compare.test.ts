/** Pictures of a grid beside each other: by sides, under a slider, in one place in turn, all under one zoom; and the room that the grid takes. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { requireService } from '../support/services.ts';
import { waitFor } from '../support/wait-for.ts';
import { OpenConsole } from './open-console.ts';

const skip = !requireService('chromium');
let at: OpenConsole;
let page: Page;
let pictures: string;

before(async () => {
  if (skip) return;
  at = await OpenConsole.open();
  const admin = await at.admin();
  const variables = { mood: ['dawn', 'dusk'], place: ['desert', 'city'], animal: ['fox', 'owl'] };
  const params = { prompt: '{animal} {place} {mood}', variables, size: 64 };
  const task = await admin.api.createTask({ type: 'image', name: 'Moods', params });
  pictures = task.id;
  await admin.wait(task);
  page = await at.signedIn(`/tasks/${pictures}`);
});
after(() => at?.close());

const cell = (name: string) => page.getByRole('gridcell', { name, exact: true });
const address = () => new URL(page.url()).searchParams;

test('two pictures are compared under one zoom, by sides, slider and flicker', { skip }, async () => {
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
  const shared = dialog.getByText('All:').locator('..');
  assert.deepEqual(await shared.allTextContents(), ['All:dawn, desert']);
  const zoom = dialog.getByRole('group', { name: 'Zoom' });
  const scales = async () =>
    (await transforms()).map((style) => Number(/scale\(([\d.]+)\)/.exec(style ?? '')?.[1]));
  await zoom.getByRole('button', { name: 'Fit' }).click();
  await waitFor(async () => (await scales()).join() === '1,1');
  // The whole of a small picture is no larger than itself: that is 100% as well, and one button is pressed.
  const own = async () => {
    const box = await dialog.getByRole('img').first().boundingBox();
    return box !== null && Math.abs(Math.min(box.width, box.height) - 64) < 1;
  };
  await waitFor(own);
  const pressed = zoom.locator('[aria-pressed="true"]');
  assert.deepEqual(await pressed.allTextContents(), ['Fit']);
  await zoom.getByRole('button', { name: 'Zoom in' }).click();
  await zoom.getByRole('button', { name: '100%' }).click();
  // Pixel by pixel: 64 of the picture are 64 of the page.
  await waitFor(own);
  await zoom.getByRole('button', { name: 'Zoom in' }).click();
  await waitFor(async () => {
    const [one = 0, other = 0] = await scales();
    return one === other && one > 1;
  });
  await zoom.getByRole('button', { name: 'Fit' }).click();
  await dialog.getByRole('radio', { name: 'Slider' }).click();
  await dialog.getByRole('slider', { name: 'Where the first picture ends' }).press('Home');
  await dialog.getByRole('radio', { name: 'Flicker' }).click();
  await dialog.getByRole('button', { name: 'Pause' }).click();
  assert.equal(address().get('compare'), '1');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

test('two fingers zoom the pictures that are compared', { skip }, async () => {
  await page.goto(`${at.url}/tasks/${pictures}?pick=0.1&compare=1`);
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
  await page.goto(`${at.url}/tasks/${pictures}?pick=0.1&compare=1`);
  await page.getByRole('button', { name: 'Copy prompt of owl' }).click();
  await copied('owl desert dawn');
  await page.goto(`${at.url}/tasks/${pictures}?open=2`);
  await page.getByRole('button', { name: 'Copy prompt', exact: true }).click();
  await copied('fox city dawn');
  await page.goto(`${at.url}/tasks/${pictures}`);
  await cell('dusk, city, owl, completed').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Copy prompt' }).click();
  await copied('owl city dusk');
  await cell('dusk, city, fox, completed').focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Select' }).press('Enter');
  await page.getByText('1 selected').waitFor();
});

test('the grid grows into the room that something above it leaves', { skip }, async () => {
  await page.goto(`${at.url}/tasks/${pictures}?size=xl`);
  await cell('dawn, desert, fox, completed').waitFor();
  const height = async () => (await page.getByRole('grid').boundingBox())?.height ?? 0;
  const before = await height();
  await page.evaluate('document.querySelector("#content header").remove()');
  await waitFor(async () => (await height()) > before);
});

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
