import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TaskPlans } from '../../src/services/engine/task-plans.ts';
import type { TaskType } from '../../src/task-types/definition/registry.ts';

/** Plans of a type that holds its params, as most do, and how often params had to be read for them. */
function countedPlans(characters: number) {
  const taskType = {
    version: 1,
    plan: (params: unknown) => ({ count: 1, item: () => ({ input: params }) }),
  } as Partial<TaskType> as TaskType;
  let reads = 0;
  const tasks = {
    async getParams() {
      reads += 1;
      return { text: 'x'.repeat(characters) };
    },
  };
  const plans = new TaskPlans(tasks, new Map([['large', taskType]]));
  const of = (n: number) => plans.of({ id: `task ${n}`, type: 'large', type_version: 1, total_items: 1 });
  return { of, reads: () => reads };
}

test('plans of large params are kept as far as the memory set aside for them goes', async () => {
  const { of, reads } = countedPlans(1_000_000);
  for (let n = 0; n < 250; n += 1) await of(n);
  assert.equal(reads(), 250);
  // The newest one is there, and so is no more than 64 MiB at six bytes a character.
  for (let n = 249; n >= 240; n -= 1) await of(n);
  assert.equal(reads(), 250);
  for (let n = 0; n < 239; n += 1) await of(n);
  assert.equal(reads(), 250 + 239);
});

test('plans of small params are kept by number', async () => {
  const { of, reads } = countedPlans(10);
  for (let n = 0; n < 256; n += 1) await of(n);
  for (let n = 0; n < 256; n += 1) await of(n);
  assert.equal(reads(), 256);
});

test('a new task that cannot be planned from its JSON, or by this version, is planned when it runs', async () => {
  const taskType = {
    version: 2,
    plan: ({ at }: { at: Date }) => ({ count: at.getTime() > 0 ? 1 : 0, item: () => ({ input: at }) }),
  } as Partial<TaskType> as TaskType;
  const tasks = { getParams: async () => ({ at: '2026-11-28T00:00:00.000Z' }) };
  const plans = new TaskPlans(tasks, new Map([['dated', taskType]]));
  const made = { id: 'a', type: 'dated', type_version: 2, total_items: 1 };
  plans.know(made, JSON.stringify({ at: new Date() }));
  assert.equal((await plans.of(made)).problem?.type, 'PlanFailed');
  const older = { ...made, id: 'b', type_version: 1 };
  plans.know(older, JSON.stringify({ at: new Date() }));
  assert.equal((await plans.of(older)).problem?.type, 'TaskTypeChanged');
});
