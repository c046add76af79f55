/** What axe looks at against what the console has: a page or a dialog that is not in the list of tests/console/parts.ts is found here. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { ELSEWHERE, NEWCOMER_PAGES, openPagesOf, pagesOf } from '../console/parts.ts';

const FEATURES = resolve(import.meta.dirname, '../../console/src/features');
const ID = '0190b8a2-7c1e-7d3a-9f00-1c2d3e4f5a6d';
const pages = [
  ...pagesOf({ task_id: ID, failed_id: ID, user_id: ID, schedule_id: ID, webhook_id: ID }),
  ...openPagesOf('x'),
  ...NEWCOMER_PAGES,
];
const files = readdirSync(FEATURES, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts'));
const read = (name: string) => readFileSync(join(FEATURES, name), 'utf8');

test('axe looks at every page of the router', () => {
  const looked = new Set(pages.map(({ path }) => path.replace(/[?#].*/, '').replaceAll(ID, ':id')));
  const routes = files
    .filter((name) => name.endsWith('/routes.ts'))
    .flatMap((name) => [...read(name).matchAll(/path: '([^']+)'/g)].map(([, path]) => path));
  assert.ok(routes.length > 15);
  assert.deepEqual(
    routes.filter((path) => !looked.has(path ?? '')),
    [],
  );
});

test('axe looks at every dialog, drawer and menu', () => {
  const looked = new Set([
    ...pages.flatMap(({ opened, parts = [] }) => [opened, ...parts.map((part) => part.of)]),
    ...ELSEWHERE,
  ]);
  const opens =
    /<(Dialog|FormDialog|ConfirmDialog|DeleteButton|FullDialog|Drawer|Menu|DragMenu|Combobox|ManyCombobox)\b/;
  // What the gallery opens are the components themselves.
  const found = files.filter((name) => !name.startsWith('gallery/') && opens.test(read(name)));
  assert.ok(found.length > 20);
  assert.deepEqual(
    found.filter((name) => !looked.has(name)),
    [],
  );
  assert.deepEqual(
    [...looked].filter((name) => name !== undefined && !files.includes(name)),
    [],
    'a file of the list is gone',
  );
});
