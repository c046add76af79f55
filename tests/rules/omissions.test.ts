import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

const root = resolve(import.meta.dirname, '../..');

/** What the compiler says of these files, one line each. */
async function compile(folder: string, files: Record<string, string>): Promise<string[]> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { typeRoots: [join(root, 'node_modules/@types')] },
    include: [],
    files: Object.keys(files),
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  try {
    await promisify(execFile)(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], { cwd: folder });
    return [];
  } catch (error) {
    return `${(error as { stdout?: string }).stdout}`.split('\n').filter((line) => line.includes('error TS'));
  }
}

/** A store's file, to be compiled from anywhere. */
async function storeText(engine: string): Promise<string> {
  const folder = join(root, 'src/data', engine, 'stores');
  const text = await readFile(join(folder, 'users.ts'), 'utf8');
  return text.replaceAll(/from '(\.[^']+)'/g, (_, path: string) => `from '${join(folder, path)}'`);
}

test('a field left out of a table of columns or fields does not compile', async () => {
  const cache = join(root, 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  // Below node_modules, where the compiler finds the packages.
  const folder = await mkdtemp(join(cache, 'omissions-'));
  try {
    const [sqlite, mongodb] = [await storeText('sqlite'), await storeText('mongodb')];
    const without = (text: string) => {
      const planted = text.replace(/\n {2}fullname: [^\n]*,/, '');
      assert.notEqual(planted, text);
      return planted;
    };
    const found = await compile(folder, {
      'sqlite.ts': sqlite,
      'mongodb.ts': mongodb,
      'sqlite-planted.ts': without(sqlite),
      'mongodb-planted.ts': without(mongodb),
    });
    const about = (file: string) => found.filter((line) => line.startsWith(file));
    assert.deepEqual([...about('sqlite.ts'), ...about('mongodb.ts')], []);
    for (const file of ['sqlite-planted.ts', 'mongodb-planted.ts']) {
      assert.ok(
        about(file).some((line) => line.includes("'fullname' is missing")),
        found.join('\n'),
      );
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
