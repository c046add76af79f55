/** Batches of tasks, where other calls must not wait for the whole batch. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openEngine } from '../support/engine.ts';

test('other calls get their turn while a large batch is checked', async (t) => {
  const own = await openEngine();
  t.after(() => own.stop());
  const { tasks } = own.data.database;
  const createMany = tasks.createMany.bind(tasks);
  let turns = 0;
  let turns_before_write = 0;
  let over = false;
  const count = () => {
    turns += 1;
    if (!over) setImmediate(count);
  };
  tasks.createMany = (made) => {
    turns_before_write = turns;
    return createMany(made);
  };
  setImmediate(count);
  const requests = Array.from({ length: 100 }, () => ({ type: 'probe', params: { count: 1 } }));
  const made = await own.creation.createBatch(own.actor, requests);
  over = true;
  assert.equal(made.length, 100);
  assert.ok(turns_before_write >= 4, `${turns_before_write} turns`);
});
