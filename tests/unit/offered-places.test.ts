import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { OfferedPlaces } from '../../src/data/redis/offered-places.ts';

function offering() {
  let lost = 0;
  const places = new OfferedPlaces(() => {
    lost += 1;
  });
  return { places, lost: () => lost };
}

test('what others took and did not use yet is promised, until it arrives', () => {
  const { places } = offering();
  const first = places.replacing();
  places.replaced(0, 10);
  assert.deepEqual([places.unused, places.promised], [10, 0]);
  places.used(first);
  places.used(first);
  assert.equal(places.unused, 8);
  // Five were taken, of which two have arrived.
  const second = places.replacing();
  places.replaced(3, 5);
  assert.deepEqual([places.unused, places.promised], [5, 3]);
  places.used(first);
  places.used(second);
  assert.deepEqual([places.unused, places.promised], [4, 2]);
  places.used(first);
  places.used(first);
  assert.deepEqual([places.unused, places.promised], [4, 0]);
});

test('what arrives before the answer of Redis counts once', () => {
  const { places } = offering();
  const first = places.replacing();
  places.used(first);
  places.replaced(0, 3);
  assert.equal(places.unused, 2);
  const second = places.replacing();
  // One of the earlier offer, of the two that Redis says were taken, and one of the new offer.
  places.used(first);
  places.used(second);
  places.replaced(2, 4);
  assert.deepEqual([places.unused, places.promised], [3, 1]);
});

test('places for which nothing comes are idle again after a while, and it is told before', (context) => {
  let now = 1_000;
  mock.method(performance, 'now', () => now);
  context.after(() => mock.restoreAll());
  const { places, lost } = offering();
  places.replacing();
  places.replaced(0, 4);
  places.replacing();
  places.replaced(4, 0);
  assert.deepEqual([places.promised, lost()], [4, 0]);
  const look = () => {
    places.replacing();
    places.replaced(0, 4);
    return [places.promised, places.unused, lost()];
  };
  now += 999;
  assert.deepEqual(look(), [4, 4, 0]);
  // It is told early, so that what was lost is found, and told once.
  now += 1;
  assert.deepEqual(look(), [4, 4, 1]);
  now += 1_999;
  assert.deepEqual(look(), [4, 4, 1]);
  now += 1;
  assert.deepEqual(look(), [0, 4, 2]);
});

test('where Redis has lost the offer, something may be lost and nothing is waited for', () => {
  const { places, lost } = offering();
  places.replacing();
  places.replaced(0, 4);
  places.replacing();
  places.replaced(null, 4);
  assert.deepEqual([places.unused, places.promised, lost()], [4, 0, 1]);
});

test('after an answer that did not come nothing is waited for', () => {
  const { places, lost } = offering();
  const first = places.replacing();
  places.replaced(0, 4);
  places.replacing();
  places.failed();
  assert.deepEqual([places.unused, places.promised, lost()], [0, 0, 1]);
  places.used(first);
  assert.deepEqual([places.unused, places.promised], [0, 0]);
});
