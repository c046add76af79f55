/** The page at `/docs` in a browser. It is the same over every engine, and the rest of the suite proves what its calls do: it runs embedded alone. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../support/chromium.ts';
import { requireService } from '../../support/services.ts';
import { ADMIN, startApi, type TestApi } from '../start-api.ts';

/** A folder for pictures of each step, for whoever wants to look at them. */
const { DOCS_PICTURES } = process.env;
const skip = !requireService('chromium');

let api: TestApi;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

before(async () => {
  if (skip) return;
  api = await startApi({ worker: true });
  // Swagger UI works for so long that compiling it pays.
  browser = await launchChromium({ measured: true });
  page = await browser.newPage({ viewport: { width: 1_280, height: 1_000 } });
  page.setDefaultTimeout(15_000);
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== api.url) complaints.push(`asks ${request.url()}`);
  });
});
after(async () => {
  await browser?.close();
  await api?.close();
});

const picture = async (name: string) => {
  if (DOCS_PICTURES) await page.screenshot({ path: `${DOCS_PICTURES}/${name}.png` });
};
const call = (operation: string) => page.locator(`[id$="-${operation}"]`);

async function execute(operation: string): Promise<string> {
  const block = call(operation);
  await block.getByRole('button', { name: 'Execute' }).click();
  const answer = block.locator('.live-responses-table tbody .response-col_status').first();
  await answer.waitFor();
  return (await answer.textContent())?.trim() ?? '';
}

/**
 * Leaves these operations of the document, and what they refer to: for each that is unfolded, Swagger UI works through the whole document,
 * for a second of processor time.
 */
async function showOnly(operations: string[]): Promise<void> {
  await page.route('**/docs/json', async (route) => {
    const response = await route.fetch();
    const { paths, components, ...rest } = await response.json();
    const kept: Record<string, Record<string, unknown>> = {};
    for (const [path, methods] of Object.entries<Record<string, { operationId: string }>>(paths))
      for (const [method, one] of Object.entries(methods))
        if (operations.includes(one.operationId)) kept[path] = { ...kept[path], [method]: one };
    const named: Record<string, Record<string, unknown>> = {};
    const add = (part: unknown) => {
      for (const [, kind = '', name = ''] of JSON.stringify(part).matchAll(
        /"#\/components\/(\w+)\/(\w+)"/g,
      )) {
        const group = named[kind] ?? {};
        named[kind] = group;
        if (name in group) continue;
        group[name] = components[kind][name];
        add(group[name]);
      }
    };
    add(kept);
    await route.fulfill({
      response,
      json: { ...rest, paths: kept, components: { ...named, securitySchemes: components.securitySchemes } },
    });
  });
  await page.goto(`${api.url}/docs`);
}

let id: string;
test('Authorize signs in, and a task is created from the page', { skip }, async () => {
  await page.goto(`${api.url}/docs`);
  await page.getByText('Sign in (OAuth2)').waitFor();
  assert.equal(page.url(), `${api.url}/docs`);
  await picture('1-docs');

  await page.getByRole('button', { name: 'Authorize' }).first().click();
  const form = page.locator('.auth-container', { hasText: 'OAuth2, password' });
  // In sight when the dialog opens, though another field has the focus.
  const dialog = await page.locator('.modal-ux-content').boundingBox();
  const username = await form.locator('#oauth_username').boundingBox();
  assert.ok(dialog && username && username.y > dialog.y, 'the e-mail is hidden above');
  await form.locator('#oauth_username').fill(ADMIN.email);
  await form.locator('#oauth_password').fill(ADMIN.password);
  await form.getByRole('button', { name: 'Apply given OAuth2 credentials' }).click();
  await form.locator('button', { hasText: 'Logout' }).waitFor();
  await picture('2-authorized');
  await page.locator('.close-modal').click();

  await call('createTask').locator('.opblock-summary').click();
  await call('createTask').getByRole('button', { name: 'Try it out' }).click();
  const body = call('createTask').locator('textarea.body-param__text');
  assert.equal(JSON.parse(await body.inputValue()).type, 'image', 'the example is filled in');
  await body.fill(JSON.stringify({ type: 'noop', params: { count: 2 }, name: 'From the page' }));
  assert.match(await execute('createTask'), /^201/);
  await picture('3-created');
  const [task] = (await api.admin.data('GET', '/api/v1/tasks')).items;
  assert.equal(task.name, 'From the page');
  id = task.id;
});

test('the page stays signed in, a task is read from it, and what it cannot show is not tried', {
  skip,
}, async () => {
  await showOnly(['getTask', 'followTasks']);
  await call('getTask').locator('.opblock-summary').click();
  await call('getTask').getByRole('button', { name: 'Try it out' }).click();
  await call('getTask').locator('input[placeholder="id"]').fill(id);
  assert.match(await execute('getTask'), /^200/);
  const shown = await call('getTask').locator('.live-responses-table').textContent();
  assert.match(shown ?? '', /From the page/);
  await picture('4-read');
  // Faults take a line each: with their examples, they took 5,000 pixels.
  const rows = await call('getTask').locator('.responses-table:not(.live-responses-table) tr.response').all();
  const faults = [];
  for (const row of rows) {
    const code = Number(await row.getAttribute('data-code'));
    if (code >= 400) faults.push((await row.boundingBox())?.height ?? 0);
  }
  assert.ok(faults.length > 5 && Math.max(...faults) < 100, faults.join());
  // The page would show LOADING for ever.
  await call('followTasks').locator('.opblock-summary').click();
  await call('followTasks').locator('.responses-table').waitFor();
  assert.equal(await call('followTasks').getByRole('button', { name: 'Try it out' }).isVisible(), false);
  assert.deepEqual(complaints, []);
});
