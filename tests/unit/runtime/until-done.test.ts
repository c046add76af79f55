import assert from 'node:assert/strict';
import { test } from 'node:test';
import { untilDone } from '../../../src/runtime/until-done.ts';

/** Fails so many times, then returns the number of calls. */
function failing(times: number) {
  let calls = 0;
  return async () => {
    calls += 1;
    if (calls <= times) throw new Error(`failure ${calls}`);
    return calls;
  };
}

test('work that fails is repeated until it succeeds', async () => {
  assert.equal(await untilDone(failing(3), { ms: 1, goesOn: () => true }), 4);
});

test('after so many tries, or when it is told not to go on, the last error is thrown', async () => {
  await assert.rejects(untilDone(failing(9), { ms: 1, tries: 2, goesOn: () => true }), /failure 3/);
  const goesOn = (error: unknown) => (error as Error).message !== 'failure 2';
  await assert.rejects(untilDone(failing(9), { ms: 1, goesOn }), /failure 2/);
});
