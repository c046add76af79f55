import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectionsFor } from '../../../src/api/connections.ts';
import { fewOpenFiles } from '../../../src/processes/few-open-files.ts';

const few = (limit: number | null, WORKER_CONCURRENCY = 8) => fewOpenFiles({ WORKER_CONCURRENCY }, limit);

test('a low limit of open files is refused or said, with what to do', () => {
  assert.deepEqual([few(null), few(Infinity), few(1_024)], [null, null, null]);
  assert.equal(few(127)?.too_few, true);
  assert.match(few(40)?.text ?? '', /only 40 .* needs at least 128/);
  assert.equal(few(128)?.too_few, false);
  assert.match(few(1_023)?.todo ?? '', /at least 1024 \(ulimit -n/);
  assert.match(few(1_024, 300)?.todo ?? '', /at least 3200/);
});

test('connections leave room for the files of the process itself, however low the limit', () => {
  assert.deepEqual([64, 128, 200, 256, 1_024].map(connectionsFor), [1, 28, 100, 153, 614]);
});
