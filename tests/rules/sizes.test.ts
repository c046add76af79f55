/** The limits on sizes are rules of Biome (biome.json): here they are shown to be in force, and only the generated file is exempt. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { glob, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { tempFolder } from '../support/temp-folder.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const GENERATED = 'client/src/generated.ts';
const BIOME = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');
const config = async () => JSON.parse(await readFile(join(ROOT, 'biome.json'), 'utf8'));

/** What Biome says of one file at this path, under the rules of the project. */
async function faultsOf(path: string, source: string): Promise<string> {
  const folder = await tempFolder('backend2-sizes-');
  const { $schema, vcs, ...rules } = await config();
  await writeFile(join(folder, 'biome.json'), JSON.stringify({ root: true, ...rules }));
  await mkdir(join(folder, path, '..'), { recursive: true });
  await writeFile(join(folder, path), source);
  return new Promise((done) => {
    execFile(
      process.execPath,
      [BIOME, 'lint', '--colors=off', path],
      { cwd: folder },
      (_error, stdout, stderr) => done(stdout + stderr),
    );
  });
}

const lines = (count: number) => Array.from({ length: count }, (_, at) => `  total += ${at};`).join('\n');
const long = (count: number) => `export function add(total: number) {\n${lines(count)}\n  return total;\n}\n`;
const many = (count: number) =>
  Array.from({ length: count }, (_, at) => `export const value${at} = ${at};\n`).join('');

for (const folder of ['src/services', 'client/src', 'console/src', 'tests/support']) {
  test(`a function of more than 60 lines, or a file of more than 300, is refused in ${folder}`, async () => {
    const path = `${folder}/a.ts`;
    assert.match(await faultsOf(path, long(62)), /noExcessiveLinesPerFunction/);
    assert.doesNotMatch(await faultsOf(path, long(50)), /noExcessiveLines/);
    assert.match(await faultsOf(path, many(302)), /noExcessiveLinesPerFile/);
    assert.doesNotMatch(await faultsOf(path, many(290)), /noExcessiveLines/);
  });
}

test('a test file of more than 300 lines is refused, whatever the size of its functions', async () => {
  assert.match(await faultsOf('tests/unit/a.test.ts', many(302)), /noExcessiveLinesPerFile/);
  assert.doesNotMatch(await faultsOf('tests/unit/a.test.ts', long(62)), /noExcessiveLines/);
});

test('no file of the product has more than 300 lines, whatever Biome counts', async () => {
  const long: string[] = [];
  for await (const file of glob(['{src,client/src,console/src}/**/*.{ts,tsx,js,css}'], { cwd: ROOT })) {
    const count = (await readFile(join(ROOT, file), 'utf8')).split('\n').length - 1;
    if (count > 300 && file !== GENERATED) long.push(`${file}: ${count}`);
  }
  assert.deepEqual(long, []);
});

test('only the generated file is exempt', async () => {
  const { overrides } = await config();
  const exempt = overrides.filter(
    ({ linter }: { linter: { rules: { style?: { noExcessiveLinesPerFile?: unknown } } } }) =>
      linter.rules.style?.noExcessiveLinesPerFile === 'off',
  );
  assert.deepEqual(
    exempt.flatMap(({ includes }: { includes: string[] }) => includes),
    [GENERATED],
  );
});
