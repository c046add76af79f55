import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GAP, GROUP_GAP, gapsOf, Track } from './track.ts';

test('cells lie one after the other, with one gap between them', () => {
  const track = new Track(4, 100, []);
  assert.deepEqual(
    [0, 1, 3].map((at) => track.start(at)),
    [0, 100 + GAP, 3 * (100 + GAP)],
  );
  assert.equal(track.extent, 4 * 100 + 3 * GAP);
  assert.equal(new Track(0, 100, []).extent, 0);
});

test('an outer variable makes a wider gap where it changes, and two that change together a wider one', () => {
  // 2 × 2 × 3 cells: the outermost changes every 6, the one in it every 3.
  const track = new Track(12, 50, [6, 3]);
  const between = (position: number) => track.start(position) - track.start(position - 1) - 50;
  assert.equal(between(1), GAP);
  assert.equal(between(3), GAP + GROUP_GAP);
  assert.equal(between(6), GAP + 2 * GROUP_GAP);
  assert.equal(between(9), GAP + GROUP_GAP);
  assert.equal(track.reach(3, 3), 3 * 50 + 2 * GAP, 'a group ends before its gap');
  assert.equal(track.reach(0, 6), 6 * 50 + 5 * GAP + GROUP_GAP);
  assert.equal(track.extent, 12 * 50 + gapsOf(12, [6, 3]));
});

test('the cell at a pixel is the last that begins there or before', () => {
  const track = new Track(6, 50, [3]);
  for (const position of [0, 2, 3, 5]) {
    assert.equal(track.at(track.start(position)), position);
    assert.equal(track.at(track.start(position) + 49), position);
  }
  assert.equal(track.at(-40), 0);
  assert.equal(track.at(track.start(3) - 1), 2, 'a gap belongs to the cell before it');
  assert.equal(track.at(1e9), 5);
});
