import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Item } from '@client';
import { reachOf } from './slider-extent.ts';
import { WHOLE } from './zoom.ts';

const picture = (width: number | null, height: number | null) =>
  ({ files: [{ content_type: 'image/webp', width, height }] }) as unknown as Item; // What is read of it.
const stage = { width: 1_000, height: 500 };

test('the divider goes from one side of the pictures to the other', () => {
  assert.deepEqual(reachOf([picture(100, 100), picture(100, 100)], WHOLE, stage), [0.25, 0.75]);
  assert.deepEqual(reachOf([picture(100, 100), picture(150, 100)], WHOLE, stage), [0.125, 0.875]);
  // Zoomed and moved, what lies outside the stage does not count.
  assert.deepEqual(reachOf([picture(100, 100)], { scale: 4, x: 0, y: 0 }, stage), [0, 1]);
  assert.deepEqual(reachOf([picture(100, 100)], { scale: 1.5, x: 0.25, y: 0 }, stage), [0.375, 1]);
});

test('without the sizes of the pictures, it crosses the stage', () => {
  assert.deepEqual(reachOf([picture(100, 100), picture(null, null)], WHOLE, stage), [0, 1]);
  assert.deepEqual(reachOf([undefined], WHOLE, stage), [0, 1]);
});
