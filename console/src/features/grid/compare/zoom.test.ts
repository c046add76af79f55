import assert from 'node:assert/strict';
import { test } from 'node:test';
import { natural, panned, pinched, WHOLE, zoomed } from './zoom.ts';

test('what is under the pointer stays there while the picture grows', () => {
  const at = { x: 0.25, y: -0.1 };
  const zoom = zoomed(WHOLE, 2, at);
  // The point of the picture at the pointer: (at - move) / scale.
  assert.equal((at.x - zoom.x) / zoom.scale, at.x);
  assert.equal((at.y - zoom.y) / zoom.scale, at.y);
});

test('a picture never leaves its stage, and is never smaller than it', () => {
  assert.deepEqual(panned(WHOLE, 0.5, 0.5), WHOLE);
  assert.deepEqual(panned({ scale: 3, x: 0, y: 0 }, 5, -5), { scale: 3, x: 1, y: -1 });
  assert.deepEqual(zoomed({ scale: 2, x: 0.5, y: 0 }, 0.1), WHOLE);
  // A small picture is at its own size, and grows from there.
  const own = natural(WHOLE, 8);
  assert.deepEqual([own, zoomed(own, 0.5), zoomed(own, 2).scale], [{ scale: 0.125, x: 0, y: 0 }, own, 0.25]);
  assert.equal(zoomed(WHOLE, 1_000).scale, 16);
});

test('two fingers zoom what is between them, and take it along', () => {
  const at = { x: 0.25, y: -0.25 };
  assert.deepEqual(pinched(WHOLE, 2, at, at), zoomed(WHOLE, 2, at));
  const taken = pinched(WHOLE, 2, at, { x: 0.125, y: -0.25 });
  assert.deepEqual(taken, { scale: 2, x: -0.375, y: 0.25 });
  assert.deepEqual(pinched(taken, 0.1, at, at), WHOLE);
});

test('pixel by pixel a picture has its own size', () => {
  assert.deepEqual(natural(WHOLE, 0.25), { scale: 4, x: 0, y: 0 });
  assert.deepEqual(natural({ scale: 2, x: 0.25, y: 0 }, 0.25), { scale: 4, x: 0.5, y: 0 });
  assert.deepEqual(natural({ scale: 4, x: 1, y: 1 }, 1), WHOLE);
});
