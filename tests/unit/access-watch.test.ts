import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { MemoryEventBus } from '../../src/data/memory/memory-event-bus.ts';
import { MemoryVersionCache } from '../../src/data/memory/memory-version-cache.ts';
import { AccessWatch } from '../../src/services/accounts/access-watch.ts';
import { toldVersions } from '../../src/services/accounts/told-versions.ts';
import type { AccountActor } from '../../src/services/actor.ts';

const actor = (kind: AccountActor['kind'], id: string, credential_id: string) =>
  ({ kind, id, credential_id }) as AccountActor;

test('who watches hears of the own account and credential, once the new version can be read', async () => {
  const events = new MemoryEventBus();
  const versions = toldVersions(new MemoryVersionCache(), events);
  const watch = new AccessWatch(events);
  assert.equal(events.isHeard('access'), false);
  const heard: string[] = [];
  const ends = [
    watch.watch(actor('user', 'ann', 's1'), () => heard.push(`ann s1 ${versions.readNow?.(['session:s1'])}`)),
    watch.watch(actor('user', 'ann', 's2'), () => heard.push('ann s2')),
    watch.watch(actor('api_key', 'bea', 'k1'), () => heard.push('bea k1')),
  ];
  const hearing = async (change: Promise<void>) => {
    await change;
    await turn();
    return heard.splice(0).sort();
  };
  assert.deepEqual(await hearing(versions.write([['session:s1', '0']])), ['ann s1 0']);
  assert.deepEqual(await hearing(versions.write([['user:ann', '7']])), ['ann s1 0', 'ann s2']);
  assert.deepEqual(await hearing(versions.write([['api_key:k1', '0']])), ['bea k1']);
  assert.deepEqual(await hearing(versions.write([['session:k1', '0']])), []);
  assert.deepEqual(await hearing(versions.fill([['session:s2', '1']])), [], 'what is read is no change');
  watch.tellAll();
  assert.deepEqual(heard.splice(0).sort(), ['ann s1 0', 'ann s2', 'bea k1']);
  for (const end of ends) end();
  assert.equal(events.isHeard('access'), false);
});
