import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INDEXES, indexedFields } from '../../src/data/mongodb/indexes.ts';
import { newDocument } from '../../src/data/mongodb/task-document.ts';
import { newTask } from '../../src/services/engine/task-changes.ts';

test('the indexed fields of a new task are the first of its document, after its id', () => {
  const task = newTask({
    id: 't1',
    type: 'probe',
    type_version: 1,
    name: 'Two words',
    summary: null,
    owner_id: 'o1',
    priority: 5,
    concurrency: 1,
    shared: false,
    total_items: 1,
    parent_id: null,
    request_id: null,
    trace: null,
    created_at: '2026-11-29T08:00:00.000Z',
  });
  const indexed = indexedFields(INDEXES.tasks).filter((name) => name !== '_id');
  assert.ok(indexed.includes('listed') && indexed.includes('stored_bytes'), `${indexed}`);
  const document = newDocument({ task, params: { count: 1 } });
  const [id, ...first] = Object.keys(document).slice(0, indexed.length + 1);
  assert.equal(id, '_id');
  assert.deepEqual(first.sort(), indexed.sort());
  assert.deepEqual(
    [document._id, document.listed, document.params, document.shared],
    ['t1', 'pending', '{"count":1}', false],
  );
});
