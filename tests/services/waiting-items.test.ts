import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { systemActor } from '../../src/services/actor.ts';
import { type Engine, openEngine } from '../support/engine.ts';
import { waitFor } from '../support/wait-for.ts';

let own: Engine;
before(async () => {
  own = await openEngine();
});
after(() => own.stop());

async function shown(): Promise<{ system: number | null; pool: number | null | undefined; metric: number }> {
  const { queue, pools } = await own.services.system.read(systemActor);
  const measure = own.services.measures?.find(({ name }) => name === 'turns_waiting');
  const values = (await measure?.read()) as { value: number }[];
  return {
    system: queue.turns_waiting,
    pool: pools.find(({ name }) => name === 'default')?.turns_waiting,
    metric: values.reduce((sum, { value }) => sum + value, 0),
  };
}

test('the state of the system and the metric count items that wait, not turns that were pushed again', async () => {
  const { queue } = own.data;
  for (let made = 0; made < 3; made += 1)
    await own.services.tasks.create(own.actor, { type: 'wait', params: { seconds: 60 } });
  await waitFor(async () => (await queue.waiting()) === 3);
  assert.deepEqual(await shown(), { system: 3, pool: 3, metric: 3 });

  // As the scheduler does every ten seconds while all places are taken.
  await queue.push([{ owner_id: own.actor.id, count: 5 }]);
  assert.equal(await queue.waiting(), 8);
  assert.deepEqual(await shown(), { system: 3, pool: 3, metric: 3 });

  // Waits for an administrator, not for a worker.
  await own.services.types.pause(systemActor, 'wait');
  assert.deepEqual(await shown(), { system: 0, pool: 0, metric: 0 });
});
