/** The page of an archive, opened from disk without a server. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { sharedChromium } from '../support/chromium.ts';
import { openEngine } from '../support/engine.ts';
import { requireService } from '../support/services.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { unzipped } from '../support/unzipped.ts';
import { waitFor } from '../support/wait-for.ts';

if (requireService('chromium')) {
  let browser: Browser;
  let page_url: string;
  let chosen_url: string;
  const asked: string[] = [];
  const complaints: string[] = [];

  before(async () => {
    const [engine, opened] = await Promise.all([openEngine(), sharedChromium.open()]);
    browser = opened;
    await engine.startWorker();
    const { tasks, archive } = engine.services;
    const variables = { creature: ['fox', '猫头鹰'], place: ['snow', '<b>sea</b>'], style: ['ink', 'waves'] };
    const params = { prompt: 'a {creature} in {place}', variables, size: 64, seed: 1 };
    const { task } = await tasks.create(engine.actor, { type: 'image', name: 'Tiere </script>', params });
    await waitFor(async () => (await tasks.get(engine.actor, task.id)).status === 'completed');
    const unpacked = async (choice?: string) => {
      const found = await archive.find(engine.actor, task.id, { ...(choice && { choice }) });
      const folder = await tempFolder();
      for (const [name, bytes] of unzipped(Buffer.concat(await (await found.open()).toArray())))
        writeFileSync(join(folder, name), bytes);
      return pathToFileURL(join(folder, 'index.html')).href;
    };
    page_url = await unpacked();
    chosen_url = await unpacked('0,3');
    await engine.stop();
  });
  after(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await sharedChromium.close(browser);
  });

  async function open(options: BrowserContextOptions = {}, hash = '', url = page_url): Promise<Page> {
    const page = await (await browser.newContext({ locale: 'en-GB', ...options })).newPage();
    page.setDefaultTimeout(60_000);
    page.on('request', (request) => asked.push(request.url()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(url + hash);
    await waitFor(
      () =>
        page.evaluate(
          "[...document.images].filter((one) => one.closest('td')).every((one) => one.complete && one.naturalWidth > 0)",
        ),
      { what: 'every picture' },
    );
    return page;
  }

  test('a picture that is not in the archive is named as unreadable', async () => {
    const page = await open();
    const folder = fileURLToPath(new URL('.', page_url));
    const name = decodeURIComponent((await page.locator('td img').first().getAttribute('src')) ?? '').slice(
      2,
    );
    const bytes = readFileSync(join(folder, name));
    rmSync(join(folder, name));
    await page.reload();
    const [text] = await page.locator('td .cell.none').allTextContents();
    assert.equal(text, 'The picture cannot be read');
    assert.equal(await page.locator('td img').count(), 7);
    writeFileSync(join(folder, name), bytes);
    // The browser says that the file is not there.
    complaints.length = 0;
  });

  const heads = (page: Page, scope: 'row' | 'col') => page.locator(`th[scope=${scope}]`).allTextContents();

  test('the grid stands with its pictures, and its axes move by select and by key', async () => {
    const page = await open();
    assert.equal(await page.locator('h1').textContent(), 'Tiere </script>');
    assert.equal(await page.locator('td img').count(), 8);
    assert.deepEqual(await heads(page, 'row'), ['fox', '猫头鹰']);
    assert.deepEqual(await heads(page, 'col'), ['snow', '<b>sea</b>', 'ink', 'waves', 'ink', 'waves']);

    await page.locator('select[name=place]').selectOption('rows');
    assert.deepEqual(await heads(page, 'row'), ['fox', 'snow', '<b>sea</b>', '猫头鹰', 'snow', '<b>sea</b>']);
    assert.deepEqual(await heads(page, 'col'), ['ink', 'waves']);
    // Scrolled, both levels of headings stand beside each other, each word in one line.
    await page.setViewportSize({ width: 400, height: 300 });
    await page.evaluate('document.querySelector("main").scrollTo(80, 200)');
    const boxes = await page.evaluate<{ left: number; right: number; height: number }[]>(
      `[...document.querySelectorAll('tbody th')].slice(0, 2).map((one) => {
        const { left, right } = one.getBoundingClientRect();
        return { left, right, height: one.firstElementChild.offsetHeight };
      })`,
    );
    const [outer, inner] = boxes as [(typeof boxes)[0], (typeof boxes)[0]];
    assert.ok(outer.left >= 0 && inner.left >= outer.right && outer.height < 30, JSON.stringify(boxes));
    await page.setViewportSize({ width: 1_280, height: 720 });

    await page.locator('body').press('t');
    assert.deepEqual(await heads(page, 'row'), ['ink', 'waves']);
    // Columns, then one value alone.
    await page.locator('body').press('1');
    assert.deepEqual(await heads(page, 'col'), ['snow', '<b>sea</b>']);
    assert.equal(await page.locator('td img').count(), 4);

    const again = await open({}, new URL(page.url()).hash);
    assert.deepEqual(await heads(again, 'col'), ['snow', '<b>sea</b>']);
    const shown = () => again.locator('#caption').textContent();
    await again.locator('button.cell').first().press('Enter');
    assert.equal(await shown(), 'creature: fox · place: snow · style: ink');
    await again.keyboard.press('ArrowRight');
    assert.equal(await shown(), 'creature: fox · place: <b>sea</b> · style: ink');
    await again.keyboard.press('ArrowDown');
    assert.equal(await shown(), 'creature: fox · place: <b>sea</b> · style: waves');
    await again.keyboard.press('Escape');
    assert.equal(await again.locator('dialog[open]').count(), 0);
  });

  test('it speaks Chinese to whoever reads Chinese, in the dark too', async () => {
    const page = await open({ locale: 'zh-CN', colorScheme: 'dark' });
    assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
    assert.deepEqual((await page.locator('select[name=place] option').allTextContents()).slice(0, 2), [
      '行',
      '列',
    ]);
    assert.equal(await page.evaluate('getComputedStyle(document.body).backgroundColor'), 'rgb(17, 18, 20)');
    assert.match((await page.locator('#facts').textContent()) ?? '', /^图片矩阵 · 共 8 项 · /);
    assert.deepEqual(await page.locator('#keys span').allTextContents(), [
      '快捷键：1–3 让变量在行、列和单个取值之间切换',
      'T 交换行与列',
      '方向键在图片之间移动',
      '回车键打开，Esc 键关闭',
    ]);
  });

  test('cells that were not chosen for the archive say so, and what has no cell is left out', async () => {
    for (const [locale, words, count] of [
      ['en-GB', 'Not in this archive', / · 2 of 8 items · /],
      ['zh-CN', '未包含在此 ZIP 文件中', / · 共 8 项，此处 2 项 · /],
    ] as const) {
      const page = await open({ locale }, '', chosen_url);
      assert.equal(await page.locator('td img').count(), 2);
      assert.deepEqual(await page.locator('td .cell.none').allTextContents(), [words, words]);
      assert.deepEqual(await heads(page, 'row'), ['fox']);
      assert.match((await page.locator('#facts').textContent()) ?? '', count);
    }
  });

  test('nothing is asked for but files of the archive, and nothing is wrong', () => {
    assert.ok(asked.length > 8);
    const folders = [page_url, chosen_url].map((url) => url.replace(/[^/]*$/, ''));
    assert.deepEqual(
      asked.filter((url) => !folders.some((folder) => url.startsWith(folder))),
      [],
    );
    assert.deepEqual(complaints, []);
  });
}
