import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadTaskType, loadTaskTypes } from '../../src/task-types/definition/registry.ts';
import { TaskTypeError } from '../../src/task-types/definition/task-module.ts';
import { tempFolder } from '../support/temp-folder.ts';

let made = 0;

/** Loads a type with these fields, as a module of its own. */
async function load(fields: string) {
  const file = join(await tempFolder(), `type-${++made}.mjs`);
  writeFileSync(file, `export default { type: 'call', params: { type: 'object' }, ${fields} run() {} };`);
  return loadTaskType(file);
}

test('a type without limits has none, and is in the default pool', async () => {
  const { running, rate, limitKey, pool } = await load('');
  assert.deepEqual(
    { running, rate, limitKey, pool },
    { running: null, rate: null, limitKey: null, pool: 'default' },
  );
});

test('a type has the limits that it names', async () => {
  const type = await load(
    "running: 3, rate: { limit: 10, per: 1000 }, pool: 'gpu-large', limitKey: ({ account }) => account,",
  );
  assert.deepEqual([type.running, type.rate, type.pool], [3, { limit: 10, per: 1_000 }, 'gpu-large']);
  assert.deepEqual([type.limitKey?.({ account: 'ann' }), type.limitKey?.({ account: 7 })], ['ann', '7']);
  assert.throws(() => type.limitKey?.({}), /must return a text or a number, and returned undefined/);
  assert.throws(() => type.limitKey?.({ account: null }), /returned null/);
});

const REFUSED: [fields: string, message: RegExp][] = [
  ['running: 0,', /`running` must be a whole number from 1 to 100000/],
  ['running: "3",', /`running` must be a whole number/],
  ['rate: 10,', /`rate` must be an object such as \{ limit: 10, per: 1000 \}/],
  ['rate: { limit: 10 },', /`rate\.per` must be a whole number from 1 to 604800000/],
  ['rate: { limit: 0.5, per: 1000 },', /`rate\.limit` must be a whole number/],
  ['rate: { limit: 1, pre: 1000 },', /`rate\.pre` is no field of a task type; did you mean `per`\?/],
  ['running: 1, limitKey: "account",', /`limitKey` must be a function/],
  ['limitKey: () => "a",', /`limitKey` has no effect without `running` or `rate`/],
  ['pool: "GPU",', /`pool` must be 1–64 of a–z, 0–9, - and _, a letter first/],
  ['pool: 3,', /`pool` must be/],
  ['limitkey: () => "a",', /did you mean `limitKey`\?/],
];

test('all that is wrong with a definition is told at once', async () => {
  const fields =
    "titel: 'x', attempts: 0, backoff: { initial: -1, faktor: 2 }, isolation: 'fork', pool: 3, rate: {}, check: 5,";
  const { message }: Error = await load(fields).then(
    () => assert.fail('it was loaded'),
    (error) => error,
  );
  for (const name of ['titel', 'attempts', 'backoff.faktor', 'backoff.initial', 'isolation', 'pool'])
    assert.ok(message.includes(`\`${name}\``), `${name}: ${message}`);
  for (const name of ['rate.limit', 'rate.per', 'check'])
    assert.ok(message.includes(`\`${name}\``), `${name}: ${message}`);
});

test('all modules that cannot be loaded are named', async () => {
  const folder = await tempFolder();
  writeFileSync(join(folder, 'a.mjs'), 'export default { };');
  writeFileSync(join(folder, 'b.mjs'), 'throw new Error("no")');
  writeFileSync(
    join(folder, 'c.mjs'),
    "export default { type: 'wait', params: { type: 'object' }, run() {} };",
  );
  await assert.rejects(loadTaskTypes(folder), (error: Error) => {
    assert.ok(error instanceof TaskTypeError);
    assert.match(
      error.message,
      /a\.mjs: `type` is missing: .*; `run` is missing: .*; `params` is missing: it must be an object/,
    );
    assert.match(error.message, /b\.mjs: the module cannot be loaded: no/);
    assert.match(error.message, /c\.mjs: the task type "wait" exists already/);
    return true;
  });
});

test('the rules of a type are asked also about params that its schema refuses, for what is sound in them', async () => {
  const type = await load(`
    check: ({ from, to }, sound) =>
      sound('params.from') && sound('params.to') && from > to ? [{ path: 'params.from', message: 'is late' }] : [],
    params: {
      type: 'object',
      properties: { from: { type: 'integer' }, to: { type: 'integer' }, note: { type: 'string' } },
      additionalProperties: false,
    },
  `);
  assert.deepEqual(type.check({ from: 2, to: 1 }), [{ path: 'params.from', message: 'is late' }]);
  assert.deepEqual(type.check({ from: 1, to: 2 }), []);
  const paths = (params: object) => type.check(params).map(({ path }) => path);
  assert.deepEqual(paths({ from: 2, to: 1, note: 5, more: 1 }).sort(), [
    'params.from',
    'params.more',
    'params.note',
  ]);
  assert.deepEqual(paths({ from: 'x', to: 1 }), ['params.from']);
});

for (const [fields, message] of REFUSED) {
  test(`a type with ${fields} is refused at its load, with its file and the reason`, async () => {
    await assert.rejects(load(fields), (error: Error) => {
      assert.ok(error instanceof TaskTypeError);
      assert.match(error.message, /type-\d+\.mjs: /);
      assert.match(error.message, message);
      return true;
    });
  });
}
