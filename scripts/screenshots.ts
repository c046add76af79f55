/** Makes the pictures of docs/images: the console over a server of its own, with tasks that a person might have. Needs Chromium. */
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { Client } from '../client/src/index.ts';
import { startBackend } from '../tests/support/backend.ts';
import { launchChromium } from '../tests/support/chromium.ts';
import { waitFor } from '../tests/support/wait-for.ts';

const FOLDER = resolve(process.argv[2] ?? join(import.meta.dirname, '../docs/images'));
const ADMIN = { email: 'admin@example.com', password: 'a password for pictures' };

const server = await startBackend({ env: { ADMIN_PASSWORD: ADMIN.password } });
const browser = await launchChromium();
try {
  const built = async () => (await fetch(server.url, { headers: { accept: 'text/html' } })).status === 200;
  await waitFor(built, { timeout_ms: 60_000, what: 'the console to be built' });
  const client = new Client({ url: server.url });
  await client.signIn(ADMIN);
  const task_id = await makeTasks(client);
  await picturesOf('en', 'light', task_id);
  await picturesOf('zh', 'dark', task_id);
} finally {
  await browser.close();
  await server.stop();
}

/** Some that ended, some that run; the id of the matrix. */
async function makeTasks({ api }: Client): Promise<string> {
  const variables = { animal: ['fox', 'owl', 'hare'], place: ['forest', 'desert', 'city', 'mountains'] };
  const matrix = await api.createTask({
    type: 'image',
    name: 'Animals and places',
    params: { prompt: 'a {animal} in the {place}, morning light', variables, size: 384 },
  });
  for (const [name, seconds] of [
    ['Import of the spring catalogue', 0],
    ['Nightly report', 0],
    ['Thumbnails for the shop', 240],
    ['Reindex the archive', 600],
  ] as const)
    await api.createTask({ type: 'wait', name, params: { seconds, steps: Math.max(1, seconds) } });
  const cancelled = await api.createTask({
    type: 'wait',
    name: 'Old import, second try',
    params: { seconds: 60 },
  });
  await api.cancelTask({ id: cancelled.id });
  await waitFor(async () => (await api.getTask({ id: matrix.id })).status === 'completed', {
    timeout_ms: 120_000,
  });
  return matrix.id;
}

async function picturesOf(language: 'en' | 'zh', theme: 'light' | 'dark', task_id: string): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: 1_280, height: 800 },
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    colorScheme: theme,
  });
  const ending = language === 'zh' ? '-zh' : '';
  await page.goto(server.url);
  await page.locator('input[name=username]').fill(ADMIN.email);
  await page.locator('input[name=password]').fill(ADMIN.password);
  await page.locator('button[type=submit]').click();
  await page.locator('tbody tr[data-index]').first().waitFor();
  await take(page, `console-tasks${ending}`);
  await page.goto(`${server.url}/tasks/${task_id}`);
  await waitFor(() =>
    page.evaluate('document.images.length === 12 && [...document.images].every((one) => one.complete)'),
  );
  await take(page, `console${ending}`);
  await page.goto(`${server.url}/tasks/${task_id}/grid?rows=place&columns=animal&size=l`);
  await waitFor(() =>
    page.evaluate('document.images.length === 12 && [...document.images].every((one) => one.complete)'),
  );
  await take(page, `console-grid${ending}`);
  await page.goto(`${server.url}/tasks/new?from=${task_id}`);
  await page.locator('aside ol li').first().waitFor();
  await take(page, `console-new-task${ending}`);
  await page.close();
}

async function take(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
  console.log(`${name}.png`);
}
