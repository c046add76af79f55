import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Repeat } from '../../../src/runtime/repeat.ts';
import { waitFor } from '../../support/wait-for.ts';

function lines() {
  const written: string[] = [];
  return { written, log: { warn: (_fields: object, message: string) => void written.push(message) } };
}

test('runs again and again, one run at a time, until it is stopped', async () => {
  const { log, written } = lines();
  let under_way = 0;
  let most = 0;
  let runs = 0;
  const repeat = new Repeat(
    async () => {
      most = Math.max(most, ++under_way);
      await new Promise((resolve) => setTimeout(resolve, 3));
      under_way -= 1;
      runs += 1;
    },
    { ms: 1, name: 'looking', log },
  );
  await waitFor(() => runs >= 3);
  await repeat.stop();
  assert.deepEqual([most, under_way, written], [1, 0, []]);
  const ended = runs;
  let others = 0;
  const other = new Repeat(async () => void others++, { ms: 1, name: 'other', log });
  await waitFor(() => others >= 5);
  await other.stop();
  assert.equal(runs, ended);
});

test('a run that is wanted soon does not wait for its time, and the usual ones go on', async () => {
  let runs = 0;
  const repeat = new Repeat(
    async () => {
      runs += 1;
      // Asked for while one runs, another follows.
      if (runs === 2) repeat.soon();
    },
    { ms: 3_600_000, name: 'looking', log: lines().log },
  );
  repeat.soon(3_000_000);
  repeat.soon(1);
  await waitFor(() => runs === 1);
  repeat.soon();
  await waitFor(() => runs === 3);
  await repeat.stop();
  repeat.soon();
  await new Promise((next) => setTimeout(next, 5));
  assert.equal(runs, 3);
});

test('a stop waits for the run under way, and no other follows it', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let begun = 0;
  const repeat = new Repeat(
    () => {
      begun += 1;
      return promise;
    },
    { ms: 1, name: 'looking', log: lines().log },
  );
  await waitFor(() => begun === 1);
  let stopped = false;
  const stop = repeat.stop().then(() => {
    stopped = true;
  });
  await new Promise((next) => setImmediate(next));
  assert.equal(stopped, false);
  resolve();
  await stop;
  assert.equal(begun, 1);
});

test('a row of failed runs is one line; after a good one the next failure is a line again', async () => {
  const { log, written } = lines();
  const outcomes = [false, false, true, false, false];
  let runs = 0;
  const repeat = new Repeat(
    async () => {
      const good = outcomes[runs++] ?? false;
      if (!good) throw new Error('no');
    },
    { ms: 1, name: 'sweep', log },
  );
  await waitFor(() => runs >= 6);
  await repeat.stop();
  assert.deepEqual(written, Array(2).fill('the repeated work “sweep” failed; it will be tried again'));
});
