import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DamagedData } from '../../src/data/contracts/index.ts';
import { SteadyClock } from '../../src/runtime/clock.ts';
import { editTask } from '../../src/services/engine/task-changes.ts';
import { TaskWriter, unlessDamaged } from '../../src/services/engine/task-writer.ts';
import { aTask } from '../contract/samples.ts';

test('a task whose stored revision is not the one that is read is given up, not written for ever', async () => {
  const task = aTask();
  const tasks = { get: async () => task, save: async () => false, saveHead: async () => false };
  const parts = {
    tasks,
    items: {},
    listeners: [],
    pauses: { isPaused: () => false },
    clock: new SteadyClock(),
  };
  const writer = new TaskWriter(parts as never); // only these are used
  const written = () => writer.update(task.id, editTask({ name: 'other' }));
  await assert.rejects(written(), DamagedData);
  assert.equal(await unlessDamaged(written(), null), null);
  await assert.rejects(unlessDamaged(Promise.reject(new Error('other')), null), /other/);
});
