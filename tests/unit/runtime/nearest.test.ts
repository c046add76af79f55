import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearestTo } from '../../../src/runtime/nearest.ts';

test('the known word that was likely meant', () => {
  const known = ['status', 'type', 'to', 'permissions'];
  assert.equal(nearestTo('staus', known), 'status');
  assert.equal(nearestTo('STATUS', known), 'status');
  assert.equal(nearestTo('permisions', known), 'permissions');
  assert.equal(nearestTo('somethingElse', known), null);
  assert.equal(nearestTo('x', known), null);
  assert.equal(nearestTo('status', []), null);
});
