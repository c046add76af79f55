import assert from 'node:assert/strict';
import { chmodSync, chownSync, mkdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { compileCacheFolder } from '../../../bin/compile-cache.js';
import { OperatorError } from '../../../src/runtime/operator-error.ts';
import { isAmongOthers, isOwnFolder, ownId, staysInPlace } from '../../../src/runtime/own-folder.js';
import { checkTempDir, makeFolder } from '../../../src/worker/attempt-folder.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const skip = process.platform === 'win32' && 'folders of Windows have no mode';
const modeOf = (path: string): number => statSync(path).mode & 0o7777;

/** A folder with exactly this mode, whatever the umask. */
function make(path: string, mode: number): string {
  mkdirSync(path, { recursive: true });
  chmodSync(path, mode);
  return path;
}

test('a folder that is missing is created for this user alone', { skip }, async () => {
  const path = join(await tempFolder(), 'own');
  assert.equal(isOwnFolder(path), true);
  assert.equal(modeOf(path), 0o700);
  assert.equal(isOwnFolder(path), true);
});

test('no folder that others may have written, no link and no file is our own', { skip }, async () => {
  const root = await tempFolder();
  for (const mode of [0o777, 0o770, 0o702, 0o1777])
    assert.equal(isOwnFolder(make(join(root, 'open'), mode)), false, mode.toString(8));
  assert.equal(isOwnFolder(make(join(root, 'open'), 0o755)), true);
  symlinkSync(join(root, 'open'), join(root, 'link'));
  assert.equal(isOwnFolder(join(root, 'link')), false);
  assert.equal(isOwnFolder(join(import.meta.filename)), false);
  assert.equal(isOwnFolder(join(root, 'missing', 'below')), false);
});

test('no folder of another user is our own', {
  skip: ownId() !== 0 && 'only root can give one away',
}, async () => {
  const path = make(join(await tempFolder(), 'theirs'), 0o700);
  chownSync(path, 65534, 65534);
  assert.equal(isOwnFolder(path), false);
  assert.equal(staysInPlace(join(path, 'ours')), false);
});

test('a folder stays in place where others cannot rename it', { skip }, async () => {
  const root = await tempFolder();
  for (const [mode, stays, among] of [
    [0o755, true, false],
    [0o1777, true, true],
    [0o777, false, true],
    [0o775, false, false],
  ] as const) {
    const path = join(make(join(root, 'above'), mode), 'own');
    assert.deepEqual([staysInPlace(path), isAmongOthers(path)], [stays, among], mode.toString(8));
  }
  assert.equal(staysInPlace(join(root, 'missing', 'own')), false);
});

test('compiled modules are kept with the packages, else in a folder of this user, else nowhere', {
  skip,
}, async () => {
  const root = await tempFolder();
  const [packages, temporary] = [make(join(root, 'node_modules'), 0o755), make(join(root, 'tmp'), 0o1777)];
  const name = `backend2-compile-cache-${ownId()}`;
  const with_packages = join(packages, `.${name}`);
  assert.equal(compileCacheFolder(packages, temporary), with_packages);
  // Anybody may have written what is in it.
  chmodSync(with_packages, 0o777);
  assert.equal(compileCacheFolder(packages, temporary), join(temporary, name));
  // Another user was there first.
  rmSync(join(temporary, name), { recursive: true });
  make(join(temporary, name), 0o777);
  assert.equal(compileCacheFolder(packages, temporary), undefined);
  assert.equal(compileCacheFolder(join(root, 'none'), temporary), undefined);
});

test('temporary files of handlers are in no folder that another user may have made', { skip }, async () => {
  const shared = make(join(await tempFolder(), 'tmp'), 0o1777);
  const temp_dir = join(shared, 'backend2');
  assert.equal(makeFolder(join(temp_dir, '1.1', 'task-0-1')), join(temp_dir, '1.1', 'task-0-1'));
  assert.equal(modeOf(temp_dir), 0o700);
  make(temp_dir, 0o777);
  assert.throws(() => checkTempDir(temp_dir), OperatorError);
  assert.throws(() => makeFolder(join(temp_dir, '1.1', 'task-1-1')), /TMPDIR/);
  // In DATA_DIR, which the operator has chosen, its owner and mode are the operator's.
  chmodSync(shared, 0o775);
  checkTempDir(temp_dir);
});
