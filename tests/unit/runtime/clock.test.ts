import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { SteadyClock } from '../../../src/runtime/clock.ts';

const HOUR_MS = 3_600_000;
const NEAR_MS = 2_000;

const near = (time: number, wanted: number) =>
  assert.ok(Math.abs(time - wanted) < NEAR_MS, `${time} is not near ${wanted}`);

/** The wall clock of this process, `ms` away from the machine's. */
function turnWallClock(t: TestContext, ms: number): void {
  const real = Date.now.bind(Date);
  t.mock.method(Date, 'now', () => real() + ms);
}

test('tells the time of the machine', () => near(new SteadyClock().now(), Date.now()));

test('the wall clock set back turns nothing back', (t) => {
  const clock = new SteadyClock();
  const before = clock.now();
  turnWallClock(t, -HOUR_MS);
  assert.ok(clock.now() >= before);
  near(clock.now(), before);
});

test('the wall clock set forward, as after a sleep of the machine, is followed', (t) => {
  const clock = new SteadyClock();
  const before = clock.now();
  turnWallClock(t, HOUR_MS);
  near(clock.now(), before + HOUR_MS);
  t.mock.restoreAll();
  near(clock.now(), before + HOUR_MS);
});

test('follows the clock of a database, ahead or behind, whatever becomes of this machine’s', (t) => {
  const clock = new SteadyClock();
  const before = Date.now();
  for (const skew of [5 * HOUR_MS, -5 * HOUR_MS]) {
    clock.follow(before + skew);
    near(clock.now(), before + skew);
  }
  turnWallClock(t, -HOUR_MS);
  near(clock.now(), before - 5 * HOUR_MS);
});
