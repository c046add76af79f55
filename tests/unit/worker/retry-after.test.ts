import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClaimedItem } from '../../../src/services/engine/attempt.ts';
import { attemptOutcome } from '../../../src/worker/attempt-outcome.ts';
import { answerOfThrown } from '../../../src/worker/handler-answer.ts';

const TYPE = { attempts: 1, backoff: { initial: 0, factor: 1, max: 0 }, timeout: 1_000 };
const NOW = Date.parse('2026-01-03T00:00:00.000Z');
const ABOUT = {
  label: null,
  started_at: new Date(NOW - 10).toISOString(),
  ended_at: new Date(NOW).toISOString(),
};

/** What becomes of an item whose only attempt throws this. */
function outcomeOf(thrown: object, postponed?: ClaimedItem['postponed']) {
  const item = { index: 0, attempt: 1, failures: 0, waited_ms: 0, postponed } as ClaimedItem;
  const end = { answer: answerOfThrown(thrown), stopped: null, files: [], note: null };
  const outcome = attemptOutcome(item, TYPE, end, ABOUT);
  return outcome?.kind === 'retry'
    ? { after_ms: outcome.after_ms, postponed: outcome.postponed }
    : outcome?.kind;
}
const ago = (ms: number) => new Date(NOW - ms).toISOString();
const HOUR = 3_600_000;

test('an error that names a time runs the item again then, and uses up no attempt', () => {
  const busy = (retry_after: unknown) => Object.assign(new Error('busy'), { retry_after });
  assert.deepEqual(outcomeOf(busy(1.5)), { after_ms: 1_500, postponed: true });
  assert.deepEqual(outcomeOf(busy(0)), { after_ms: 0, postponed: true });
  for (const none of ['30', -1, Number.NaN, 86_401, null, {}]) assert.equal(outcomeOf(busy(none)), 'failed');
  assert.equal(outcomeOf(Object.assign(busy(1), { final: true })), 'failed');
  const trap = Object.defineProperty(new Error('trap'), 'retry_after', {
    get() {
      throw new Error('no');
    },
  });
  assert.equal(outcomeOf(trap), 'failed');
});

test('an item waits so at most 100 times, and never past 24 hours', () => {
  const busy = Object.assign(new Error('busy'), { retry_after: 3_600 });
  assert.deepEqual(outcomeOf(busy, { count: 99, since: ago(HOUR) }), { after_ms: HOUR, postponed: true });
  assert.equal(outcomeOf(busy, { count: 100, since: ago(HOUR) }), 'failed');
  assert.equal(outcomeOf(busy, { count: 1, since: ago(23.5 * HOUR) }), 'failed');
});
