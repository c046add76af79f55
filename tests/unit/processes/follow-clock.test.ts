import assert from 'node:assert/strict';
import { test } from 'node:test';
import { followDatabase } from '../../../src/processes/follow-clock.ts';
import { SteadyClock } from '../../../src/runtime/clock.ts';

const HOUR_MS = 3_600_000;
const near = (time: number, wanted: number) =>
  assert.ok(Math.abs(time - wanted) < 2_000, `${time} is not near ${wanted}`);

test('times go by the clock of the database, whatever becomes of this machine’s', async (t) => {
  const clock = new SteadyClock();
  const start = Date.now();
  await followDatabase(clock, { now: async () => start + HOUR_MS });
  near(clock.now(), start + HOUR_MS);
  // Set forward: without a database this would be taken for a machine that slept.
  const real = Date.now.bind(Date);
  t.mock.method(Date, 'now', () => real() + 5 * HOUR_MS);
  near(clock.now(), start + HOUR_MS);
  await followDatabase(clock, { now: async () => start - HOUR_MS });
  near(clock.now(), start - HOUR_MS);
});

test('a database on this machine has no clock of its own', async () => {
  const clock = new SteadyClock();
  await followDatabase(clock, {});
  assert.equal(clock.follows, false);
});
