/** The recipe "a field" of CONTRIBUTING.md, carried out on a copy of `src` and the samples of the tests: what it takes, and what finds an edit that was forgotten. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { aUser } from '../contract/samples.ts';
import { tempFolder } from '../support/temp-folder.ts';

const root = resolve(import.meta.dirname, '../..');

interface Edit {
  file: string;
  after: string;
  line: string;
}

/** A field `nickname` of an account, which callers see. */
const EDITS: Record<'record' | 'column' | 'migration' | 'field' | 'value' | 'schema' | 'sample', Edit> = {
  record: {
    file: 'src/data/contracts/users.ts',
    after: '  last_sign_in_at: string | null;',
    line: '  nickname: string | null;',
  },
  column: {
    file: 'src/data/sqlite/stores/users.ts',
    after: '  last_sign_in_at: orNull(text()),',
    line: '  nickname: orNull(text()),',
  },
  migration: {
    file: 'src/data/sqlite/schema-3.ts',
    after: 'export const thirdSchema = `',
    line: 'ALTER TABLE users ADD COLUMN nickname TEXT;',
  },
  field: {
    file: 'src/data/mongodb/stores/users.ts',
    after: '  last_sign_in_at: textOrNull(),',
    line: '  nickname: textOrNull(),',
  },
  value: {
    file: 'src/services/accounts/users.ts',
    after: '      last_sign_in_at: null,',
    line: '      nickname: null,',
  },
  schema: {
    file: 'src/api/schemas/user.schema.ts',
    after: '  quotas: { schema: Quotas, example: null },',
    line: "  nickname: { schema: nullable(Type.String()), example: 'Mei' },",
  },
  sample: {
    file: 'tests/contract/samples.ts',
    after: '    last_sign_in_at: null,',
    line: "    nickname: 'Ada',",
  },
};

/** Copies of `src` with these edits, side by side in one folder, which is returned. */
async function copiesWith(copies: Record<string, Edit[]>): Promise<string> {
  const folder = await tempFolder('backend2-omissions-');
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const [name, edits] of Object.entries(copies)) {
    await cp(join(root, 'src'), join(folder, name, 'src'), { recursive: true });
    await cp(join(root, 'package.json'), join(folder, name, 'package.json'));
    const { file: samples } = EDITS.sample;
    await cp(join(root, samples), join(folder, name, samples));
    for (const { file, after, line } of edits) {
      const path = join(folder, name, file);
      const text = await readFile(path, 'utf8');
      assert.ok(text.includes(`${after}\n`), `${file} has no line ${after}`);
      await writeFile(path, text.replace(`${after}\n`, `${after}\n${line}\n`));
    }
  }
  return folder;
}

/** The files below this folder that do not compile, each once. */
async function faultyFiles(folder: string): Promise<string[]> {
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { typeRoots: [join(root, 'node_modules/@types')] },
    include: ['*/src', '*/tests'],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  // With several threads, each checks by itself much of what the others check: it takes twice the processor time.
  const args = [tsc, '-p', folder, '--pretty', 'false', '--singleThreaded'];
  try {
    await promisify(execFile)(process.execPath, args, { cwd: folder });
    return [];
  } catch (error) {
    const { stdout = '' } = error as { stdout?: string };
    return [...new Set(stdout.match(/^[a-z]+\/(src|tests)[^(]+(?=\()/gm) ?? [stdout])].sort();
  }
}

test('a field of an account takes seven edits; the compiler names each of five that were forgotten', async () => {
  const all = Object.values(EDITS);
  assert.equal(all.length, 7);
  const { record, column, field, value, schema, sample } = EDITS;
  const faulty = await faultyFiles(await copiesWith({ whole: all, alone: [record] }));
  assert.deepEqual(faulty, [column, field, value, schema, sample].map(({ file }) => `alone/${file}`).sort());
});

test('a forgotten migration is found by the first account that is stored', async () => {
  const { migration, ...others } = EDITS;
  const whole = Object.values(others);
  const folder = await copiesWith({ unmigrated: whole, migrated: [...whole, migration] });
  for (const name of ['unmigrated', 'migrated']) {
    const { openSqlite } = await import(
      pathToFileURL(join(folder, name, 'src/data/sqlite/open-sqlite.ts')).href
    );
    const database = await openSqlite(await tempFolder(), { exclusive: true });
    const user = { ...aUser(), nickname: 'Ada' };
    if (name === 'migrated') {
      await database.users.create(user);
      assert.deepEqual(await database.users.get(user.id), user);
    } else await assert.rejects(database.users.create(user), /nickname/);
    await database.close();
  }
});
