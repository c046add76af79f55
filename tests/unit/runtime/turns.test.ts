import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Turns } from '../../../src/runtime/turns.ts';

test('so many run at once, the others in the order in which they came, also after a failure', async () => {
  const turns = new Turns(2);
  const ends: (() => void)[] = [];
  const started: number[] = [];
  let running = 0;
  let most = 0;
  const jobs = [0, 1, 2, 3, 4].map((at) =>
    turns.run(async () => {
      started.push(at);
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => ends.push(resolve));
      running -= 1;
      if (at === 1) throw new Error('one failed');
      return at;
    }),
  );
  const settled = Promise.allSettled(jobs);
  for (let at = 0; at < 5; at += 1) {
    await new Promise(setImmediate);
    ends[at]?.();
  }
  const results = await settled;
  assert.deepEqual(started, [0, 1, 2, 3, 4]);
  assert.equal(most, 2);
  assert.deepEqual(
    results.map((one) => (one.status === 'fulfilled' ? one.value : 'failed')),
    [0, 'failed', 2, 3, 4],
  );
  assert.equal(await turns.run(async () => 'free again'), 'free again');
});
