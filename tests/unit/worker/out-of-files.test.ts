import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerOfThrown } from '../../../src/worker/handler-answer.ts';

const waits = (thrown: unknown) => answerOfThrown(thrown).error?.retry_after;
const coded = (code: string, message = 'it failed') => Object.assign(new Error(message), { code });

test('too many open files are waited for, and use up no attempt', () => {
  const unloaded = new Error('Cannot read package config /x/package.json: too many open files');
  const unstarted = coded('ERR_WORKER_INIT_FAILED', 'Worker initialization failure: EMFILE');
  for (const one of [coded('EMFILE'), coded('ENFILE'), unloaded, unstarted]) {
    assert.equal(waits(one), 5, one.message);
    assert.equal(waits(new Error('the module cannot be loaded', { cause: one })), 5);
  }
});

test('other failures count, and an error that says when to try again is obeyed', () => {
  for (const one of [coded('ENOENT'), new Error('the service has too many users'), 'EMFILE', null])
    assert.equal(waits(one), undefined);
  assert.equal(waits(Object.assign(coded('EMFILE'), { retry_after: 60 })), 60);
  const circular: Error & { cause?: unknown } = new Error('circular');
  circular.cause = circular;
  assert.equal(waits(circular), undefined);
  assert.equal(waits(new Proxy(new Error('x'), { get: () => assert.fail('read') })), undefined);
});
