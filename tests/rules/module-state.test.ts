/** What changes while a process runs is a field of a class with a name, where a debugger and a reader find it; a module holds tables. */
import assert from 'node:assert/strict';
import { glob, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { test } from 'node:test';

const ROOT = resolve(import.meta.dirname, '../..');
const EMPTY = /= new (BoundedMap|Map|Set|WeakMap|WeakSet)\b(<.*>)?\((\{.*\})?\);/;

/** Variables of a module that are written again, or that begin as an empty collection. */
const moduleState = (source: string): number[] =>
  source.split('\n').flatMap((line, at) => {
    const variable = /^(export )?(let|var) /.test(line);
    const collection = /^(export )?const /.test(line) && EMPTY.test(line) && !line.includes(': Readonly');
    return variable || collection ? [at + 1] : [];
  });

test('no module of the product holds state outside a class', async () => {
  const found: string[] = [];
  for await (const file of glob(['src/**/*.ts', 'client/src/**/*.ts', 'console/src/**/*.{ts,tsx}'], {
    cwd: ROOT,
  })) {
    // Tests set up what they look at.
    if (file.endsWith('.test.ts')) continue;
    for (const line of moduleState(await readFile(join(ROOT, file), 'utf8'))) found.push(`${file}:${line}`);
  }
  assert.deepEqual(found, []);
});

test('state of a module is found, and tables are not', () => {
  for (const planted of [
    'let count = 0;',
    'export let count = 0;',
    'const known = new Map<string, Language>();',
    'const known = new BoundedMap<string, string>({ entries: 1_000 });',
    'export const listeners = new Set<() => void>();',
  ])
    assert.deepEqual(moduleState(planted), [1], planted);
  for (const fine of [
    "const NOT_NOW = new Set(['a', 'b']);",
    'const NONE: ReadonlyMap<string, unknown> = new Map();',
    'class Known {\n  readonly #known = new Map<string, string>();\n}',
    'function sum() {\n  let sum = 0;\n}',
  ])
    assert.deepEqual(moduleState(fine), [], fine);
});
