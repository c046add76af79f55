import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isoTime, parseIso } from '../../../src/runtime/iso-time.ts';

test('times are written and read as Date does it, also those that share their milliseconds', () => {
  const second = Date.UTC(2026, 10, 28, 17, 0, 0);
  for (const ms of [second, second + 1, second + 999, second + 1_000, second + 60_001, 0, -1, -1_500, 12.5]) {
    for (let times = 0; times < 2; times += 1) {
      assert.equal(isoTime(ms), new Date(ms).toISOString());
      assert.equal(parseIso(isoTime(ms)), Date.parse(new Date(ms).toISOString()));
    }
  }
  assert.equal(isoTime(second + 1), '2026-11-28T17:00:00.001Z');
});

test('other texts are read as Date does it', () => {
  const known = isoTime(Date.UTC(2026, 10, 28, 17, 0, 0, 123));
  for (const text of [
    '',
    'no time',
    '2026-11-28',
    '2026-11-28T18:00:00.123Z',
    '2026-11-28T17:00:00.12aZ',
    `${known} `,
  ])
    assert.equal(parseIso(text), Date.parse(text), text);
  assert.throws(() => isoTime(Number.NaN), RangeError);
});
