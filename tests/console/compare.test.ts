/** Pictures of a grid beside each other: by sides, under a slider, in one place in turn, all under one zoom. */
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

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
