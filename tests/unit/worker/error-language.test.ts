import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClaimedItem } from '../../../src/services/engine/attempt.ts';
import { errorInFull, errorInShort } from '../../../src/services/tasks/task-views.ts';
import { attemptOutcome } from '../../../src/worker/attempt-outcome.ts';
import { answerOfThrown } from '../../../src/worker/handler-answer.ts';

const thrown = Object.assign(new Error('no answer', { cause: new Error('closed') }), {
  zh: '没有应答',
  final: true,
});
const taskType = { attempts: 1, backoff: { initial: 1, factor: 1, max: 1 }, timeout: 9_000 };
const about = {
  label: null,
  started_at: '2026-01-01T00:00:00.000Z',
  ended_at: '2026-01-01T00:00:01.000Z',
};

const kept = (answer: ReturnType<typeof answerOfThrown> | null, stopped: 'timeout' | null) => {
  const item = { failures: 0 } as ClaimedItem;
  const outcome = attemptOutcome(item, taskType, { answer, stopped, files: [], note: null }, about);
  assert.equal(outcome?.kind, 'failed');
  return outcome.error;
};

test('an error that a handler throws with a Chinese text is shown in the language of the reader', () => {
  const error = kept(answerOfThrown(thrown), null);
  assert.deepEqual(errorInShort(error), { type: 'Error', message: 'no answer' });
  assert.deepEqual(errorInShort(error, 'zh'), { type: 'Error', message: '没有应答' });
  const full = errorInFull(error, 'zh');
  assert.deepEqual(Object.keys(full ?? {}).sort(), ['cause', 'message', 'stack', 'type']);
  assert.deepEqual([full?.message, full?.cause?.message], ['没有应答', 'closed']);
});

test('so are those that the server makes, and one without a Chinese text stays as it is', () => {
  assert.equal(errorInShort(kept(null, 'timeout'), 'zh')?.message, '该次运行超过了 9 秒。');
  const plain = kept(answerOfThrown(Object.assign(new Error('plain'), { final: true })), null);
  assert.equal(errorInShort(plain, 'zh')?.message, 'plain');
});
