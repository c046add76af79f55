import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ThrottledLog } from '../../../src/runtime/throttled-log.ts';
import { waitFor } from '../../support/wait-for.ts';

test('the same line is written once in a while, and then says how many were left out', async () => {
  const lines: [object, string][] = [];
  const log = new ThrottledLog({ warn: (...line) => void lines.push(line) }, 20);
  for (let i = 0; i < 5; i += 1) log.warn({ i }, 'again');
  log.warn({}, 'another');
  assert.deepEqual(lines, [
    [{ i: 0 }, 'again'],
    [{}, 'another'],
  ]);
  await waitFor(() => {
    log.warn({ i: 9 }, 'again');
    return lines.length === 3;
  });
  const [fields] = lines[2] as [{ i: number; left_out: number }, string];
  assert.equal(fields.i, 9);
  assert.ok(fields.left_out >= 4);
});
