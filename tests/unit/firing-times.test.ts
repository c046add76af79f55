import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextRun } from '../../src/services/schedules/cron-rule.ts';

/** The times a rule fires at, each asked for a second after the one before, as the clock does. */
function firings(cron: string, time_zone: string, from: string, count: number): string[] {
  const times: string[] = [];
  let at = new Date(from);
  while (times.length < count) {
    const next = nextRun({ cron, time_zone }, at);
    assert.ok(next);
    times.push(next);
    at = new Date(Date.parse(next) + 1_000);
  }
  return times;
}

test('a time that daylight saving skips fires at the first valid one after it', () => {
  assert.deepEqual(firings('30 2 * * *', 'Europe/Berlin', '2027-03-27T12:00:00Z', 2), [
    '2027-03-28T01:00:00.000Z',
    '2027-03-29T00:30:00.000Z',
  ]);
});

test('in the doubled hour a fixed hour fires at the first, an hourly rule in both', () => {
  assert.deepEqual(firings('30 2 * * *', 'Europe/Berlin', '2027-10-30T12:00:00Z', 2), [
    '2027-10-31T00:30:00.000Z',
    '2027-11-01T01:30:00.000Z',
  ]);
  assert.deepEqual(firings('30 * * * *', 'Europe/Berlin', '2027-10-31T00:00:00Z', 3), [
    '2027-10-31T00:30:00.000Z',
    '2027-10-31T01:30:00.000Z',
    '2027-10-31T02:30:00.000Z',
  ]);
});

test('the 31st, the last day of a month and February 29th', () => {
  assert.deepEqual(firings('0 0 31 * *', 'UTC', '2027-01-31T00:00:00Z', 3), [
    '2027-03-31T00:00:00.000Z',
    '2027-05-31T00:00:00.000Z',
    '2027-07-31T00:00:00.000Z',
  ]);
  assert.deepEqual(firings('0 0 L * *', 'UTC', '2027-02-01T00:00:00Z', 2), [
    '2027-02-28T00:00:00.000Z',
    '2027-03-31T00:00:00.000Z',
  ]);
  assert.deepEqual(firings('0 0 29 2 *', 'UTC', '2027-01-31T00:00:00Z', 2), [
    '2028-02-29T00:00:00.000Z',
    '2032-02-29T00:00:00.000Z',
  ]);
  assert.equal(nextRun({ cron: '0 0 30 2 *', time_zone: 'UTC' }, new Date()), null);
});
