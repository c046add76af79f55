import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { consoleStamp, quickStamp } from '../../../src/processes/console/console-stamp.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** A package with as much of a console as a stamp is made of, built. */
async function built(): Promise<{ root: string; page: string; outline: string }> {
  const root = await tempFolder();
  for (const folder of ['console/dist', 'client/src', 'scripts'])
    mkdirSync(join(root, folder), { recursive: true });
  const page = join(root, 'console', 'index.html');
  writeFileSync(page, '<h1>old</h1>');
  writeFileSync(join(root, 'scripts', 'build-console.ts'), '');
  writeFileSync(join(root, 'console', 'dist', 'stamp'), `${consoleStamp(root)}\n`);
  return { root, page, outline: join(root, 'console', 'dist', 'outline') };
}

test('sources that nobody touched are not read again', async () => {
  const { root, outline } = await built();
  assert.equal(quickStamp(root), consoleStamp(root));
  const [, seen] = readFileSync(outline, 'utf8').split('\n');
  writeFileSync(outline, `what was read then\n${seen}\n`);
  assert.equal(quickStamp(root), 'what was read then');
});

test('a source of the same size and time, changed, makes another stamp', async () => {
  const { root, page } = await built();
  const before = quickStamp(root);
  const { atime, mtime } = statSync(page);
  writeFileSync(page, '<h1>new</h1>');
  utimesSync(page, atime, mtime);
  assert.notEqual(quickStamp(root), before);
  assert.equal(quickStamp(root), consoleStamp(root));
});

test('a new source makes another stamp, and one that is gone makes the old one again', async () => {
  const { root } = await built();
  const before = quickStamp(root);
  const added = join(root, 'client', 'src', 'more.ts');
  writeFileSync(added, '');
  assert.notEqual(quickStamp(root), before);
  rmSync(added);
  assert.equal(quickStamp(root), before);
});

test('where the outline cannot be written, the stamp is that of the sources all the same', async () => {
  const { root, outline } = await built();
  // A folder has its name: modes would not stop a process of root.
  mkdirSync(`${outline}.${process.pid}`);
  assert.equal(quickStamp(root), consoleStamp(root));
  assert.equal(existsSync(outline), false);
});
