import assert from 'node:assert/strict';
import { test } from 'node:test';
import { taskSearch } from './task-search.ts';

const read = (text: string) => taskSearch.read(new URLSearchParams(text));

test('status, page and the open item stand in the URL; defaults do not', () => {
  assert.deepEqual(read(''), { status: '', page: 1, item: null });
  const shown = { status: 'failed', page: 3, item: 0 } as const;
  assert.deepEqual(taskSearch.write(shown), { status: 'failed', page: '3', item: '0' });
  assert.deepEqual(read('status=failed&page=3&item=0'), shown);
  assert.deepEqual(taskSearch.write({ status: '', page: 1, item: null }), {});
});

test('what cannot be read is the default', () => {
  assert.deepEqual(read('status=lost&page=0&item=-2'), { status: '', page: 1, item: null });
  assert.deepEqual(read('page=1e9&item=x'), { status: '', page: 1, item: null });
});
