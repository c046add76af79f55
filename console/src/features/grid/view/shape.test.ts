import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shapeOf } from './shape.ts';

test('the params say how pictures will be; without them, the first picture does', () => {
  const made = { width: 640, height: 480 };
  assert.deepEqual(shapeOf({ ratio: '2:1', size: 256 }, made), { ratio: 0.5, width: 256 });
  assert.deepEqual(shapeOf({ ratio: '2:1', size: 256, variables: { ratio: ['1:1'] } }, made), {
    ratio: 1,
    width: 256,
  });
  assert.deepEqual(shapeOf({ variables: { a: ['1'] } }, made), { ratio: 0.75, width: 640 });
  assert.deepEqual(shapeOf({ variables: { a: ['1'] } }), { ratio: 1, width: null });
  assert.equal(shapeOf(null, { width: 10, height: 900 }).ratio, 2);
});
