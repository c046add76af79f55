/** Runs the three examples of client/README.md against a server, each as a separate module, and what README.md makes of an answer. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Client } from '../../client/src/index.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { Browser } from './browser.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const folder = await tempFolder();
let backend: Backend;
let client: Client;
let examples: string[];
before(async () => {
  backend = await startBackend();
  client = new Client({ url: backend.url });
  await client.signIn({ email: 'admin@example.com', password: 'admin123' });
  const readme = await readFile(join(ROOT, 'client/README.md'), 'utf8');
  examples = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code as string);
});
after(() => backend.stop());

/** Runs an example against this server; returns what it has printed so far and a promise for its end. */
async function runExample(index: number, change = (code: string) => code) {
  const client_source = pathToFileURL(join(ROOT, 'client/src/index.ts')).href;
  const code = change(examples[index] as string)
    .replace("'backend2-client'", JSON.stringify(client_source))
    .replace('http://127.0.0.1:8000', backend.url);
  const file = join(folder, `example-${index}.ts`);
  await writeFile(file, code);
  const lines: string[] = [];
  const log = console.log;
  console.log = (line: string) => lines.push(line);
  const ended = import(pathToFileURL(file).href).finally(() => {
    console.log = log;
  });
  return { lines, ended };
}

test('the first example watches a task and saves its pictures', async () => {
  const there = process.cwd();
  process.chdir(folder);
  const { lines, ended } = await runExample(0);
  await ended;
  process.chdir(there);
  assert.equal(lines.at(-1), 'completed 100 %');
  const saved = (await readdir(folder)).filter((name) => name.endsWith('.webp'));
  assert.equal(saved.length, 2);
});

test('the second example retries failed tasks', async () => {
  const task = { type: 'inline-probe', params: { does: 'throw-final' }, name: 'fails again' };
  const failing = await client.wait(await client.api.createTask(task));
  assert.equal(failing.status, 'failed');
  const { lines, ended } = await runExample(1);
  await ended;
  assert.deepEqual(lines, ['fails again: failed']);
});

test('the third example stays signed in and shows tasks live', async () => {
  const browser = new Browser(backend.url);
  Object.assign(globalThis, { browser });
  const options = `url: '${backend.url}', fetch: globalThis.browser.fetch, cookie: true`;
  const change = (code: string) =>
    code.replace('cookie: true', options).replace('const live', 'globalThis.page = page;\nconst live');
  const { lines, ended } = await runExample(2, change);
  await waitFor(() => lines.includes('connection: open'));
  await client.api.createTask({ type: 'wait', params: { seconds: 0 }, name: 'seen live' });
  await waitFor(() => lines.includes('seen live completed'));
  (globalThis as { page?: AbortController }).page?.abort();
  await ended;
  assert.equal(lines[0], 'admin@example.com');
});

test('README.md prints one link to each picture', async () => {
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
  const [, links] = /^curl .*\/items -H "\$AUTH" \| (.*)$/m.exec(readme) ?? [];
  assert.ok(links);
  const params = { prompt: 'a {animal}', variables: { animal: ['fox', 'owl', 'hare'] }, size: 372 };
  const { id } = await client.wait(await client.api.createTask({ type: 'image', params }));
  const { items } = await client.api.listItems({ id });
  // A small copy has a link of its own.
  assert.ok(items.every(({ files }) => files[0]?.preview_url));
  const printed = execFileSync('sh', ['-c', links], {
    input: JSON.stringify({ data: { items } }),
    env: { ...process.env, URL: backend.url },
    encoding: 'utf8',
  });
  assert.deepEqual(
    printed.trim().split('\n'),
    items.map(({ files }) => `${backend.url}${files[0]?.url}`),
  );
  const answers = await Promise.all(
    printed
      .trim()
      .split('\n')
      .map((link) => fetch(link)),
  );
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200],
  );
});
