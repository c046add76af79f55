import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrange } from '../view/arrange.ts';
import { matrixOf } from '../view/matrix.ts';
import { type Shape, shapeOf } from '../view/shape.ts';
import { viewCodec } from '../view/view.ts';
import type { Room } from './fit.ts';
import { fittingLayout, layoutOf } from './layout.ts';
import { GAP } from './track.ts';

/** The layout of this view of these variables, in this room. */
function laidOut(
  lists: Record<string, string[]>,
  query: string,
  room: Room,
  shape: Shape = { ratio: 1, width: null },
) {
  const total_items = Object.values(lists).reduce((product, list) => product * list.length, 1);
  const variables = matrixOf({ params: { variables: lists }, total_items }) ?? [];
  const view = viewCodec(variables).read(new URLSearchParams(query));
  assert.equal(view.size, 'fit');
  return layoutOf(arrange(variables, view), view.size, shape, room);
}

/** A grid of `count` × `count` pictures, as large as there is room. */
function fitting(count: number, width: number, height: number, shape: Shape = { ratio: 1, width: null }) {
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
  const flat = fitting(3, 1_140, 690, { ratio: 0.5, width: null });
  assert.ok(flat.width > wide.width && flat.side + 3 * (flat.width + GAP) + GAP <= 1_140);
});

test('on a phone, nested labels leave room for more than one picture, and the next one is cut', () => {
  const { side, columns, width } = laidOut(
    { a: series(4), b: series(2), c: series(2) },
    'rows=a,b&columns=c',
    {
      width: 311,
      height: 600,
    },
  );
  const beside = 311 - side;
  assert.ok(side <= 132, `${side}`);
  assert.ok(width < beside && columns.start(1) + width * 0.25 < beside, `${width} of ${beside}`);
});

test('a few are not blown up, and many are scrolled to at a size that can be looked at', () => {
  assert.equal(fitting(1, 2_000, 2_000).width, 336);
  assert.equal(fitting(50, 1_140, 690).width, 128);
});

test('where not all rows fit, pictures fill the width, up to twice their own size, and two rows are in sight', () => {
  const lists = { a: Array.from({ length: 9 }, (_, at) => `a${at}`), b: ['1', '2'] };
  const query = 'rows=a&columns=b';
  const width = (own: number | null) =>
    laidOut(lists, query, { width: 1_140, height: 690 }, { ratio: 1, width: own }).width;
  assert.equal(width(96), 192);
  assert.ok(width(192) > 300 && width(192) === width(null), `${width(192)}`);
  assert.equal(width(64), 128, 'small ones are not tiny');
  assert.ok(width(null) > 300 && width(null) <= 336, `${width(null)}`);
  const flat = laidOut(lists, query, { width: 1_140, height: 420 }, { ratio: 1, width: null });
  assert.ok(flat.width > 128 && flat.head + flat.rows.reach(0, 2) + 2 * GAP <= 420, `${flat.width}`);
});

test('small pictures that would leave much of the width empty fill it, and rows are scrolled to', () => {
  const lists = { a: Array.from({ length: 6 }, (_, at) => `a${at}`), b: ['1', '2', '3'] };
  const used = ({ side, columns }: ReturnType<typeof laidOut>) => side + columns.extent + 2 * GAP;
  const photos = laidOut(
    lists,
    'rows=a&columns=b',
    { width: 1_080, height: 640 },
    { ratio: 2 / 3, width: 192 },
  );
  assert.ok(used(photos) > 0.9 * 1_080 && used(photos) <= 1_080, `${used(photos)}`);
  // Never so large that fewer than two rows are in sight.
  const low = fitting(4, 1_140, 420);
  assert.ok(low.width > 128 && low.head + low.rows.reach(0, 2) + 2 * GAP <= 420, `${low.width}`);
  // Large enough to be looked at, all of them in sight are worth more than a full width.
  const whole = fitting(3, 1_140, 760);
  assert.ok(whole.head + whole.rows.extent + 2 * GAP <= 760, `${whole.width}`);
});

test('a window that gets lower shows all rows as long as they can be looked at, then two of them', () => {
  const seen = (height: number) => {
    const { head, rows } = fitting(3, 1_140, height);
    return Array.from({ length: 3 }).filter((_, at) => head + rows.reach(0, at + 1) + 2 * GAP <= height)
      .length;
  };
  for (const height of [760, 640, 560, 500, 440]) assert.equal(seen(height), 3, `${height}`);
  assert.equal(seen(380), 2);
});

