import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { SteadyClock } from '../../../src/runtime/clock.ts';
import { SetBack } from '../../../src/runtime/set-back.ts';
import { waitFor } from '../../support/wait-for.ts';

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

test('the wall clock set back to stay, as after a wrong time was corrected, is followed', async (t) => {
  const settled_ms = 300;
  const clock = new SteadyClock(settled_ms);
  const before = clock.now();
  turnWallClock(t, 24 * HOUR_MS);
  near(clock.now(), before + 24 * HOUR_MS);
  t.mock.restoreAll();
  near(clock.now(), before + 24 * HOUR_MS);
  await waitFor(() => clock.now() < before + HOUR_MS);
  near(clock.now(), before);
});

test('a wall clock that is behind for a moment turns nothing back, however often', async (t) => {
  const settled_ms = 400;
  const clock = new SteadyClock(settled_ms);
  const start = performance.now();
  let last = clock.now();
  for (let times = 0; performance.now() - start < 1_000; times += 1) {
    t.mock.restoreAll();
    if (times % 4 !== 0) turnWallClock(t, -HOUR_MS);
    const now = clock.now();
    assert.ok(now >= last);
    last = now;
    await sleep(20);
  }
});

test('a clock of stored times that goes back is noticed once', () => {
  const clock = { at: 100_000, now: () => clock.at };
  const set_back = new SetBack(clock);
  const steps = [200_000, 199_500, 150_000, 150_000, 160_000, 10_000].map((at) => {
    clock.at = at;
    return set_back.look();
  });
  assert.deepEqual(steps, [false, false, true, false, false, true]);
  set_back.again();
  assert.deepEqual([set_back.look(), set_back.look()], [true, false]);
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
