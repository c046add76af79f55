import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';

const ROOT = resolve(import.meta.dirname, '../..');
const page = readFileSync(join(ROOT, 'SECURITY.md'), 'utf8');
const rows = page.split('\n').filter((line) => /^\| (?!Protection \|)[^-]/.test(line));

/** Of a row of SECURITY.md: what is wrong with the test that it names; null when that exists. */
function faultOf(row: string): string | null {
  const [, file, title] = /\| `(tests\/[^`]+\.test\.ts)` "([^"]+)" \|$/.exec(row) ?? [];
  if (!file || !title) return `names no test: ${row}`;
  if (!existsSync(join(ROOT, file))) return `${file} is not there`;
  const titles = [
    ...readFileSync(join(ROOT, file), 'utf8').matchAll(/^\s*(?:test|it)\(\s*(['"`])(.*?)\1,/gms),
  ];
  return titles.some(([, , one = '']) => one.startsWith(title)) ? null : `${file} has no test "${title}"`;
}

test('each protection in SECURITY.md names a test that exists', () => {
  assert.ok(rows.length > 40);
  assert.deepEqual(rows.map(faultOf).filter(Boolean), []);
});

test('a protection without a test, or with one that is gone, is found', () => {
  assert.match(faultOf('| Nothing can happen. | believe me |') ?? '', /names no test/);
  assert.match(faultOf('| Safe. | `tests/api/none.test.ts` "x" |') ?? '', /is not there/);
  assert.match(
    faultOf('| Safe. | `tests/api/auth.test.ts` "it is safe" |') ?? '',
    /has no test "it is safe"/,
  );
});