test('the size of pictures is known from the parameters, where they have one', () => {
  assert.deepEqual(shapeOf({ ratio: '2:3', size: 300, variables: { a: [] } }), { ratio: 1.5, width: 200 });
  assert.deepEqual(shapeOf({ ratio: '16:9', size: 320 }), { ratio: 9 / 16, width: 320 });
  assert.deepEqual(shapeOf({ ratio: '2:3', size: 300, variables: { ratio: ['1:1'], size: ['64'] } }), {
    ratio: 1,
    width: null,
  });
  assert.deepEqual(shapeOf(null), { ratio: 1, width: null });
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

const series = (count: number) => Array.from({ length: count }, (_, at) => `v${at}`);
const WIDE = { width: 1_120, height: 640 };
const inRoom = ({ side, columns, head, rows }: ReturnType<typeof laidOut>, room = WIDE) => [
  side + columns.extent + 2 * GAP + 2 <= room.width,
  head + rows.extent + 2 * GAP + 2 <= room.height,
];

test('columns that are too many for the width go on below, with all pictures in sight where they are large enough', () => {
  const many = laidOut({ a: series(12), b: series(2) }, '', WIDE);
  assert.deepEqual([many.bands.count, many.bands.columns, many.bands.rows], [2, 6, 2]);
  assert.ok(many.width >= 120, `${many.width}`);
  assert.deepEqual(inRoom(many), [true, true]);
  const gallery = laidOut({ a: series(20) }, '', WIDE);
  assert.ok(gallery.bands.count > 1 && gallery.width >= 120, `${gallery.width}`);
  assert.deepEqual(inRoom(gallery), [true, true]);
  const phone = laidOut({ a: series(9) }, '', { width: 358, height: 630 });
  assert.ok(phone.bands.columns < 4 && phone.width >= 100, `${phone.width}`);
});

test('bands that cannot all be in sight fill the width and are scrolled to', () => {
  const long = laidOut({ a: series(60), b: series(2) }, '', WIDE);
  assert.deepEqual(inRoom(long), [true, false]);
  assert.ok(long.side + long.columns.extent > 0.9 * WIDE.width && long.width >= 128, `${long.width}`);
});

test('a band has whole groups, and more rows than the window has are not torn apart', () => {
  const nested = laidOut({ a: series(8), b: series(3) }, 'rows=&columns=a,b', WIDE);
  assert.ok(nested.bands.count > 1);
  assert.equal(nested.bands.columns % 3, 0);
  assert.equal(fitting(50, 1_140, 690).bands.count, 1);
});

test('in a narrow window, rows that are scrolled to leave room for the scrollbar if it takes any', () => {
  const lists = { a: series(3), b: series(3), c: series(2) };
  const used = (bar: number) => {
    const { side, columns } = laidOut(lists, 'rows=a,b&columns=c', { width: 342, height: 420, bar });
    return side + columns.extent + 2 * GAP + 2;
  };
  assert.ok(used(15) <= 342 - 15, `${used(15)}`);
  assert.ok(used(0) <= 342 && used(0) > 342 - 15, `${used(0)}`);
});

test('beside what stands below the grid all pictures still fit; those that are scrolled to keep their size', () => {
  const besideBar = (count: number) => {
    const values = (name: string) => Array.from({ length: count }, (_, at) => `${name}${at}`);
    const variables = matrixOf({
      params: { variables: { a: values('a'), b: values('b') } },
      total_items: count ** 2,
    });
    const arrangement = arrange(variables ?? [], viewCodec(variables ?? []).read(new URLSearchParams('')));
    const room = { width: 1_140, height: 690 };
    const of = (height: number) =>
      fittingLayout(arrangement, 'fit', { ratio: 1, width: null }, { room, height });
    return [of(690), of(630)] as const;
  };
  const [whole, beside] = besideBar(3);
  assert.ok(beside.width < whole.width && beside.head + beside.rows.extent + 2 * GAP + 2 <= 630);
  const [large, with_bar] = besideBar(50);
  assert.equal(with_bar.width, large.width);
});
