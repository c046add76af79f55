import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFleetMessage } from '../../../src/processes/commands/fleet-messages.ts';
import { answerOfResult, answerOfThrown } from '../../../src/worker/handler-answer.ts';
import { LogThrottle } from '../../../src/worker/log-throttle.ts';
import { readMessage, UnreadableMessage } from '../../../src/worker/threads/thread-messages.ts';
import { OURS } from '../../../src/worker/threads/thread-protocol.ts';

const from = OURS;
const at = new Date().toISOString();
const line = { at, level: 'info', message: 'a line', fields: null };
/** As on the other side of the port. */
const arrived = (message: object) => structuredClone({ from, run: 1, kind: undefined, ...message });

function loggedLines(...fields: unknown[]) {
  const sent: unknown[] = [];
  const throttle = new LogThrottle((lines) => sent.push(...lines));
  for (const one of fields) throttle.add('warn', one, one);
  throttle.flush();
  return sent;
}

const cause = new Error('why', { cause: new TypeError('first') });
const thrown = Object.assign(new Error('x'.repeat(10_000), { cause }), {
  zh: '错误',
  final: true,
  log_only: { keys: [1n, new Map([[1, { at: new Date() }]]), Number.NaN, () => 1, Symbol('s')] },
});
const wide = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`${at}`, '\0'.repeat(4_000)]));

const SENT: Record<string, object> = {
  begun: { kind: 'begun' },
  folder: { kind: 'folder' },
  progress: { kind: 'progress', fraction: Number.NaN, note: undefined },
  'progress with a note': { kind: 'progress', fraction: 0.5, note: 'half' },
  lines: {
    kind: 'log',
    lines: loggedLines(1, 'text', cause, thrown, wide, [[[[[[[[[1]]]]]]]]], { a: [wide] }),
  },
  'a file': { kind: 'attach', call: 1, name: 'a', content: new Uint8Array(3), content_type: 'text/plain' },
  'a program': { kind: 'program', pid: 4711, is: 'detached' },
  'a program of an unknown number': { kind: 'program', pid: 0, is: 'starting' },
  'a result': { kind: 'done', answer: answerOfResult({ a: [1] }) },
  'no result': { kind: 'done', answer: answerOfResult(undefined), changed: undefined },
  'an error': { kind: 'done', answer: answerOfThrown(thrown), spoiled: true },
  'an error to wait for': { kind: 'done', answer: answerOfThrown({ retry_after: 30, message: 'busy' }) },
  'an odd error': { kind: 'done', answer: answerOfThrown(new Proxy({}, { get: () => assert.fail() })) },
  'an error left behind': { kind: 'left-behind', error: cause, type: 'a', task_id: undefined, index: 3 },
};

for (const [what, message] of Object.entries(SENT)) {
  test(`${what}: what our own code sends can be read`, () => {
    const sent = arrived(message);
    assert.equal(readMessage(sent), sent);
  });
}

const loop: Record<string, unknown> = {};
loop.loop = loop;
const error = { type: 'Error', message: 'm', final: false };
const UNREADABLE: Record<string, object> = {
  'no kind': {},
  'a kind of every object': { kind: 'toString' },
  'a kind that is none': { kind: { toString: 1 } },
  'no lines': { kind: 'log', lines: null },
  'lines like a list': { kind: 'log', lines: { length: 1, 0: line } },
  'a line that is none': { kind: 'log', lines: [line, null] },
  'a level of every object': { kind: 'log', lines: [{ ...line, level: 'constructor' }] },
  'a line without a time': { kind: 'log', lines: [{ ...line, at: 'yesterday' }] },
  'a big integer in a line': { kind: 'log', lines: [{ ...line, fields: { a: 1n } }] },
  'a map in a line': { kind: 'log', lines: [{ ...line, fields: { a: new Map() } }] },
  'fields within themselves': { kind: 'log', lines: [{ ...line, fields: loop }] },
  'a line of 1 MB': { kind: 'log', lines: [{ ...line, message: 'x'.repeat(1_000_000) }] },
  'a fraction that is none': { kind: 'progress', fraction: 1n, note: undefined },
  'a note that is none': { kind: 'progress', fraction: 1, note: ['half'] },
  'no content': { kind: 'attach', call: 1, name: 'a', content: null, content_type: 'a/b' },
  'every process': { kind: 'program', pid: -1, is: 'started' },
  'our own group': { kind: 'program', pid: 0, is: 'detached' },
  'no answer': { kind: 'done', answer: null },
  'an answer of nothing': { kind: 'done', answer: { result: null, error: null } },
  'a result that is no JSON': { kind: 'done', answer: { result: '{', error: null } },
  'a result of nothing': { kind: 'done', answer: { result: '', error: null } },
  'a result that is too large': { kind: 'done', answer: { result: `"${'x'.repeat(262_144)}"`, error: null } },
  'an error that is none': { kind: 'done', answer: { result: null, error: { type: 'Error' } } },
  'causes in a circle': { kind: 'done', answer: { result: null, error: { ...error, cause: loop } } },
  'a wait that is none': { kind: 'done', answer: { result: null, error: { ...error, retry_after: 'soon' } } },
  'nothing left behind': { kind: 'left-behind', error: null },
};

for (const [what, message] of Object.entries(UNREADABLE)) {
  test(`${what}: an error of the item`, () => {
    assert.throws(() => readMessage(arrived(message)), UnreadableMessage);
  });
}

test('the parent of worker processes reads nothing but their own messages', () => {
  assert.equal(readFleetMessage('ready'), 'ready');
  assert.deepEqual(readFleetMessage({ refused: 'no disk', more: 1 }), { refused: 'no disk' });
  for (const other of [null, undefined, 'else', 1, {}, { refused: null }, [1]])
    assert.equal(readFleetMessage(other), null);
});
