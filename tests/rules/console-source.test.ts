import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const SRC = join(import.meta.dirname, '../../console/src');
const files = (readdirSync(SRC, { recursive: true }) as string[])
  .filter((name) => /\.(tsx?|css)$/.test(name))
  .map((name) => ({ name: name.replaceAll('\\', '/'), text: readFileSync(join(SRC, name), 'utf8') }));
const pages = files.filter(({ name }) => name.endsWith('.tsx'));

const WORDS_IN_ATTRIBUTE =
  /\b(aria-label|aria-description|title|placeholder|alt|label|text|hint)="[^"]*\p{L}[^"]*"/gu;
/** Between a tag's end and the next tag's begin, on one line: `>Save</`. */
const WORDS_IN_CHILDREN = />\s*([^<>{}=;()]*\p{L}{2}[^<>{}=;()]*)<\//gu;

/** Words in JSX that are not from a dictionary. */
function literalsIn(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  return [...code.matchAll(WORDS_IN_ATTRIBUTE), ...code.matchAll(WORDS_IN_CHILDREN)].map(([found]) =>
    found.trim(),
  );
}

test('no words stand in JSX: they come from the dictionaries', () => {
  assert.deepEqual(literalsIn('<p>{w.title}</p>'), []);
  assert.equal(literalsIn('<p>Hello you</p>').length, 1, 'a planted one is found');
  assert.equal(literalsIn('<input aria-label="Search" />').length, 1, 'a planted one is found');
  assert.equal(literalsIn('<p>你好</p>').length, 1, 'a planted one is found');
  assert.deepEqual(
    pages.flatMap(({ name, text }) => literalsIn(text).map((found) => `${name}: ${found}`)),
    [],
  );
});

test('files are small: none above 300 lines, half of them below 80', () => {
  const lines = files
    .filter(({ name }) => /\.tsx?$/.test(name) && !name.startsWith('words/'))
    .map(({ name, text }) => ({ name, count: text.split('\n').length }))
    .sort((one, other) => one.count - other.count);
  assert.deepEqual(
    lines.filter(({ count }) => count > 300),
    [],
  );
  assert.ok((lines[Math.floor(lines.length / 2)]?.count ?? 0) < 80);
});

test('colours stand in the tokens alone', () => {
  const allowed = new Set(['design/tokens.css', 'features/shell/mark.module.css']);
  const found = files
    .filter(({ name }) => name.endsWith('.css') && !allowed.has(name))
    .flatMap(({ name, text }) =>
      [...text.matchAll(/^(?!.*light-dark).*#[0-9a-f]{3,8}\b.*$/gim)].map(
        ([line]) => `${name}: ${line.trim()}`,
      ),
    );
  assert.deepEqual(found, []);
});

test('every class that a component names is in its style sheet', () => {
  const sheets = new Map(
    files.filter(({ name }) => name.endsWith('.module.css')).map(({ name, text }) => [name, text]),
  );
  const missing = pages.flatMap(({ name, text }) =>
    [...text.matchAll(/import (\w+) from '([^']+\.module\.css)'/g)].flatMap(([, as = '', path = '']) => {
      const sheet = sheets.get(join(name, '..', path).replaceAll('\\', '/')) ?? '';
      const used = [...text.matchAll(new RegExp(`\\b${as}\\.(?!module)(\\w+)`, 'g'))].map(
        ([, one = '']) => one,
      );
      return used
        .filter((one) => !new RegExp(`\\.${one}\\b`).test(sheet))
        .map((one) => `${name}: ${as}.${one}`);
    }),
  );
  assert.deepEqual(missing, []);
});

test('the API is reached through the typed client alone', () => {
  const found = files
    // Where the typed client is made, it is told how to call.
    .filter(({ name }) => name !== 'api/client.ts')
    .filter(({ text }) => /\bfetch\(|EventSource|XMLHttpRequest/.test(text))
    .map(({ name }) => name);
  assert.deepEqual(found, []);
});

test('nothing makes script or style of text', () => {
  const found = files
    .filter(({ text }) => /dangerouslySetInnerHTML|innerHTML|\beval\(|new Function\(/.test(text))
    .map(({ name }) => name);
  assert.deepEqual(found, []);
});
