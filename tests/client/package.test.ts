import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { tempFolder } from '../support/temp-folder.ts';

const ROOT = resolve(import.meta.dirname, '../..');

test('the built package can be imported, and its types compile', async () => {
  const folder = await tempFolder();
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  const run = promisify(execFile);
  await run(process.execPath, [tsc, '-p', join(ROOT, 'client/tsconfig.build.json'), '--outDir', folder]);
  const built = await import(pathToFileURL(join(folder, 'index.js')).href);
  assert.equal(typeof new built.Client({ url: 'http://127.0.0.1' }).api.createTask, 'function');
  assert.match(await readFile(join(folder, 'client.d.ts'), 'utf8'), /signIn\(/);
  assert.doesNotMatch(await readFile(join(folder, 'client.js'), 'utf8'), /\.ts'/);
});
