import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadTaskTypes } from '../../src/task-types/definition/registry.ts';
import { TaskTypeError } from '../../src/task-types/definition/task-module.ts';
import { tempFolder } from '../support/temp-folder.ts';

const messageOf = (folder: string): Promise<string> =>
  loadTaskTypes(folder).then(
    () => assert.fail('the types were loaded'),
    (error) => {
      assert.ok(error instanceof TaskTypeError, String(error));
      return error.message;
    },
  );

const WITHOUT_PLACE = [
  ['end.mjs', "export default {\n  type: 'x',\n  run() {\n", 'Unexpected end of input', 4],
  ['comma.mjs', "export default {\n  type: 'x'\n  run() {} }", "Unexpected identifier 'run'", 3],
] as const;
const WITH_PLACE = [
  ['enum.ts', '\nenum A { b }\nexport default {};', 'TypeScript enum is not supported in strip-only mode', 2],
  ['null.mjs', '\n\nnull.x;\nexport default {};', "Cannot read properties of null (reading 'x')", 3],
  [
    'named.mjs',
    "\nimport { y } from './_other.mjs';",
    "'./_other.mjs' does not provide an export named 'y'",
    2,
  ],
] as const;

test('a module that cannot be loaded is named with the line of the fault', async () => {
  const folder = await tempFolder();
  writeFileSync(join(folder, '_other.mjs'), 'export const q = 1;');
  for (const [name, source] of [...WITHOUT_PLACE, ...WITH_PLACE]) writeFileSync(join(folder, name), source);
  const message = await messageOf(folder);
  for (const [name, , text, line] of [...WITHOUT_PLACE, ...WITH_PLACE]) {
    const file = join(folder, name);
    assert.ok(message.includes(`${file}: the module cannot be loaded: `), message);
    assert.ok(message.includes(`${text} (${file}:${line})`), `${name}: ${message}`);
  }
});

test('a field that a definition lacks is called missing', async () => {
  const folder = await tempFolder();
  writeFileSync(join(folder, 'empty.mjs'), 'export default {};');
  const message = await messageOf(folder);
  for (const name of ['type', 'params', 'run'])
    assert.ok(message.includes(`\`${name}\` is missing: it must be `), message);
  rmSync(join(folder, 'empty.mjs'));
  writeFileSync(join(folder, 'list.mjs'), "export default { type: 'x', params: [], run() {} };");
  assert.match(await messageOf(folder), /: `params` must be an object schema$/);
});

test('a wrong TASK_TYPES_DIR is named in full, with what is wrong', async () => {
  const folder = await tempFolder();
  const missing = join(folder, 'tasktypes');
  assert.equal(await messageOf(missing), `TASK_TYPES_DIR: ${missing} does not exist`);
  mkdirSync(missing);
  writeFileSync(join(missing, 'file'), '');
  assert.equal(
    await messageOf(join(missing, 'file')),
    `TASK_TYPES_DIR: ${join(missing, 'file')} is not a folder`,
  );
});

test('tests beside task types, declarations and files with _ are not loaded, let alone run', async () => {
  const folder = await tempFolder();
  const marks = ['a.test.ts', 'b.spec.mjs', 'c.test.js', 'd.d.ts', '_e.ts', '.f.js'];
  for (const name of marks) writeFileSync(join(folder, name), `globalThis.loaded = '${name}';`);
  const type = "export default { type: 'test-spec', params: { type: 'object' }, run() {} };";
  writeFileSync(join(folder, 'test.spec-of.mjs'), type);
  const types = await loadTaskTypes(folder);
  assert.ok(types.has('test-spec'));
  assert.equal('loaded' in globalThis, false);
});

test('a file that exports no task type is named with what to do', async () => {
  const folder = await tempFolder();
  writeFileSync(join(folder, 'shared.mjs'), 'export const shared = 1;');
  const message = await messageOf(folder);
  assert.ok(
    message.endsWith(
      'export a task type as the default of shared.mjs, or begin the name with _ if the file is none',
    ),
    message,
  );
});
