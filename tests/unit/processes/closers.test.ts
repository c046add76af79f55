import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Closers } from '../../../src/processes/closers.ts';

test('what a start has opened is closed once, the last part first, each even if another one fails', async () => {
  const closers = new Closers();
  const closed: [name: string, has_grace: boolean][] = [];
  for (const name of ['database', 'worker', 'server'])
    closers.push(async (grace_ms) => {
      closed.push([name, grace_ms > 0 && grace_ms <= 60_000]);
      if (name !== 'database') throw new Error(`the ${name} failed`);
    });
  const closing = closers.close(60_000);
  assert.equal(closers.close(0), closing);
  await assert.rejects(closing, /^Error: the server failed$/);
  assert.deepEqual(closed, [
    ['server', true],
    ['worker', true],
    ['database', true],
  ]);
});
