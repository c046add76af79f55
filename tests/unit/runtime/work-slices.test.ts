import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { WorkSlices } from '../../../src/runtime/work-slices.ts';

const busy = (ms: number) => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};

test('a few jobs are done at once', () => {
  const slices = new WorkSlices();
  const done: number[] = [];
  for (let at = 0; at < 3; at += 1) slices.add(() => done.push(at));
  assert.deepEqual(done, [0, 1, 2]);
});

test('many jobs are done in order, and each turn of the event loop does few of them', async () => {
  const slices = new WorkSlices();
  const done: number[] = [];
  const job = (at: number) => () => {
    busy(2);
    done.push(at);
  };
  for (let at = 0; at < 20; at += 1) slices.add(job(at));
  assert.ok(done.length <= 3, `${done.length} in the first turn`);
  let turns = 0;
  for (; done.length < 21 && turns < 1_000; turns += 1) {
    const before = done.length;
    await nextTurn();
    if (turns === 2) slices.add(job(20));
    assert.ok(done.length - before <= 4, `${done.length - before} in one turn`);
  }
  assert.ok(turns >= 5, `${turns} turns`);
  assert.deepEqual(
    done,
    Array.from({ length: 21 }, (_, at) => at),
  );
});

test('a job that adds another one waits for it no longer than for any other', async () => {
  const slices = new WorkSlices();
  const done: string[] = [];
  slices.add(() => {
    busy(6);
    slices.add(() => done.push('inner'));
    done.push('outer');
  });
  slices.add(() => done.push('next'));
  await nextTurn();
  await nextTurn();
  assert.deepEqual(done.sort(), ['inner', 'next', 'outer']);
});
