import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BoundedMap } from '../../../src/runtime/bounded-map.ts';
import { waitFor } from '../../support/wait-for.ts';

test('of too many entries the one that was set or read longest ago goes', () => {
  const map = new BoundedMap<string, number>({ entries: 2 });
  map.set('a', 1);
  map.set('b', 2);
  assert.equal(map.get('a'), 1);
  map.set('c', 3);
  assert.deepEqual(
    ['a', 'b', 'c'].map((key) => map.get(key)),
    [1, undefined, 3],
  );
  assert.equal(map.size, 2);
});

test('an entry that is used again and again stays, whatever else is set and however it is used in turn with another one', () => {
  const map = new BoundedMap<number | string, true>({ entries: 100 });
  map.set('a', true);
  map.set('b', true);
  for (let at = 0; at < 1_000; at += 1) {
    map.set(at, true);
    assert.equal(map.get('a'), true);
    assert.equal(map.get('b'), true);
  }
  const heavy = new BoundedMap<number | string, string>({ entries: 1_000, bytes: 10, weigh: () => 1 });
  heavy.set('a', 'x');
  for (let at = 0; at < 100; at += 1) {
    heavy.set(at, 'x');
    assert.equal(heavy.get('a'), 'x');
  }
});

test('a large map removes some more than it must, always the oldest', () => {
  const map = new BoundedMap<number, true>({ entries: 1_000 });
  let [least, most] = [1_000, 0];
  for (let at = 0; at < 10_000; at += 1) {
    map.set(at, true);
    most = Math.max(most, map.size);
    if (at >= 1_000) least = Math.min(least, map.size);
  }
  assert.deepEqual([least, most], [938, 1_000]);
  for (let at = 10_000 - map.size; at < 10_000; at += 1) assert.equal(map.get(at), true);
});

test('of too heavy ones as many go as needed; one heavier than all is not kept, and drops no other', () => {
  const map = new BoundedMap<string, string>({ entries: 100, bytes: 10, weigh: (value) => value.length });
  for (const key of ['a', 'b', 'c']) map.set(key, 'xxx');
  assert.equal(map.bytes, 9);
  map.set('d', 'xxxxx');
  assert.deepEqual([map.get('a'), map.get('b'), map.get('c'), map.bytes], [undefined, undefined, 'xxx', 8]);
  map.set('e', 'x'.repeat(11));
  assert.deepEqual([map.get('e'), map.bytes, map.size], [undefined, 8, 2]);
});

test('what was set last stays, even if it is so heavy that all others go', () => {
  const map = new BoundedMap<string, string>({ entries: 100, bytes: 40, weigh: (value) => value.length });
  for (let at = 0; at < 40; at += 1) map.set(`${at}`, 'x');
  map.set('large', 'x'.repeat(40));
  assert.deepEqual([map.size, map.get('large')?.length], [1, 40]);
});

test('a value set again, deleted or cleared leaves no weight behind', () => {
  const map = new BoundedMap<string, string>({ entries: 9, bytes: 99, weigh: (value) => value.length });
  map.set('a', 'xxxx');
  map.set('a', 'x');
  assert.equal(map.bytes, 1);
  map.set('b', 'xx');
  map.delete('a');
  map.delete('never there');
  assert.equal(map.bytes, 2);
  map.clear();
  assert.deepEqual([map.bytes, map.size, map.get('b')], [0, 0, undefined]);
});

test('an entry that is too old is gone, also where nobody asks for it', async () => {
  const map = new BoundedMap<string, number>({ entries: 9, ttl_ms: (value) => value });
  map.set('soon', 5);
  map.set('asked', 5);
  map.set('late', 60_000);
  await waitFor(() => map.get('asked') === undefined);
  assert.equal(map.size, 2);
  map.forgetOld();
  assert.deepEqual([map.size, map.get('late')], [1, 60_000]);
});

test('a map of no entries keeps nothing', () => {
  const map = new BoundedMap<string, number>({ entries: 0 });
  map.set('a', 1);
  assert.equal(map.size, 0);
});
