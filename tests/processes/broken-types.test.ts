/** Whatever a module of TASK_TYPES_DIR does when it is loaded, one line names it, and doctor counts it as a problem. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { runCommand } from '../support/run-command.ts';
import { tempFolder } from '../support/temp-folder.ts';

const TYPE = "export default { type: 'bad', params: { type: 'object' }, run() {} };";

/** The source of the module, what is said of it, and whether the server starts nevertheless. */
const CASES: Record<string, [source: string, said: string, starts?: true]> = {
  null: ['throw null;', 'the module cannot be loaded: it throws null'],
  undefined: ['await 1; throw undefined;', 'the module cannot be loaded: it throws undefined'],
  text: ["throw 'text';", "the module cannot be loaded: it throws 'text'"],
  object: ['throw { a: 1 };', 'the module cannot be loaded: it throws { a: 1 }'],
  lines: [String.raw`throw new Error('one\ntwo');`, 'the module cannot be loaded: one two (FILE:1)'],
  unreadable: [
    "throw { get message() { throw new Error('no'); } };",
    'the module cannot be loaded: it throws { message: [Getter] }',
  ],
  definition: ['export default new Proxy({}, { get() { throw null; } });', 'it throws null'],
  syntax: ['export default {', 'the module cannot be loaded: Unexpected end of input (FILE:1)'],
  missing: ["import './no.mjs';", "the module cannot be loaded: Cannot find module 'FOLDER/no.mjs'"],
  exit: ['process.exit(0);', 'the code of a task type ends the process (process.exit)'],
  'exit-when-read': [
    'export default new Proxy({}, { get: () => process.exit(0) });',
    'the code of a task type ends the process (process.exit)',
  ],
  'exit-later': [
    'setTimeout(() => process.exit(0), 20); await new Promise(() => {});',
    'the code of a task type ends the process (process.exit)',
  ],
  rejection: [
    `Promise.reject(new Error('stray')); ${TYPE}`,
    'the code of a task type caused an unhandled error',
    true,
  ],
  later: [
    `setTimeout(() => { throw new Error('late'); }, 20); ${TYPE}`,
    'the code of a task type caused an unhandled error',
    true,
  ],
};

/** Only seen from outside: such a process says nothing any more. */
const ENDS: Record<string, [source: string, said: string]> = {
  kill: [
    "process.kill(process.pid, 'SIGKILL'); for (;;);",
    'the process ends while the module is loaded (SIGKILL)',
  ],
  'real-exit': ['process.reallyExit(0);', 'the process ends while the module is loaded (code 0)'],
};

async function prepared(modules: Record<string, readonly [source: string, ...unknown[]]>) {
  const folder = await tempFolder();
  const types = join(folder, 'types');
  mkdirSync(types);
  for (const [name, [source]] of Object.entries(modules)) writeFileSync(join(types, `${name}.mjs`), source);
  const env = { DATA_DIR: join(folder, 'data'), TASK_TYPES_DIR: types };
  return { cwd: folder, env, types };
}

/** What is said of this module of the folder. */
const saidOf = (name: string, text: string, types: string): string => {
  const file = join(types, `${name}.mjs`);
  return `${file}: ${text.replace('FILE', file).replace('FOLDER', types)}`;
};

const RAW = /\n {4}at |^node:internal|^Node\.js v/m;
const EXITS = Object.entries(CASES).filter(([name]) => name.startsWith('exit'));
const THROWS = Object.entries(CASES).filter(([name, [, , starts]]) => !starts && !name.startsWith('exit'));

suite('a broken module', () => {
  for (const [name, [source, text]] of EXITS)
    test(`ends a start in one line: ${name}`, async () => {
      const { cwd, env, types } = await prepared({ [name]: [source] });
      const { code, stdout, stderr } = runCommand(['start'], { cwd, env });
      assert.equal(code, 1);
      const said = `${stdout}${stderr}`;
      assert.equal(said.trim().split('\n').length, 1, said);
      assert.ok(said.includes(join(types, `${name}.mjs`)) && said.includes(text), said);
    });

  test('ends a start in one line, which names every other one as well', async () => {
    const { cwd, env, types } = await prepared(Object.fromEntries(THROWS));
    const { code, stdout, stderr } = runCommand(['start'], { cwd, env });
    assert.equal(code, 1);
    const said = `${stdout}${stderr}`;
    assert.equal(said.trim().split('\n').length, 1, said);
    for (const [name, [, text]] of THROWS)
      assert.ok(said.includes(saidOf(name, text, types)), `${name}: ${said}`);
    assert.doesNotMatch(said, RAW);
  });

  async function findsAll(modules: Record<string, readonly [source: string, text: string, ...unknown[]]>) {
    const { cwd, env, types } = await prepared(modules);
    const { code, stdout, stderr } = runCommand(['doctor'], { cwd, env });
    assert.equal(stderr, '');
    const lines = stdout.trim().split('\n');
    const problems = lines.filter((line) => line.startsWith('problem '));
    for (const [name, [, text]] of Object.entries(modules))
      assert.ok(problems.join('\n').includes(saidOf(name, text, types)), `${name}: ${stdout}`);
    assert.match(lines.at(-1) ?? '', new RegExp(`^${problems.length} problems?, `));
    assert.equal(code, 1);
  }

  // A few at a time: doctor shortens what is very long.
  for (let at = 0; at < THROWS.length; at += 3) {
    const few = THROWS.slice(at, at + 3);
    test(`is a problem for doctor: ${few.map(([name]) => name).join(', ')}`, () =>
      findsAll(Object.fromEntries(few)));
  }

  const alone = Object.entries({ ...CASES, ...ENDS }).filter(
    ([name]) => !THROWS.some(([one]) => one === name),
  );
  for (const [name, one] of alone) test(`is a problem for doctor: ${name}`, () => findsAll({ [name]: one }));

  test('that leaves a rejection does not end a command, and is named', async () => {
    const { cwd, env, types } = await prepared({ rejection: [CASES.rejection?.[0] ?? ''] });
    const { code, stdout, stderr } = runCommand(['init-db'], { cwd, env });
    assert.equal(code, 0, `${stdout}${stderr}`);
    assert.equal(stderr, '');
    assert.ok(stdout.includes(join(types, 'rejection.mjs')) && stdout.includes('stray'), stdout);
  });
});
