import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { schemaErrors, schemaFaults } from '../../src/schema-faults.ts';

const faultsOf = (schema: object, value: unknown) => {
  const validator = Compile(schema);
  const errors = schemaErrors((one) => validator.Errors(one), value);
  return schemaFaults(errors, { root: 'body', within: false });
};
const names = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, [0]]));

test('what is wrong with a large value is found in bounded time, however much is wrong with it', () => {
  const few = Type.Array(Type.String(), { maxItems: 4, uniqueItems: true });
  const lists = Type.Record(Type.String(), Type.Array(Type.String()));
  const cases: [object, unknown][] = [
    [few, Array(20_000).fill('the same')],
    [few, Array(20_000).fill(0)],
    [lists, names(10_000)],
    [Type.Object({}, { additionalProperties: false }), names(10_000)],
  ];
  for (const [schema, value] of cases) {
    const before = process.threadCpuUsage();
    const faults = faultsOf(schema, value);
    const { user, system } = process.threadCpuUsage(before);
    assert.ok(faults.length > 0 && faults.length <= 50, `${faults.length} details`);
    // The first took 2,400 ms of processor time.
    assert.ok(user + system < 150_000, `${(user + system) / 1_000} ms`);
  }
});

test('a large value is not found wrong in what was only left out of sight', () => {
  const schema = Type.Object({
    list: Type.Array(Type.Integer(), { minItems: 5_000 }),
    wrong: Type.String(),
    needed: Type.Object({ last: Type.Integer() }, { additionalProperties: Type.Integer() }),
  });
  const needed = { ...Object.fromEntries(Array.from({ length: 3_000 }, (_, at) => [`k${at}`, at])), last: 1 };
  const faults = faultsOf(schema, { list: Array(6_000).fill(1), wrong: 7, needed });
  assert.deepEqual(
    faults.map(({ path, message }) => `${path} ${message}`),
    ['wrong must be a text'],
  );
});

test('a fault that lies out of sight is a fault of the whole', () => {
  const list: unknown[] = Array(5_000).fill(1);
  list[4_000] = 'no number';
  assert.deepEqual(faultsOf(Type.Array(Type.Integer()), list), [
    { path: 'body', message: 'is not valid', zh: '无效' },
  ]);
});

test('a path is cut: names may be as long as a body', () => {
  const [fault] = faultsOf(Type.Object({}, { additionalProperties: false }), { ['x'.repeat(500_000)]: 1 });
  assert.equal(fault?.path.length, 200);
});

test('of many unknown fields some are named, and no other value is at fault', () => {
  const schema = Type.Object({ known: Type.String() }, { additionalProperties: false });
  const faults = faultsOf(schema, { known: 'x', ...names(30) });
  assert.ok(faults.length >= 5, `${faults.length} details`);
  for (const { path, message } of faults) {
    assert.match(path, /^k\d+$/);
    assert.equal(message, 'is not a known field');
  }
});

test('a list of names says which there are, and no pattern', () => {
  const schema = Type.Object({ status: Type.String({ pattern: '^(a|b_c)(,(a|b_c)){0,5}$' }) });
  const [fault] = faultsOf(schema, { status: 'bogus' });
  assert.equal(fault?.message, 'must be one or several of a, b_c, separated by commas');
});

test('values out of range are told in plain words, in both languages', () => {
  const schema = {
    type: 'object',
    properties: {
      count: { type: 'integer', maximum: 50 },
      ids: { type: 'array', minItems: 1 },
      at: { type: 'string', format: 'date-time' },
    },
  } as const;
  const find = (value: unknown) => Compile(schema).Errors(value);
  const told = schemaFaults(schemaErrors(find, { count: 51, ids: [], at: 'x' }), {
    root: 'body',
    within: false,
  });
  assert.deepEqual(told.map(({ path, message, zh }) => [path, message, zh]).sort(), [
    ['at', 'must be a time such as 2027-01-31T08:00:00Z', '必须是时间，例如 2027-01-31T08:00:00Z'],
    ['count', 'must be at most 50', '不能大于 50'],
    ['ids', 'must have at least 1 entry', '至少需要 1 项'],
  ]);
});
