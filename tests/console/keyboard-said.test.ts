/** What somebody hears who uses the keyboard and a screen reader: once, all of it, and no longer than it holds. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import { follow } from './follow.ts';
import { Keyboard } from './keyboard.ts';
import { openedConsole } from './opened.ts';

let task_id = '';
const { skip, at, page } = await openedConsole(async (admin) => {
  const { id } = await admin.api.createTask({
    type: 'image',
    name: 'Four',
    params: {
      prompt: '{animal} {place}',
      variables: { animal: ['fox', 'owl'], place: ['sea', 'city'] },
      size: 64,
    },
  });
  task_id = id;
  await admin.wait(id);
});
const { focused, press, choose, tabTo, go } = new Keyboard(page);

/** Waits until this is read out; then `heard` has all that was since the last call. */
const said = async (words: string): Promise<string[]> => {
  await waitFor(async () => (await page.evaluate<string[]>('window.heard')).includes(words), {
    what: `"${words}" to be read out`,
  });
  return page.evaluate<string[]>('window.heard.splice(0)');
};

/** From now on notes what any live region of the tab reads out. */
const listen = (tab = page) =>
  tab.evaluate(`(() => {
    window.heard = [];
    window.hears?.disconnect();
    const LIVE = '[aria-live]:not([aria-live=off]), [role=status], [role=alert]';
    window.hears = new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        const region = (target.nodeType === 1 ? target : target.parentElement)?.closest(LIVE);
        if (!region) continue;
        const texts = target.nodeType === 1 ? [...addedNodes].map((one) => one.textContent) : [target.data];
        window.heard.push(...texts.map((one) => one.trim()).filter(Boolean));
      }
    });
    window.hears.observe(document.body, { subtree: true, childList: true, characterData: true });
  })()`);

test('a fault that is corrected is not found in the live region, nor is any at the end of the page that comes', {
  skip,
}, async () => {
  const tab = await (await at.context()).newPage();
  await tab.goto(`${at.url}/tasks`);
  await tab.locator('input[name=username]').focus();
  await tab.keyboard.press('Enter');
  const announcer = tab.locator('[data-announcer]');
  const announced = announcer.getByText('Fill this in.');
  await announced.waitFor({ state: 'attached' });
  await tab.keyboard.type('m');
  await announced.waitFor({ state: 'detached', timeout: 2_000 });
  await tab.keyboard.press('Backspace');
  await tab.keyboard.press('Enter');
  await announced.waitFor({ state: 'attached' });
  await tab.waitForTimeout(1_000);
  await at.signIn(tab);
  await tab.getByRole('heading', { level: 1 }).waitFor();
  assert.equal((await announcer.innerText()).trim(), '');
  await tab.context().close();
});

test('of a variable that moves to another axis all that changes is read out', { skip }, async () => {
  await go(`/tasks/${task_id}?rows=place&columns=animal`);
  await page.getByRole('gridcell').first().waitFor();
  await listen();
  await tabTo('place');
  await choose('ArrowDown', 'ArrowDown', 'Enter');
  await said('place: Columns; animal: Inner columns; Rows: empty now');
  await tabTo('Swap rows and columns', 'Shift+Tab');
  await press('Enter');
  await said('place: Rows; animal: Inner rows; Columns: empty now');
});

