import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { suite, test } from 'node:test';
import { generatedFiles, withPart } from '../../scripts/generate-docs.ts';
import { catalogue } from '../../src/errors.ts';
import { settingSpecs } from '../../src/settings.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

suite('what docs hold of the code', () => {
  for (const [file, text] of generatedFiles(read)) {
    test(`${file} is fresh`, () => {
      assert.equal(read(file), text, 'run "npm run docs"');
    });
  }

  test('every error type is in docs/error-codes.md, and every type there is in the catalogue', () => {
    const page = read('docs/error-codes.md');
    const rows = [...page.matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, type]) => type);
    assert.deepEqual(rows.toSorted(), Object.keys(catalogue).toSorted());
  });

  test('every setting is in .env.example once, commented out', () => {
    const lines = read('.env.example').match(/^# [A-Z][A-Z_]+=/gm) ?? [];
    assert.deepEqual(
      lines,
      Object.keys(settingSpecs)
        .map((name) => `# ${name}=`)
        .toSorted(byOrder(lines)),
    );
    assert.doesNotMatch(read('.env.example'), /^[^#\n]/m);
  });

  test('a page without marks is refused', () => {
    assert.throws(() => withPart('# Page', 'settings', ''), /lacks the markers/);
  });
});

const byOrder = (lines: string[]) => (a: string, b: string) => lines.indexOf(a) - lines.indexOf(b);
