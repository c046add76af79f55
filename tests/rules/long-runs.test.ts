/** `String.normalize` takes time that grows with the square of a run of combining marks, so callers' texts go through `normalText`. */
import assert from 'node:assert/strict';
import { glob, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { test } from 'node:test';

const ROOT = resolve(import.meta.dirname, '../..');

/** Where every text is short: an e-mail has at most 254 characters, a password 128. */
const SHORT = ['src/services/accounts/', 'src/runtime/text.ts'];

test('no long text is normalised but by normalText', async () => {
  const found: string[] = [];
  let short = 0;
  for await (const file of glob('src/**/*.ts', { cwd: ROOT })) {
    if (!(await readFile(join(ROOT, file), 'utf8')).includes('.normalize(')) continue;
    if (SHORT.some((path) => file.startsWith(path))) short += 1;
    else found.push(file);
  }
  assert.deepEqual(found, []);
  assert.ok(short > 1, 'files that normalise are found');
});
