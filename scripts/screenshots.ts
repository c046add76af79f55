/** Makes the screenshots of the console in docs/images, on separate servers with example tasks. Requires Chromium. */
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { Client } from '../client/src/index.ts';
import { type Backend, startBackend } from '../tests/support/backend.ts';
import { launchChromium } from '../tests/support/chromium.ts';
import { waitFor } from '../tests/support/wait-for.ts';

const FOLDER = resolve(process.argv[2] ?? join(import.meta.dirname, '../docs/images'));
const PASSWORD = 'a password for pictures';
const ADMIN = 'admin@example.com';

interface Scene {
  language: 'en' | 'zh';
  theme: 'light' | 'dark';
  /** The suffix of the names of the pictures. */
  ending: string;
  admin: string;
  colleague: { email: string; fullname: string };
  matrix: {
    name: string;
    prompt: string;
    rows: string;
    columns: string;
    variables: Record<string, string[]>;
  };
  waits: [name: string, seconds: number][];
  cancelled: string;
  imports: [name: string, shops: string[], seconds: number][];
}

const scenes: Scene[] = [
  {
    language: 'en',
    theme: 'light',
    ending: '',
    admin: 'Ada Berg',
    colleague: { email: 'mei.lin@example.com', fullname: 'Mei Lin' },
    matrix: {
      name: 'Times and places',
      prompt: '{place} at {time}',
      rows: 'time',
      columns: 'place',
      variables: { time: ['dawn', 'sunset', 'midnight'], place: ['forest', 'desert', 'ocean', 'mountains'] },
    },
    waits: [
      ['Nightly report', 0],
      ['Thumbnails for the shop', 30],
    ],
    cancelled: 'Old catalogue, second try',
    imports: [
      ['Import of all shops', ['Nordlicht', 'Lumen & Söhne', 'Green Garden', 'Kite'], 0],
      ['Import of the spring catalogue', ['Nordlicht', 'Green Garden'], 0],
      ['Import of the summer catalogue', ['Green Garden', 'Kite', 'Nordlicht', 'Pine'], 20],
    ],
  },
  {
    language: 'zh',
    theme: 'dark',
    ending: '-zh',
    admin: '李娜',
    colleague: { email: 'wang.xiaoming@example.com', fullname: '王小明' },
    matrix: {
      name: '时间与地点',
      prompt: '{地点}，{时间}',
      rows: '时间',
      columns: '地点',
      variables: { 时间: ['清晨', '黄昏', '午夜'], 地点: ['森林', '沙漠', '大海', '山间'] },
    },
    waits: [
      ['每晚报表', 0],
      ['商店缩略图', 30],
    ],
    cancelled: '旧目录，第二次尝试',
    imports: [
      ['导入全部商店', ['书香门第', 'Lumen & Söhne', '绿园', '风筝'], 0],
      ['导入春季目录', ['书香门第', '绿园'], 0],
      ['导入夏季目录', ['绿园', '风筝', '书香门第', '青松'], 20],
    ],
  },
];

const browser = await launchChromium();
try {
  for (const scene of scenes) await play(scene, browser);
} finally {
  await browser.close();
}

async function play(scene: Scene, chromium: Browser): Promise<void> {
  const server = await startBackend({
    env: {
      ADMIN_PASSWORD: PASSWORD,
      ADMIN_FULLNAME: scene.admin,
      TASK_TYPES_DIR: join(import.meta.dirname, 'screenshot-types'),
    },
  });
  try {
    const built = async () => (await fetch(server.url, { headers: { accept: 'text/html' } })).status === 200;
    await waitFor(built, { timeout_ms: 60_000, what: 'the console to be built' });
    const task_id = await makeTasks(scene, server);
    await takeAll(scene, server, chromium, task_id);
  } finally {
    await server.stop();
  }
}

/** Creates finished and running tasks; returns the id of the matrix. */
async function makeTasks(scene: Scene, { url }: Backend): Promise<string> {
  const admin = new Client({ url });
  await admin.signIn({ email: ADMIN, password: PASSWORD });
  await admin.api.createUser({ ...scene.colleague, password: PASSWORD, roles: ['manager'] });
  const colleague = new Client({ url });
  await colleague.signIn({ email: scene.colleague.email, password: PASSWORD });
  const { name, prompt, variables } = scene.matrix;
  const matrix = await admin.api.createTask({
    type: 'image',
    name,
    params: { prompt, variables, size: 384, seed: 7 },
  });
  await admin.wait(matrix);
  for (const [title, shops, seconds] of scene.imports)
    await colleague.api.createTask({ type: 'feed-import', name: title, params: { shops, seconds } });
  for (const [title, seconds] of scene.waits)
    await admin.api.createTask({
      type: 'wait',
      name: title,
      params: { seconds, steps: Math.max(1, seconds) },
    });
  const { id } = await admin.api.createTask({ type: 'wait', name: scene.cancelled, params: { seconds: 60 } });
  await admin.api.cancelTask({ id });
  const underway = async () => {
    const { items } = await admin.api.listTasks({ status: 'processing' });
    return items.length > 0 && items.every(({ progress }) => progress > 25);
  };
  await waitFor(underway, { timeout_ms: 60_000, what: 'bars that are partly full' });
  return matrix.id;
}

async function takeAll(scene: Scene, { url }: Backend, chromium: Browser, task_id: string): Promise<void> {
  const { language, theme, ending, matrix } = scene;
  const page = await chromium.newPage({
    viewport: { width: 1_280, height: 800 },
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    colorScheme: theme,
  });
  const pictures = () =>
    waitFor(() =>
      page.evaluate('document.images.length === 12 && [...document.images].every((one) => one.complete)'),
    );
  await page.goto(url);
  await page.locator('input[name=username]').fill(ADMIN);
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.locator('button[type=submit]').click();
  await page.locator('tbody tr[data-index]').first().waitFor();
  await waitFor(() =>
    page.evaluate('document.images.length > 0 && [...document.images].every((one) => one.complete)'),
  );
  if (language === 'en') await take(page, 'console-tasks');
  const axes = `rows=${encodeURIComponent(matrix.rows)}&columns=${encodeURIComponent(matrix.columns)}`;
  await page.goto(`${url}/tasks/${task_id}?${axes}`);
  await pictures();
  await take(page, `console${ending}`);
  if (language === 'en') {
    await page.goto(`${url}/tasks/${task_id}?tab=items`);
    await pictures();
    await take(page, 'console-task');
    await page.goto(`${url}/tasks/new?from=${task_id}`);
    await page.locator('aside ol li').first().waitFor();
    await take(page, 'console-new-task');
  }
  await page.close();
}

/** Reduces the colours without a visible difference at this size, which saves two thirds of the bytes. */
async function take(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  const shot = await page.screenshot();
  const picture = await sharp(shot).png({ palette: true, quality: 90, effort: 10 }).toBuffer();
  await writeFile(join(FOLDER, `${name}.png`), picture);
  console.log(`${name}.png, ${Math.round(picture.length / 1_000)} kB`);
}
