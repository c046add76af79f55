/** Operators see which item runs alone: its worker takes no other, and an embedded server has only this one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '../../src/data/contracts/index.ts';
import { systemActor } from '../../src/services/actor.ts';
import { openEngine } from '../support/engine.ts';

test('the state of the system names an item that runs alone after three deaths of a worker', async () => {
  const own = await openEngine();
  try {
    const alone = async () => (await own.services.system.read(systemActor)).running_alone;
    const { task } = await own.services.tasks.create(own.actor, { type: 'noop', params: { count: 1 } });
    for (let death = 0; death < 3; death += 1) {
      const worker_id = newId();
      const { items } = await own.engine.claim(worker_id, own.actor.id, 1, false);
      assert.equal(items.length, 1);
      assert.deepEqual(await alone(), []);
      const stored = (await own.data.database.tasks.get(task.id)) ?? assert.fail();
      await own.engine.rescue(stored, (id) => id === worker_id);
    }
    const worker_id = newId();
    await own.data.database.workers.register(
      {
        ...{ id: worker_id, host: 'here', pid: 1, version: '', pools: ['default'], places: 4, running: 1 },
        ...{ started_at: new Date().toISOString(), draining: false },
      },
      60_000,
    );
    await own.engine.claim(worker_id, own.actor.id, 1, true);
    const [item, ...others] = await alone();
    assert.deepEqual([item?.task_id, item?.index, others], [task.id, 0, []]);
    const { pools } = await own.services.system.read(systemActor);
    const ofPools = pools.map(({ name, workers, workers_alone }) => [name, workers, workers_alone]);
    assert.deepEqual(ofPools.find(([name]) => name === 'default') ?? [], ['default', 1, 1]);
  } finally {
    await own.stop();
  }
});
