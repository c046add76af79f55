import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { tempFolder } from '../../support/temp-folder.ts';

const RUNNER = resolve(import.meta.dirname, '../../support/run-tests.ts');

/** What the runner prints of these test files. */
async function runOf(files: Record<string, string>) {
  const root = await tempFolder();
  mkdirSync(join(root, 'tests'));
  for (const [name, source] of Object.entries(files))
    writeFileSync(join(root, 'tests', `${name}.test.ts`), source);
  // Node.js starts no tests within tests that tell it so.
  const { NODE_TEST_CONTEXT, TEST_GROUP, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [RUNNER, `--root=${root}`], {
    env,
    encoding: 'utf8',
  });
  return { status, text: stdout + stderr, last: stdout.trim().split('\n').at(-1) };
}

const BEGIN = "import { test } from 'node:test';\ntest('passes', () => {});\n";

test('a file whose process ends before its tests do has failed, though it ended with 0', async () => {
  const { status, text, last } = await runOf({
    whole: BEGIN,
    early: `${BEGIN}test('ends', () => process.exit(0));\ntest('never begins', () => {});\n`,
    'at-once': 'process.exit(0);\n',
  });
  assert.equal(last, '1 passed, 2 failed', text);
  assert.match(text, /tests\/early\.test\.ts: its process ended before its tests did/);
  assert.match(text, /tests\/at-once\.test\.ts: its process ended before its tests did/);
  assert.equal(status, 1);
});
