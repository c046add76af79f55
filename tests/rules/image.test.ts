/** What the Dockerfile copies is there, and is all that the programs in the image import. */
import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { join, posix, resolve } from 'node:path';
import { test } from 'node:test';
import { importsOf, withoutComments } from './read-imports.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFile(join(ROOT, path), 'utf8');
const dockerfile = (await read('Dockerfile')).replaceAll(/\\\n/g, ' ');
const within = (path: string, folders: readonly string[]) =>
  folders.some((folder) => path === folder || path.startsWith(`${folder}/`));

/** The paths of the repository that the stages of the image copy, one list a stage. */
const copied = dockerfile
  .split(/^FROM /m)
  .map((stage) =>
    [...stage.matchAll(/^COPY (?!--from)(.+)$/gm)].flatMap(([, paths = '']) =>
      paths.trim().split(/\s+/).slice(0, -1),
    ),
  );

/** The files of the repository that one file imports while it runs, over every file between. */
async function importedBy(path: string, found = new Set<string>()): Promise<Set<string>> {
  if (found.has(path)) return found;
  found.add(path);
  const text = withoutComments(await read(path)).replaceAll(/^(?:import|export) type [\s\S]*?;$/gm, '');
  for (const { name } of importsOf(text)) {
    if (name.startsWith('.')) await importedBy(posix.join(posix.dirname(path), name), found);
  }
  return found;
}

test('.dockerignore hides nothing that the Dockerfile copies, and every path exists', async () => {
  const lines = (await read('.dockerignore')).split('\n');
  const shown = lines.flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
  const paths = copied.flat();
  assert.ok(paths.length > 8, 'the COPY lines are found');
  for (const path of paths) {
    assert.ok(within(path, shown), `.dockerignore hides ${path}, which the Dockerfile copies`);
    await stat(join(ROOT, path));
  }
});

test('each program of the image finds the files that it imports', async () => {
  for (const program of ['scripts/build-console.ts', 'scripts/bundle-packages.ts', 'src/cli.ts']) {
    const stage = copied.findLast((paths) => within(program, paths));
    assert.ok(stage, `no stage copies ${program}`);
    for (const file of await importedBy(program)) {
      assert.ok(within(file, stage), `${program} imports ${file}, which its stage does not copy`);
    }
  }
});
