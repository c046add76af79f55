import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerOfResult, answerOfThrown } from '../../../src/worker/handler-answer.ts';
import { readable, readableFields, UNREADABLE } from '../../../src/worker/readable.ts';

const circular: Record<string, unknown> = { name: 'a' };
circular.self = circular;

const cases: [string, unknown, unknown][] = [
  ['a circle', circular, { name: 'a', self: '[circular]' }],
  ['the same object twice is no circle', [{ a: 1 }, { a: 1 }], [{ a: 1 }, { a: 1 }]],
  ['a BigInt', { n: 12345678901234567890n }, { n: '12345678901234567890' }],
  ['what is no number', [Number.NaN, Infinity], ['NaN', 'Infinity']],
  [
    'functions and symbols',
    { f: function save() {}, s: Symbol('x') },
    { f: '[function save]', s: 'Symbol(x)' },
  ],
  ['undefined and null', [undefined, null], ['undefined', null]],
  [
    'a date, a good one and a bad one',
    [new Date(0), new Date(Number.NaN)],
    ['1970-01-01T00:00:00.000Z', 'Invalid Date'],
  ],
  ['a map and a set', [new Map([['a', 1n]]), new Set([1])], [[['a', '1']], [1]]],
  ['bytes', [new Uint8Array(3), new ArrayBuffer(2)], ['[3 bytes]', '[2 bytes]']],
  ['an address', new URL('https://example.com/a'), 'https://example.com/a'],
  ['half an emoji', '\ud83d', '\ufffd'],
  [
    'a getter that throws',
    {
      get a() {
        throw new Error('no');
      },
      b: 1,
    },
    { a: UNREADABLE, b: 1 },
  ],
  [
    'a toJSON that throws',
    {
      a: 1,
      toJSON() {
        throw new Error('no');
      },
    },
    { toJSON: UNREADABLE, a: 1 },
  ],
  ['toJSON', { toJSON: () => ({ a: 1n }) }, { a: '1' }],
  ['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
];

for (const [name, value, plain] of cases) {
  test(`${name} is readable`, () => assert.deepEqual(readable(value), plain));
}

test('an error is readable with its stack, its cause and its own fields', () => {
  const error = Object.assign(new TypeError('outer', { cause: new RangeError('inner') }), { code: 'E1' });
  const { stack, cause, ...rest } = readable(error) as Record<string, Record<string, string>>;
  assert.deepEqual(rest, { type: 'TypeError', message: 'outer', code: 'E1' });
  assert.match(String(stack), /readable\.test/);
  assert.deepEqual([cause?.type, cause?.message], ['RangeError', 'inner']);
});

test('a revoked proxy is readable', () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  assert.deepEqual(readable({ proxy }), { proxy: UNREADABLE });
});

test('what is too deep, too wide or too long is bounded', () => {
  const wide = (depth: number): unknown =>
    depth === 0 ? 1 : Array.from({ length: 200 }, () => wide(depth - 1));
  assert.ok(JSON.stringify(readable(wide(3))).length < 100_000);
  let deep: unknown = 1;
  for (let at = 0; at < 10_000; at += 1) deep = { deep };
  assert.match(JSON.stringify(readable(deep)), /\[object\]/);
  assert.equal(readable('x'.repeat(100_000)), 'x'.repeat(4_000));
});

test('fields that are no object are readable too', () => {
  assert.deepEqual(readableFields(undefined), {});
  assert.deepEqual(readableFields(7), { value: 7 });
  assert.deepEqual(readableFields([1]), { value: [1] });
});

const thrown: [string, unknown, string, string][] = [
  ['a plain object', { code: 'E42', detail: 'x' }, 'Error', '{"code":"E42","detail":"x"}'],
  ['an object with a name and a message', { name: 'Refused', message: 'not today' }, 'Refused', 'not today'],
  ['a text', 'only text', 'Error', 'only text'],
  ['null', null, 'Error', 'The handler threw null.'],
  ['undefined', undefined, 'Error', 'The handler threw undefined.'],
  ['a number', 7, 'Error', 'The handler threw 7.'],
  ['a list', [1, 'a'], 'Error', '[1,"a"]'],
  ['a circle', circular, 'a', '{"name":"a","self":"[circular]"}'],
];
for (const [name, value, type, message] of thrown) {
  test(`${name} that was thrown is kept readably`, () => {
    const { error } = answerOfThrown(value);
    assert.deepEqual([error?.type, error?.message, error?.final], [type, message, false]);
  });
}

test('a thrown error keeps its stack and its causes, bounded and well-formed', () => {
  const error = new Error(`${'x'.repeat(3_999)}😀`, { cause: new Error('why', { cause: 'because' }) });
  error.stack = `${'y'.repeat(7_999)}😀`;
  const kept = answerOfThrown(error).error;
  assert.equal(kept?.message, 'x'.repeat(3_999));
  assert.equal(kept?.stack, 'y'.repeat(7_999));
  assert.deepEqual([kept?.cause?.message, kept?.cause?.cause?.message], ['why', 'because']);
  const loop: Error = new Error('loop');
  loop.cause = loop;
  assert.equal(JSON.stringify(answerOfThrown(loop)).match(/"loop"/g)?.length, 5);
});

test('a result holds no half of a character, and a backslash stays what it is', () => {
  const { result } = answerOfResult({ a: 'x\ud83d', b: '\\ud83d', c: '😀', '\udc00': 1 });
  assert.deepEqual(JSON.parse(result ?? ''), { a: 'x\ufffd', b: '\\ud83d', c: '😀', '\ufffd': 1 });
});

test('a promise that is thrown says that an await is missing', () => {
  const thrown = Promise.reject(new Error('inner'));
  thrown.catch(() => {});
  assert.deepEqual(answerOfThrown(thrown).error, {
    type: 'Error',
    message: 'The handler threw a promise instead of an error: an await is missing.',
    zh: '处理程序抛出的是 Promise 而不是错误：缺少 await。',
    final: false,
  });
});

test('a result that is too deep for readers of JSON is refused; brackets in texts do not count', () => {
  const nested = (levels: number): unknown =>
    Array.from({ length: levels }).reduce((inner, _, at) => (at % 2 ? [inner] : { inner }), 1);
  assert.equal(answerOfResult(nested(100)).error, null);
  assert.equal(answerOfResult(nested(101)).error?.type, 'ResultTooDeep');
  // What a list of items with such a result would do to callers in other languages.
  assert.equal(answerOfResult(nested(10_000)).error?.type, 'ResultTooDeep');
  const texts = ['\\'.repeat(5), '"[{'.repeat(500), '\\"['.repeat(500), ']'.repeat(500)];
  assert.equal(answerOfResult(texts).result, JSON.stringify(texts));
  assert.equal(answerOfResult(Array.from({ length: 500 }, () => [{}])).error, null);
});
