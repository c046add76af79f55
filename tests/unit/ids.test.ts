import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isId, newId, timeOfId } from '../../src/data/contracts/index.ts';

test('ids of one process are in the order in which they were made, also within a millisecond', () => {
  const before = Date.now();
  const made = Array.from({ length: 2_000 }, newId);
  const after = Date.now();
  assert.ok(made.every(isId));
  assert.ok(made.every((id) => id[14] === '7' && timeOfId(id) >= before && timeOfId(id) <= after));
  assert.deepEqual(made.toSorted(), made);
  assert.equal(new Set(made).size, made.length);
});
