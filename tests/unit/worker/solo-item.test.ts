import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLog } from '../../../src/runtime/log.ts';
import { SoloItem, type SoloItemParts } from '../../../src/worker/solo-item.ts';
import { UnderWay } from '../../../src/worker/under-way.ts';

test('the log names the item for which the others wait', async () => {
  const said: unknown[] = [];
  const items = new UnderWay(silentLog, () => {});
  const item = { task: { id: 'heavy' }, index: 3 };
  const solo = new SoloItem({
    claims: { claim: async () => ({ items: [item], solo_waits: true, unused: 0 }) },
    executor: { execute: async () => void said.push('it runs') },
    returns: { give: async () => {} },
    log: { warn: (fields: object) => void said.push(fields) },
    turns: new UnderWay(silentLog, () => {}),
    items,
    enter: () => true,
    isAlone: () => true,
    leave: () => {},
  } as unknown as SoloItemParts); // claims and turns have more fields, which nothing here reads
  solo.waitsFor({ owner_id: 'somebody' } as Parameters<typeof solo.waitsFor>[0]);
  await items.ended();
  assert.deepEqual(said, [{ task_id: 'heavy', index: 3 }, 'it runs']);
});
