import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLog } from '../../../src/runtime/log.ts';
import { KeyUses } from '../../../src/services/accounts/key-uses.ts';

test('uses of keys are written together and late, the newest of each, and none is lost at a stop', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000 });
  const written: { id: string; at: string }[][] = [];
  const uses = new KeyUses({ touch: async (all) => void written.push(all) }, silentLog);
  uses.note('a');
  context.mock.timers.tick(10);
  uses.note('a');
  uses.note('b');
  assert.equal(written.length, 0);
  context.mock.timers.tick(30_000);
  const at = new Date(1_010).toISOString();
  assert.deepEqual(written[0], [
    { id: 'a', at },
    { id: 'b', at },
  ]);
  uses.note('c');
  await uses.flush();
  await uses.flush();
  assert.deepEqual(
    written[1]?.map(({ id }) => id),
    ['c'],
  );
  assert.equal(written.length, 2);
});
