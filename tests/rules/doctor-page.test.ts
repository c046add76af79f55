/** An operator finds each line that the doctor can print in docs/doctor.md, and reads there, in both languages, what it means. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const ROOT = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** Texts of findings: the first argument, one of two in it, or the constant that is passed on. */
const TEXT = /(?:\b(?:ok|problem|warning)\(\s*|\btext = |\btext: |\? |: )(`[^`\n]*`|'[^'\n]*')/g;
/** What follows the arrow, or is put together from other texts. */
const REMEDY = /^(start one|check |raise |it cannot be listened on)|^ → /;

const textsOf = (file: string): string[] =>
  [...read(file).matchAll(TEXT)]
    .map(([, literal = '']) => literal.slice(1, -1).replaceAll(/\$\{[^}]*\}/g, '…'))
    .map((text) => text.replace(/…\$\{.*$|…+$/, '…'))
    .filter((text) => text.split(' ').length >= 3 && !REMEDY.test(text));

test('each line of the doctor is explained, in both languages', () => {
  const files = [
    ...globSync('src/processes/doctor/*.ts', { cwd: ROOT }).filter(
      (file) => !file.endsWith('who-listens.ts'),
    ),
    'src/processes/few-open-files.ts',
  ];
  const texts = files.flatMap(textsOf);
  assert.ok(texts.length > 50, String(texts.length));
  for (const page of ['docs/doctor.md', 'docs/zh-CN/doctor.md']) {
    const explained = read(page);
    assert.deepEqual(
      texts.filter((text) => !explained.includes(text)),
      [],
      page,
    );
  }
});
