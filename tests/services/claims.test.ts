import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Engine, openEngine } from '../support/engine.ts';

let own: Engine;
before(async () => {
  own = await openEngine();
});
after(() => own.stop());

const create = () => own.services.tasks.create(own.actor, { type: 'probe', params: { count: 1 } });

test('a claim writes the tasks that it found without reading each of them again', async (t) => {
  await Promise.all([create(), create(), create()]);
  const get = t.mock.method(own.data.database.tasks, 'get');
  const { items } = await own.engine.claim('w1', own.actor.id, 3, false);
  assert.equal(items.length, 3);
  assert.equal(get.mock.callCount(), 0);
  await own.engine.handBack(items);
});

test('a claim of a task that has gone on since it was found gets what is left of it', async (t) => {
  const { tasks } = own.data.database;
  const { task } = await create();
  const old = await tasks.get(task.id);
  assert.ok(old);
  const first = await own.engine.claim('w1', own.actor.id, 10, false);
  await own.engine.cancel(task.id);
  // What another worker cancelled and claimed meanwhile looks queued to this one.
  t.mock.method(tasks, 'claimable', async () => [old]);
  assert.deepEqual((await own.engine.claim('w2', own.actor.id, 1, false)).items, []);
  assert.equal((await tasks.get(task.id))?.slots[0]?.worker_id, 'w1');
  await own.engine.handBack(first.items);
});
