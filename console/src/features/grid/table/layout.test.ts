import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrange } from '../view/arrange.ts';
import { matrixOf } from '../view/matrix.ts';
import { viewCodec } from '../view/view.ts';
import { GAP, layoutOf } from './layout.ts';

/** A grid of `count` × `count` pictures, as large as there is room. */
function fitting(count: number, width: number, height: number, shape = 1) {
  const values = (name: string) => Array.from({ length: count }, (_, at) => `${name}${at}`);
  const params = { variables: { a: values('a'), b: values('b') } };
  const variables = matrixOf({ params, total_items: count ** 2 }) ?? [];
  const view = viewCodec(variables).read(new URLSearchParams());
  assert.equal(view.size, 'fit');
  return layoutOf(arrange(variables, view), view.size, shape, { width, height });
}

test('pictures are as large as all of them fit', () => {
  const wide = fitting(3, 1_140, 690);
  assert.ok(wide.width > 200, `${wide.width}`);
  assert.ok(wide.head + 3 * (wide.height + GAP) + GAP <= 690);
  const phone = fitting(3, 358, 630);
  assert.ok(phone.side + 3 * (phone.width + GAP) + GAP <= 358);
  assert.ok(phone.width > 90, `${phone.width}`);
  const flat = fitting(3, 1_140, 690, 0.5);
  assert.ok(flat.width > wide.width && flat.side + 3 * (flat.width + GAP) + GAP <= 1_140);
});

test('a few are not blown up, and many are scrolled to at a size that can be looked at', () => {
  assert.equal(fitting(1, 2_000, 2_000).width, 336);
  assert.equal(fitting(50, 1_140, 690).width, 128);
  assert.equal(fitting(4, 1_140, 420).width, 128, 'scrolled down rather than tiny');
});
