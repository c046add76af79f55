import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import {
  bundleFolder,
  loadFromBundle,
  MADE_OF,
  MANIFEST,
  readManifest,
} from '../../../src/runtime/package-bundle.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const ROOT = join(import.meta.dirname, '../../..');
const run = (args: string[], options: { cwd: string }) =>
  promisify(execFile)(process.execPath, args, options);
const LOCK = '{"packages": {"node_modules/thing": {"version": "1.0.0"}}}';

/** A project whose package `thing` says where it was loaded from, with a bundle of it. */
async function project(made_of: string | null): Promise<string> {
  const root = await tempFolder();
  const files: Record<string, string> = {
    'src/one.mjs': `export { default } from 'thing';`,
    'src/two.mjs': `export { default } from 'other';`,
    'types/theirs.mjs': `export { default } from 'thing';`,
    'apart/theirs.mjs': `export { default } from 'thing';`,
    'apart/node_modules/thing/package.json': '{"main": "index.mjs"}',
    'apart/node_modules/thing/index.mjs': `export default 'their package';`,
    'node_modules/.package-lock.json': LOCK,
    'node_modules/thing/package.json': '{"main": "index.mjs"}',
    'node_modules/thing/index.mjs': `export default 'package';`,
    'node_modules/other/package.json': '{"main": "index.mjs"}',
    'node_modules/other/index.mjs': `export { default } from 'thing';`,
  };
  if (made_of !== null) {
    files[`node_modules/.backend2/${MADE_OF}`] = made_of;
    const code = `export default 'bundle';`;
    files['node_modules/.backend2/thing.mjs'] = code;
    files[`node_modules/.backend2/${MANIFEST}`] = JSON.stringify({
      packages: { thing: 'thing.mjs' },
      bytes: { 'thing.mjs': code.length },
    });
  }
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
  return root;
}

const loaded = async (root: string, name: string) =>
  (await import(pathToFileURL(join(root, name)).href)).default as string;

describe('a bundle of packages', () => {
  test('stands for a package that the sources import, and for nothing that a package imports', async () => {
    const root = await project(LOCK);
    assert.equal(loadFromBundle(root), true);
    assert.equal(await loaded(root, 'src/one.mjs'), 'bundle');
    assert.equal(await loaded(root, 'src/two.mjs'), 'package');
  });

  test('is not used where task types have the package themselves, wherever they are', async () => {
    const [root, elsewhere] = [await project(LOCK), await project(null)];
    assert.equal(loadFromBundle(root), true);
    assert.equal(await loaded(elsewhere, 'types/theirs.mjs'), 'package');
    assert.equal(await loaded(root, 'apart/theirs.mjs'), 'their package');
    assert.equal(await loaded(root, 'types/theirs.mjs'), 'bundle');
    // A folder beside the project whose name begins alike.
    await cp(elsewhere, `${root}-types`, { recursive: true });
    assert.equal(await loaded(`${root}-types`, 'types/theirs.mjs'), 'package');
    await rm(`${root}-types`, { recursive: true });
  });

  test('is not used once something else is installed', async () => {
    const root = await project(LOCK.replace('1.0.0', '1.0.1'));
    assert.equal(loadFromBundle(root), false);
    assert.equal(await loaded(root, 'src/one.mjs'), 'package');
  });

  test('is not used where a part of it is damaged or gone', async () => {
    for (const file of ['thing.mjs', MANIFEST, MADE_OF]) {
      for (const text of ['', 'null', null]) {
        const root = await project(LOCK);
        const path = join(bundleFolder(root), file);
        await (text === null ? rm(path) : writeFile(path, text));
        assert.equal(loadFromBundle(root), false, `${file}: ${text}`);
        assert.equal(await loaded(root, 'src/one.mjs'), 'package');
      }
    }
  });

  test('may be missing, and so may the list of what npm installed', async () => {
    const root = await project(null);
    assert.equal(loadFromBundle(root), false);
    await rm(join(root, 'node_modules/.package-lock.json'));
    assert.equal(loadFromBundle(root), false);
    assert.equal(await loaded(root, 'src/one.mjs'), 'package');
  });
});

describe('the bundle that npm ci makes', () => {
  // It is there already, except after `npm ci --ignore-scripts`.
  before(async () => {
    if (!readManifest(ROOT)) await run([join(ROOT, 'scripts/bundle-packages.ts')], { cwd: ROOT });
  });

  test('exports what the packages export, each name with a value of the same kind', async () => {
    const files = readManifest(ROOT)?.packages ?? {};
    for (const name of ['fastify', 'mongodb', 'ioredis', 'typebox', 'typebox/compile', 'pino'])
      assert.ok(files[name], name);
    // In a process of its own, where no bundle takes their place.
    const script = `for (const name of ${JSON.stringify(Object.keys(files))})
      console.log(JSON.stringify([name, Object.entries(await import(name)).map(([key, value]) => [key, typeof value]).sort()]));`;
    const { stdout } = await run(['--input-type=module', '-e', script], { cwd: ROOT });
    const exported: Record<string, [name: string, kind: string][]> = Object.fromEntries(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    );
    for (const [name, file] of Object.entries(files)) {
      const bundled = await import(pathToFileURL(join(bundleFolder(ROOT), file)).href);
      const names = exported[name]?.filter(([key]) => key !== 'module.exports');
      const kinds = Object.entries(bundled).map(([key, value]) => [key, typeof value]);
      assert.deepEqual(kinds.sort(), names, name);
    }
  });
});
