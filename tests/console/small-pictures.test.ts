/** Many pictures at once load as their small copies; what is shown large, whole. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import { follow } from './follow.ts';
import { openedConsole } from './opened.ts';

let task = '';
const { skip, page } = await openedConsole(async (admin) => {
  const params = { prompt: 'a {animal}', variables: { animal: ['fox', 'owl'] }, size: 640 };
  task = (await admin.api.createTask({ type: 'image', params })).id;
  await admin.wait(task);
});

/** The widths of the pictures that are shown at this address, once all have loaded. */
async function shownAt(path: string): Promise<number[]> {
  await follow(page, `/tasks/${task}${path}`);
  const shown =
    '[...document.querySelectorAll("[data-item] img")].map((one) => [one.currentSrc, one.complete])';
  await waitFor(async () => {
    const pictures = (await page.evaluate(shown)) as [string, boolean][];
    return pictures.length === 2 && pictures.every(([, complete]) => complete);
  });
  return widths();
}

const widths = (): Promise<number[]> => {
  const width = 'async (one) => (await createImageBitmap(await (await fetch(one.currentSrc)).blob())).width';
  return page.evaluate(`Promise.all([...document.querySelectorAll("[data-item] img")].map(${width}))`);
};

test('the cells of a grid load small copies as long as these are sharp', { skip }, async () => {
  assert.deepEqual(await shownAt('?size=l'), [256, 256]);
  // The window moves to a screen with finer pixels, and is as large there.
  const session = await page.context().newCDPSession(page);
  const screen = { width: 0, height: 0, mobile: false };
  await session.send('Emulation.setDeviceMetricsOverride', { ...screen, deviceScaleFactor: 2 });
  await waitFor(async () => (await widths()).join() === '640,640', { what: 'the pictures to be sharp' });
  await session.send('Emulation.setDeviceMetricsOverride', { ...screen, deviceScaleFactor: 1 });
  await session.detach();
  assert.deepEqual(await shownAt('?size=xl'), [640, 640]);
});

test('the cards of items load small copies', { skip }, async () => {
  assert.deepEqual(await shownAt('?tab=items'), [256, 256]);
});
