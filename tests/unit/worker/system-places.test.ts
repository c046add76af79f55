import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemOwnerFor } from '../../../src/data/contracts/index.ts';
import { SystemPlaces } from '../../../src/worker/system-places.ts';

/** How many places this owner gets. */
const taken = (places: SystemPlaces, owner_id: string): number => {
  let count = 0;
  while (count < 100 && places.take(owner_id)) count += 1;
  return count;
};
const ofAnn = (part: string) => systemOwnerFor('webhooks', 'ann', part);

test('a webhook gets half of the places, an account three quarters, and another account the rest', () => {
  const places = new SystemPlaces();
  assert.equal(taken(places, ofAnn('one')), 4);
  assert.equal(taken(places, ofAnn('two')), 2);
  assert.equal(taken(places, ofAnn('three')), 0);
  assert.ok(places.take(systemOwnerFor('webhooks', 'bob', 'one')));
  places.give(ofAnn('one'), 1);
  assert.equal(taken(places, ofAnn('three')), 1);
});

test('a webhook whose last message took long gets one place, until one is quick again', () => {
  const places = new SystemPlaces();
  places.take(ofAnn('one'));
  places.give(ofAnn('one'), 10_000);
  assert.equal(taken(places, ofAnn('one')), 1);
  assert.equal(taken(places, ofAnn('two')), 4);
  places.give(ofAnn('one'), 20);
  assert.equal(taken(places, ofAnn('one')), 2);
});

test('work that an earlier version stored under the account alone is limited like a webhook', () => {
  const places = new SystemPlaces();
  assert.equal(taken(places, 'system:webhooks:ann'), 4);
  places.give('system:webhooks:ann', 1);
  assert.equal(taken(places, 'system:webhooks:ann'), 1);
});
