import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProgressThrottle } from '../../../src/worker/progress-throttle.ts';
import { waitFor } from '../../support/wait-for.ts';

for (const value of [0.5, 37, Number.NaN, -1]) {
  test(`a million reports of ${value} are a handful of messages, and the last is among them`, async () => {
    const sent: [number, string | undefined][] = [];
    const throttle = new ProgressThrottle((fraction, note) => sent.push([fraction, note]));
    const start = performance.now();
    for (let at = 0; at < 1_000_000; at += 1) throttle.report(value, `note ${at}`);
    const windows = (performance.now() - start) / 250;
    throttle.report(0.75, undefined);
    await waitFor(() => sent.at(-1)?.[0] === 0.75);
    assert.deepEqual(sent.at(-1), [0.75, 'note 999999']);
    assert.ok(sent.length <= windows + 3, `${sent.length} messages`);
  });
}

test('what waits is passed on at the end', () => {
  const sent: number[] = [];
  const throttle = new ProgressThrottle((fraction) => sent.push(fraction));
  throttle.report(0.1, undefined);
  throttle.report(0.2, undefined);
  throttle.flush();
  throttle.flush();
  assert.deepEqual(sent, [0.1, 0.2]);
});
