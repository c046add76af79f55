import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PlaceLine } from '../../../src/api/place-line.ts';

const limits = {
  per_caller: 1,
  waiting_per_caller: 3,
  wait_ms: 60_000,
  fault: 'too_many_large_pages',
} as const;
const never = new AbortController().signal;

test('places pass to those who wait, in order; others have their own', async () => {
  const line = new PlaceLine(limits);
  let giveBack = line.takeNow('a');
  const order: number[] = [];
  const waiting = [0, 1, 2].map(async (at) => {
    const place = await line.take('a', never);
    order.push(at);
    return place;
  });
  await assert.rejects(line.take('a', never), { type: 'too_many_large_pages', retry_after: 10 });
  assert.equal(line.takeNow('a'), null);
  line.takeNow('b')?.();
  for (const next of waiting) {
    giveBack?.();
    giveBack?.();
    giveBack = await next;
  }
  assert.deepEqual(order, [0, 1, 2]);
  assert.equal(line.takeNow('a'), null);
  giveBack?.();
  assert.ok(line.takeNow('a'));
});

test('who leaves the line is passed over', async () => {
  const line = new PlaceLine(limits);
  const giveBack = line.takeNow('a');
  const stop = new AbortController();
  const left = line.take('a', stop.signal);
  const next = line.take('a', never);
  stop.abort();
  assert.equal(await left, null);
  assert.equal(await line.take('a', stop.signal), null);
  giveBack?.();
  assert.ok(await next);
});

test('who waits too long is refused, and its place in the line is free', async () => {
  const line = new PlaceLine({ ...limits, waiting_per_caller: 1, wait_ms: 20 });
  const giveBack = line.takeNow('a');
  await assert.rejects(line.take('a', never), { type: 'too_many_large_pages' });
  const next = line.take('a', never);
  giveBack?.();
  assert.ok(await next);
});
