import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterOf, tasksSearch } from './tasks-search.ts';

test('a search is written without its defaults and read back; what it does not know is a default', () => {
  const search = { q: 'fox', status: 'failed', type: 'image' } as const;
  assert.deepEqual(tasksSearch.write(search), search);
  assert.deepEqual(tasksSearch.read(new URLSearchParams(tasksSearch.write(search))), search);
  assert.deepEqual(tasksSearch.write({ q: '', status: '', type: '' }), {});
  assert.deepEqual(tasksSearch.read(new URLSearchParams('status=nonsense&more=1')), {
    q: '',
    status: '',
    type: '',
  });
});

test('one choice of the filter may stand for several statuses of the API', () => {
  const status = (chosen: 'active' | 'ended' | 'failed') =>
    filterOf({ q: '', status: chosen, type: '' }).status;
  assert.equal(status('active'), 'pending,processing,cancelling');
  assert.equal(status('ended'), 'completed,failed,cancelled');
  assert.equal(status('failed'), 'failed');
});