test('the palette says what it found once the typing rests', { skip }, async () => {
  await go('/tasks');
  await press('Control+k');
  await waitFor(async () => (await focused()) !== 'body', { what: 'the focus in the palette' });
  await page.getByRole('combobox').waitFor();
  await listen();
  await page.keyboard.type('four', { delay: 20 });
  assert.deepEqual(await said('1 result'), ['1 result']);
  await page.keyboard.type('z', { delay: 20 });
  assert.deepEqual(await said('Nothing found.'), ['Nothing found.']);
  // Nor is it said again for another letter that changes nothing.
  await page.keyboard.type('z');
  await page.waitForTimeout(1_000);
  assert.deepEqual(await page.evaluate('window.heard'), []);
  await press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

test('variables of a prompt are read out as they come, and a value says which keys move it', {
  skip,
}, async () => {
  await go('/tasks/new?type=image');
  await tabTo(/^base-ui/);
  await listen();
  await page.keyboard.type('a {animal} in the {place}', { delay: 10 });
  await said('2 variables: animal and place');
  await tabTo('Values of animal');
  await page.keyboard.type('fox, owl');
  await press('Enter');
  await said('fox, owl were added: 2 values now.');
  const value = page.getByRole('button', { name: 'Remove owl' });
  const described = () => value.getAttribute('aria-description');
  assert.match((await described()) ?? '', /Alt .* to move it, or Delete to remove it/);
  await tabTo('Remove owl', 'Shift+Tab');
  await press('Alt+ArrowLeft');
  await said('owl is now number 1 of 2');
  await press('Delete');
  await said('owl was removed');
  await waitFor(async () => (await focused()) === 'Remove fox', { what: 'the focus at the other value' });
});

test('B leads to what can be done, and why something cannot does not cover the last row', {
  skip,
}, async () => {
  await go('/tasks');
  await page.locator('[data-row]').first().waitFor();
  await press('j', 'x');
  await page.getByRole('region', { name: '1 selected' }).waitFor();
  await page.getByRole('button', { name: 'Cancel', disabled: true }).waitFor();
  await press('b');
  assert.equal(await focused(), 'Delete');
  await press('Shift+Tab', 'Shift+Tab');
  // The one of the button before may still be fading.
  const why = page.locator('[class*=popup][data-open]', { hasText: 'None of the selected tasks' });
  await why.waitFor();
  const row = await page.locator('tbody tr').last().boundingBox();
  const box = await why.boundingBox();
  assert.ok(row && box && box.y >= row.y + row.height, `${box?.y} of a row to ${row && row.y + row.height}`);
  await press('Escape');
});

test('a cell has what is written in it in its name, in both languages', { skip }, async () => {
  const { api } = await at.admin();
  const { id } = await api.createTask({
    type: 'matrix',
    params: {
      variables: { animal: ['fox', 'owl'], place: ['sea', 'city'] },
      does: { 1: 'fail', 2: 'broken', 3: 'wait' },
    },
  });
  const allButOne = async () => {
    const { completed_items, failed_items } = await api.getTask({ id });
    return completed_items + failed_items === 3;
  };
  await waitFor(allButOne, { what: 'all but one item to end' });
  const names = {
    en: [
      'completed',
      'failed: nothing came of item 1. Retry',
      'completed. This picture cannot be shown',
      'running',
    ],
    zh: ['已完成', '失败：nothing came of item 1。重试', '已完成。无法显示此图片', '运行中'],
  };
  for (const language of ['en', 'zh'] as const) {
    const tab = language === 'en' ? page : await at.signedIn('/tasks', undefined, { locale: 'zh-CN' });
    await follow(tab, `/tasks/${id}`);
    // A broken picture has completed, and is known to be broken only later.
    for (const name of names[language].toReversed())
      await tab.getByRole('gridcell', { name: new RegExp(`[,，] ?${name}$`) }).waitFor();
    await at.axe(tab, `cells, ${language}`);
    await follow(tab, `/tasks/${id}?tab=items&item=1`);
    await tab
      .getByRole('dialog')
      .getByRole('region', { name: 'fox, city' })
      .or(tab.getByRole('region', { name: 'fox、city' }))
      .waitFor();
    await tab.keyboard.press('Escape');
    if (tab !== page) await at.leave(tab);
  }
  await api.cancelTask({ id });
});

test('what failed is read out once, and can be reached beside what stands open', { skip }, async () => {
  // It shows what loading looks like, for good.
  await follow(page, '/gallery');
  await listen();
  await page.getByRole('button', { name: 'Show a failure' }).press('Enter');
  await page.locator('[data-toast]').waitFor();
  await at.axe(page, 'a message that something failed');
  const heard = () =>
    page.evaluate<string[]>('window.heard.filter((one) => one.startsWith("What is wrong"))');
  await waitFor(async () => (await heard()).length > 0, { what: 'the failure to be read out' });
  // To the message and back.
  await press('F6', 'Tab', 'Tab');
  await waitFor(() => page.evaluate<boolean>("document.activeElement.closest('[data-toast]') !== null"), {
    what: 'the focus in the message',
  });
  await press('Shift+Tab', 'Shift+Tab', 'Shift+Tab');
  await page.waitForTimeout(300);
  assert.equal((await heard()).length, 1);
});

test('an item that fails again at once is read out, as is one that runs for long', { skip }, async () => {
  const admin = await at.admin();
  const { id } = await admin.api.createTask({
    type: 'matrix',
    params: { variables: { animal: ['fox', 'owl'] }, does: { 0: 'fail' } },
  });
  await admin.wait(id);
  await follow(page, `/tasks/${id}?tab=items&item=0`);
  await page.getByRole('button', { name: 'Retry this item' }).waitFor();
  await listen();
  await tabTo('Retry this item');
  await press('Enter');
  await waitFor(async () => (await page.evaluate<string[]>('window.heard')).includes('fox: Failed'), {
    what: 'the second failure to be read out',
  });
});

test('a rule is read out with its next time, to the second and by its clock', { skip }, async () => {
  await go('/schedules/new');
  await page.getByRole('combobox', { name: 'Repeat' }).click();
  await page.getByRole('option', { name: 'Cron rule' }).click();
  await listen();
  await page.getByRole('textbox', { name: 'Cron rule' }).fill('15 30 8 * * *');
  const heard = (text: RegExp) =>
    waitFor(async () => (await page.evaluate<string[]>('window.heard')).some((one) => text.test(one)), {
      what: `${text} to be read out`,
    });
  await heard(/^Every day at 08:30:15\. Next: .*, 08:30:15, UTC$/);
  assert.match(await page.locator('ol time').first().innerText(), /, 08:30:15$/);
  await page.getByRole('combobox', { name: 'Time zone' }).fill('Asia/Tokyo');
  await press('Tab');
  await heard(/^Every day at 08:30:15\. Next: .*, 08:30:15, Asia\/Tokyo$/);
});

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
