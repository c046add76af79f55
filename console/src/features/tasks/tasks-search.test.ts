import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterOf, listOf, tasksSearch } from './tasks-search.ts';

test('a search is written without its defaults and read back; what it does not know is a default', () => {
  const search = {
    q: 'fox',
    status: 'failed',
    type: 'image',
    time: 'week',
    owner: 'me',
    order: 'oldest',
  } as const;
  assert.deepEqual(tasksSearch.write(search), search);
  assert.deepEqual(tasksSearch.read(new URLSearchParams(tasksSearch.write(search))), search);
  assert.deepEqual(tasksSearch.write({ q: '', status: '', type: '', time: '', owner: '', order: '' }), {});
  assert.deepEqual(tasksSearch.read(new URLSearchParams('status=nonsense&more=1')), {
    q: '',
    status: '',
    type: '',
    time: '',
    owner: '',
    order: '',
  });
});

test('the order is a matter of the list, not of what matches', () => {
  const search = { q: 'fox', status: '', type: '', time: '', owner: '', order: 'oldest' } as const;
  assert.deepEqual(listOf(search), { q: 'fox', order: 'oldest' });
  assert.deepEqual(filterOf(search), { q: 'fox' });
});

test('one choice of the filter may stand for several statuses of the API', () => {
  const status = (chosen: 'active' | 'ended' | 'failed') =>
    filterOf({ q: '', status: chosen, type: '', time: '', owner: '', order: '' }).status;
  assert.equal(status('active'), 'pending,processing,cancelling');
  assert.equal(status('ended'), 'completed,failed,cancelled');
  assert.equal(status('failed'), 'failed');
  assert.deepEqual(
    filterOf({ q: '', status: 'completed_with_failures', type: '', time: '', owner: '', order: '' }),
    {
      status: 'completed',
      has_failures: true,
    },
  );
});

test('a span of time ends now', () => {
  const search = { q: '', status: '', type: '', time: 'day', owner: 'me', order: '' } as const;
  assert.deepEqual(filterOf(search, Date.parse('2026-03-10T12:00:00Z')), {
    created_after: '2026-03-09T12:00:00.000Z',
    owner_id: 'me',
  });
});
