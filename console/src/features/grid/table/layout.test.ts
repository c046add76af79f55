import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrange } from '../view/arrange.ts';
import { matrixOf } from '../view/matrix.ts';
import { viewCodec } from '../view/view.ts';
import { layoutOf } from './layout.ts';
import { GAP } from './track.ts';

/** The layout of this view of these variables, in this room. */
function laidOut(
  lists: Record<string, string[]>,
  query: string,
  room: { width: number; height: number },
  shape = 1,
) {
  const total_items = Object.values(lists).reduce((product, list) => product * list.length, 1);
  const variables = matrixOf({ params: { variables: lists }, total_items }) ?? [];
  const view = viewCodec(variables).read(new URLSearchParams(query));
  assert.equal(view.size, 'fit');
  return layoutOf(arrange(variables, view), view.size, shape, room);
}

/** A grid of `count` × `count` pictures, as large as there is room. */
function fitting(count: number, width: number, height: number, shape = 1) {
  const values = (name: string) => Array.from({ length: count }, (_, at) => `${name}${at}`);
  return laidOut({ a: values('a'), b: values('b') }, '', { width, height }, shape);
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

test('groups are set apart, and the pictures still fit with what that takes', () => {
  const lists = { a: ['1', '2'], b: ['3', '4'], c: ['5', '6'] };
  const nested = laidOut(lists, 'rows=a&columns=b,c', { width: 700, height: 900 });
  const flat = laidOut({ a: lists.a, b: ['3', '4', '5', '6'] }, 'rows=a&columns=b', {
    width: 700,
    height: 900,
  });
  assert.ok(nested.side + nested.columns.extent + 2 * GAP <= 700);
  assert.ok(nested.width < flat.width);
  // A variable of one value in another makes no group.
  const single = laidOut({ a: lists.a, b: lists.b, c: ['5'] }, 'rows=a&columns=b,c', {
    width: 700,
    height: 900,
  });
  assert.equal(single.columns.start(1), single.width + GAP);
});
