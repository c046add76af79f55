import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';

const ROOT = join(import.meta.dirname, '../..');
const DIST = join(ROOT, 'console/dist');
const FIRST_LOAD = 200_000;

before(() => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/build-console.ts'], { cwd: ROOT });
  assert.equal(status, 0, String(stderr));
});

const bytes = (path: string) =>
  statSync(join(DIST, `${path}.br`), { throwIfNoEntry: false })?.size ?? statSync(join(DIST, path)).size;
const assets = readdirSyncSafe(join(DIST, 'assets'));
function readdirSyncSafe(folder: string): () => string[] {
  return () => readdirSync(folder).filter((name) => /\.(js|css)$/.test(name));
}

test('what the first page needs is less than 200 kB as it travels', () => {
  const index = readFileSync(join(DIST, 'index.html'), 'utf8');
  const named = [...index.matchAll(/(?:src|href)="\/([^"]+)"/g)].map(([, path = '']) => path);
  // The page of tasks is the one that opens first: its chunks count too.
  const lazy = assets()
    .filter((name) => /^(tasks-page)/.test(name))
    .map((name) => `assets/${name}`);
  const imported = new Set<string>();
  const next = [...named, ...lazy];
  for (let path = next.pop(); path !== undefined; path = next.pop()) {
    if (imported.has(path)) continue;
    imported.add(path);
    if (!path.endsWith('.js')) continue;
    const text = readFileSync(join(DIST, path), 'utf8');
    for (const [, name = ''] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g))
      next.push(`assets/${name}`);
  }
  const total = [...imported, 'index.html'].reduce((sum, path) => sum + bytes(path), 0);
  assert.ok(total > 50_000, `${total} bytes: something was not counted`);
  assert.ok(total < FIRST_LOAD, `${total} bytes`);
});

test('Chinese and charts are chunks of their own', () => {
  const index = readFileSync(join(DIST, 'index.html'), 'utf8');
  const zh = assets().filter((name) => name.startsWith('zh-'));
  assert.equal(zh.length, 1);
  assert.ok(!index.includes(zh[0] ?? ''));
});
