/** The project that docs/task-types.md describes, made as it says: it compiles, its tests run, and the server loads its type. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { loadTaskTypes } from '../../src/task-types/definition/registry.ts';
import { tempFolder } from '../support/temp-folder.ts';

const root = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

test('the project of docs/task-types.md compiles, runs its tests, and is a folder of task types', async () => {
  const page = await readFile(join(root, 'docs/task-types.md'), 'utf8');
  const block = (language: string, part: string): string => {
    const blocks = [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))];
    const [found, ...more] = blocks.map(([, text = '']) => text).filter((text) => text.includes(part));
    assert.ok(found && more.length === 0, `one block of ${language} with ${part}`);
    return found;
  };
  const folder = await tempFolder();
  // What the commands of the page install. The clone is a link there, too.
  await mkdir(join(folder, 'node_modules'));
  await symlink(root, join(folder, 'node_modules/backend2'));
  for (const name of ['sharp', '@types'])
    await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  const [, script = ''] = /scripts\.test="(.*)"/.exec(page) ?? [];
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ type: 'module', scripts: { test: script } }),
  );
  await writeFile(join(folder, 'tsconfig.json'), block('json', 'compilerOptions'));
  await writeFile(join(folder, 'resize.ts'), block('ts', 'defineTaskType'));
  await writeFile(join(folder, 'resize.test.ts'), block('ts', 'runTaskType'));

  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  await run(process.execPath, [tsc, '--pretty', 'false'], { cwd: folder }).catch((error) =>
    assert.fail(error.stdout),
  );
  // A test process of Node.js tells the ones inside it not to print.
  const { NODE_TEST_CONTEXT, ...env } = process.env;
  const { stdout } = await run('sh', ['-c', script], { cwd: folder, env });
  assert.match(stdout, /^. pass 2$/m);
  assert.ok((await loadTaskTypes(folder)).has('resize'));
});
