import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timeTaken } from './time-taken.ts';

const started_at = '2026-11-28T08:00:00.000Z';
const finished_at = '2026-11-28T08:00:02.000Z';
const now = Date.parse('2026-11-28T08:00:05.000Z');

test('the time of a task is that from its start to its end, or until now', () => {
  assert.equal(timeTaken({ started_at, finished_at }, now), 2_000);
  assert.equal(timeTaken({ started_at, finished_at: null }, now), 5_000);
  assert.equal(timeTaken({ started_at, finished_at: null }, 0), 0, 'a clock that is behind');
  assert.equal(timeTaken({ started_at: null, finished_at: null }, now), null);
});
