import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { Id } from '../../src/api/schemas/fields.schema.ts';
import { ScheduleEdit } from '../../src/api/schemas/schedule.schema.ts';
import { BulkAction } from '../../src/api/schemas/task-bulk.schema.ts';
import { IdempotencyKey, TaskEdit } from '../../src/api/schemas/task-request.schema.ts';
import { WebhookEdit } from '../../src/api/schemas/webhook.schema.ts';
import { MOST_DETAILS } from '../../src/errors.ts';
import { schemaErrors, schemaFaults } from '../../src/schema-faults.ts';
import { ratioFault, ratioPattern } from '../../src/task-types/image/dimensions.ts';

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
    assert.ok(faults.length > 0 && faults.length <= MOST_DETAILS + 1, `${faults.length} details`);
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
      count: { type: 'integer', maximum: 3_600 },
      ids: { type: 'array', minItems: 1 },
      at: { type: 'string', format: 'date-time' },
    },
  } as const;
  const find = (value: unknown) => Compile(schema).Errors(value);
  const told = schemaFaults(schemaErrors(find, { count: 3_601, ids: [], at: 'x' }), {
    root: 'body',
    within: false,
  });
  assert.deepEqual(told.map(({ path, message, zh }) => [path, message, zh]).sort(), [
    ['at', 'must be a time such as 2027-01-31T08:00:00Z', '必须是时间，例如 2027-01-31T08:00:00Z'],
    ['count', 'must be at most 3,600', '不能大于 3,600'],
    ['ids', 'must have at least 1 entry', '至少需要 1 项'],
  ]);
});

test('all faults are told up to a limit, and beyond it that there are more', () => {
  const schema = Type.Object({ known: Type.Integer({ maximum: 9 }) }, { additionalProperties: false });
  const some = faultsOf(schema, { known: 99, ...names(12) });
  assert.deepEqual(some.map(({ path }) => path).sort(), ['known', ...Object.keys(names(12))].sort());
  const many = faultsOf(schema, { known: 99, ...names(500) });
  assert.equal(many.length, MOST_DETAILS + 1);
  const last = many.at(-1);
  assert.equal(last?.path, 'body');
  assert.match(last?.message ?? '', /may have more errors than these 100/);
  assert.match(last?.zh ?? '', /可能还有其他错误/);
  const list = Array(MOST_DETAILS).fill('x');
  const exactly = faultsOf(Type.Array(Type.Integer()), list);
  assert.equal(exactly.length, MOST_DETAILS);
  assert.ok(exactly.every(({ message }) => message === 'must be a whole number'));
});

test('a value too large to be examined whole has more faults than are told', () => {
  const schema = Type.Object({ needed: Type.String() }, { additionalProperties: false });
  const faults = faultsOf(schema, names(5_000));
  assert.equal(faults.length, MOST_DETAILS + 1);
  assert.match(faults.at(-1)?.message ?? '', /may have more errors than these 100/);
});

test('no pattern of the API is told as such, and no rule in the words of a validator', () => {
  const of = (schema: object, value: unknown) => faultsOf(schema, value).map(({ message }) => message);
  assert.deepEqual(of(Id, 'x'), ['must be an id']);
  assert.deepEqual(of(Type.String({ pattern: ratioPattern }), 'wide'), [ratioFault('wide')?.message]);
  assert.deepEqual(of(IdempotencyKey, { 'idempotency-key': 'a b' }), [
    'must have 1 to 200 visible ASCII characters, without spaces',
  ]);
  assert.deepEqual(of(TaskEdit, {}), ['must have at least 1 field']);
  assert.deepEqual(of(ScheduleEdit, {}), ['must have at least 1 field']);
  assert.deepEqual(
    of(WebhookEdit, { events: ['NO'] }).filter((message) => message.includes('^')),
    [],
  );
});

test('a value that fits no alternative is one fault, told by the alternative of its kind', () => {
  const filter = (status: unknown) =>
    faultsOf(BulkAction, { action: 'cancel', filter: { status } }).map(
      ({ path, message }) => `${path} ${message}`,
    );
  const [one, ...others] = filter('runnin');
  assert.match(one ?? '', /^filter.status must be one or several of /);
  assert.deepEqual(others, []);
  assert.match(filter(['runnin']).join(), /^filter.status.0 must be one of /);
});

test('Chinese leaves a space beside Latin letters', () => {
  const zhOf = (schema: object, value: unknown) => faultsOf(schema, value).map(({ zh }) => zh);
  assert.deepEqual(zhOf(Type.Boolean(), 1), ['必须是 true 或 false']);
  assert.deepEqual(zhOf({ type: ['string', 'null'] }, 1), ['必须是文本或 null']);
  assert.deepEqual(zhOf(Type.String({ format: 'uuid' }), 'x'), ['必须是 ID（UUID）']);
});
