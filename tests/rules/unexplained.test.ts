/** No cast that silences the compiler, and no failure that is swallowed, without its reason beside it. */
import assert from 'node:assert/strict';
import { glob, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { type Unexplained, unexplainedCasts, unexplainedFailures } from './unexplained.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PRODUCT = ['src/**/*.ts', 'client/src/**/*.ts', 'console/src/**/*.{ts,tsx}'];
const BESIDES = ['tests/**/*.ts', 'bench/**/*.ts', 'scripts/**/*.ts'];
/** Written by a script, or made of examples of what is forbidden. */
const EXEMPT = /^client\/src\/generated\.ts$|^tests\/rules\/unexplained/;

async function found(globs: string[], find: (source: string) => Unexplained[]): Promise<string[]> {
  const places: string[] = [];
  for await (const file of glob(globs, { cwd: ROOT })) {
    if (EXEMPT.test(file)) continue;
    for (const { line, what } of find(await readFile(join(ROOT, file), 'utf8')))
      places.push(`${file}:${line} ${what}`);
  }
  return places;
}

test('each cast that silences the compiler says why on its line', async () => {
  assert.deepEqual(await found([...PRODUCT, ...BESIDES], unexplainedCasts), []);
});

test('no failure is swallowed without a reason', async () => {
  assert.deepEqual(await found(PRODUCT, unexplainedFailures), []);
});

test('casts without a reason are found, and only these', () => {
  for (const planted of [
    'const a = b as never;',
    'const a = b as unknown as C;',
    'send(b as any);',
    'const a = b as never; //',
    '// the package declares no types\nconst a = b as never;',
  ])
    assert.equal(unexplainedCasts(planted).length, 1, planted);
  for (const fine of [
    'const a = b as never; // the package declares no types',
    "const was = 'as never';".replace('as never', 'was never'),
    '// as any caller would',
    ' * as any caller would',
  ])
    assert.deepEqual(unexplainedCasts(fine), [], fine);
});

test('swallowed failures are found, and only these', () => {
  for (const planted of [
    'await client.close().catch(() => {});',
    'const text = await read().catch(() => null);',
    'try {\n  read();\n} catch {\n  return null;\n}\n// another line',
    'read().catch(() => {\n  count += 1;\n});',
  ])
    assert.equal(unexplainedFailures(planted).length, 1, planted);
  for (const fine of [
    '// It is broken already.\nawait client.close().catch(() => {});',
    'try {\n  read();\n} catch {\n  // It has ended meanwhile.\n  return null;\n}',
    "try {\n  read();\n} catch {\n  throw new Error('no such file');\n}",
    'await sleep(5).catch(() =>\n  signal.throwIfAborted(),\n);',
    'read().catch((error) => log.warn(error));',
    'try {\n  read();\n} catch (error) {\n  log.warn(error);\n}',
  ])
    assert.deepEqual(unexplainedFailures(fine), [], fine);
});
