import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draftOfQuotas, quotasOf, unreadable } from './quota-draft.ts';

test('quotas come back from their fields as they were, and an empty field leaves the limit to the settings', () => {
  const all = { active_tasks: 5, tasks_per_day: 0, running_items: 2, stored_bytes: 10_737_418_240 };
  for (const quotas of [null, all, { stored_bytes: 1 }, { tasks_per_day: 0 }])
    assert.deepEqual(quotasOf(draftOfQuotas(quotas)), quotas);
  assert.deepEqual(quotasOf({ ...draftOfQuotas(null), stored_bytes: ' 0.5 ' }), {
    stored_bytes: 500_000_000,
  });
});

test('a field that holds no limit is named', () => {
  const draft = { active_tasks: '-1', tasks_per_day: '1.5', running_items: '', stored_bytes: '10 GB' };
  assert.deepEqual(unreadable(draft), ['active_tasks', 'tasks_per_day', 'stored_bytes']);
  const large = {
    active_tasks: '9999999999999999',
    tasks_per_day: '7',
    running_items: ' 3 ',
    stored_bytes: '2.5',
  };
  assert.deepEqual(unreadable(large), ['active_tasks']);
});
