import assert from 'node:assert/strict';
import { mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Unavailable } from '../../src/data/contracts/index.ts';
import { FolderFileStore } from '../../src/data/files/folder-file-store.ts';
import { makeFolders, makeFoldersSync } from '../../src/runtime/make-folders.ts';
import { tempFolder } from '../support/temp-folder.ts';

const KEY = { task_id: '01a', index: 0, attempt: 1, name: 'a' };

/** Folders in which no file can be stored, with the code of the reason. */
async function unusable(): Promise<[string, string][]> {
  const folder = await tempFolder();
  const at = (name: string) => join(folder, name);
  await writeFile(at('file'), '');
  await symlink(at('nothing/below'), at('dangling'));
  const found: [string, string][] = [
    [at('file'), 'ENOTDIR'],
    [at('dangling'), 'ENOENT'],
  ];
  if (process.platform !== 'linux') return found;
  await symlink('/proc', at('proc'));
  return [...found, [at('proc'), 'ENOENT']];
}

test('where no file can be stored, a trial and a file end with the reason, which names no path', async () => {
  for (const [folder, code] of await unusable()) {
    const store = new FolderFileStore(folder);
    await assert.rejects(store.probe(), (error: Unavailable) => {
      assert.ok(error instanceof Unavailable);
      assert.match(
        String((error.cause as Error).message),
        /^no file can be written in the files \(E[A-Z]+\)$/,
      );
      return true;
    });
    await assert.rejects(store.put(KEY, Buffer.from('x')), {
      message: `The file cannot be stored (${code}).`,
    });
  }
});

test('folders are made with those above them, and the topmost new one is told', async () => {
  const root = await tempFolder();
  const [a, b, c] = [join(root, 'a'), join(root, 'a/b'), join(root, 'a/b/c')];
  assert.equal(await makeFolders(b, 0o700), a);
  assert.equal(await makeFolders(b, 0o700), undefined);
  assert.equal(await makeFolders(c, 0o700), c);
  assert.equal((await stat(c)).mode & 0o777, 0o700);
  makeFoldersSync(join(root, 'x/y'), 0o700);
  makeFoldersSync(join(root, 'x/y'), 0o700);
  assert.ok((await stat(join(root, 'x/y'))).isDirectory());
  await mkdir(join(root, 'z'));
  await writeFile(join(root, 'z/file'), '');
  assert.throws(() => makeFoldersSync(join(root, 'z/file'), 0o700), { code: 'EEXIST' });
  if (process.platform === 'linux')
    assert.throws(() => makeFoldersSync('/proc/no/one', 0o700), { code: 'ENOENT' });
});
