import assert from 'node:assert/strict';
import { test } from 'node:test';
import { taskSearch } from './task-search.ts';
import { tabsOf } from './task-tabs.ts';

const list = taskSearch(tabsOf({ params: {}, total_items: 120 }));
const matrix = taskSearch(
  tabsOf({ params: { variables: { a: ['1', '2'], b: ['3', '4'] } }, total_items: 4 }),
);
const read = (text: string, codec = list) => codec.read(new URLSearchParams(text));
const standard = { tab: 'items', status: '', page: 1, item: null } as const;

test('tab, status, page and the open item stand in the URL; defaults do not', () => {
  assert.deepEqual(read(''), standard);
  const shown = { tab: 'items', status: 'failed', page: 3, item: 0 } as const;
  assert.deepEqual(list.write(shown), { status: 'failed', page: '3', item: '0' });
  assert.deepEqual(read('status=failed&page=3&item=0'), shown);
  assert.deepEqual(list.write(standard), {});
  assert.deepEqual(list.write({ ...standard, tab: 'log' }), { tab: 'log' });
  assert.equal(read('tab=log&item=4').tab, 'log');
});

test('what cannot be read is the default', () => {
  assert.deepEqual(read('status=lost&page=0&item=-2'), standard);
  assert.deepEqual(read('page=1e9&item=x&tab=none'), standard);
});

test('a matrix opens with its grid, another task has none, and an address that names an item means the items', () => {
  assert.equal(read('', matrix).tab, 'grid');
  assert.equal(read('rows=b', matrix).tab, 'grid');
  assert.equal(read('item=2', matrix).tab, 'items');
  assert.deepEqual(matrix.write({ ...standard, item: 2 }), { tab: 'items', item: '2' });
  assert.equal(read('tab=grid').tab, 'items');
});
