import type { Arrangement } from '../view/arrange.ts';
import type { Axis } from '../view/axis.ts';
import type { Shape } from '../view/shape.ts';
import { SIZES, type Size } from '../view/view.ts';
import { labelHeight, labelWidth } from './lengths.ts';
import { GAP, gapsOf, Track } from './track.ts';

/** Where everything in the grid lies, in pixels. */
export interface Layout {
  /** Of a picture. */
  width: number;
  height: number;
  /** Where rows lie from top to bottom and columns from left to right, the first at 0. */
  rows: Track;
  columns: Track;
  /** Widths of the levels of row labels, and all of them. */
  sides: readonly number[];
  side: number;
  /** Heights of the levels of column labels, and all of them. */
  heads: readonly number[];
  head: number;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

/** The space that the grid may take without being scrolled. */
export interface Room {
  width: number;
  height: number;
}

const PHONE_PX = 720;
/** Of labels beside rows, at most. */
const SIDE_PX = { phone: 84, wide: 150 };

export function layoutOf(arrangement: Arrangement, size: Size, shape: Shape, room: Room): Layout {
  const { rows, columns, shownOf } = arrangement;
  const texts = (variable: (typeof rows.variables)[number]) =>
    shownOf(variable).map((value) => variable.values[value] ?? '');
  const widest = room.width < PHONE_PX ? SIDE_PX.phone : SIDE_PX.wide;
  const sides = rows.variables.map((one) => (rows.isLabelled(one) ? labelWidth(texts(one), widest) : 0));
  const headsAt = (width: number) => {
    let span = columns.length;
    return columns.variables.map((one) => {
      span /= Math.max(1, shownOf(one).length);
      return columns.isLabelled(one) ? labelHeight(texts(one), Math.max(1, span) * (width + GAP)) : 0;
    });
  };
  const side = sum(sides);
  const width =
    size === 'fit'
      ? fittingWidth(arrangement, shape, {
          width: room.width - side,
          height: room.height - sum(headsAt(SIZES.m)),
        })
      : SIZES[size];
  const height = Math.round(width * shape.ratio);
  const heads = headsAt(width);
  return {
    width,
    height,
    rows: new Track(rows.length, height, rows.groupSpans),
    columns: new Track(columns.length, width, columns.groupSpans),
    sides,
    side,
    heads,
    head: sum(heads),
  };
}

/** Of the width, at least: with less of it in use, the grid stands in an empty page. */
const FILLED = 0.8;

/** Pictures with a shorter side than this show too little to have all of them in sight. */
const SMALL_PX = 120;
/** Beside rows that are scrolled to, where it takes room. */
const SCROLLBAR_PX = 16;

/**
 * Of a picture, so that none is scrolled to. Where they would be small and leave much of the width empty they fill it instead, with two rows in
 * sight, and the others are scrolled to. A few columns that are too few to fill it are shown up to their own size, with two rows in sight; where even the width is too
 * narrow they are of the middle size.
 */
function fittingWidth({ rows, columns }: Arrangement, shape: Shape, room: Room): number {
  // One gap before the first and one after the last, and two for the frame.
  const left = (space: number, { groupSpans }: Axis, count: number) =>
    Math.floor((space - 2 * GAP - 2 - gapsOf(count, groupSpans)) / Math.max(1, count));
  const across = left(room.width, columns, columns.length);
  const down = Math.floor(left(room.height, rows, rows.length) / shape.ratio);
  if (across < SIZES.s) return SIZES.m;
  const whole = Math.min(across, down, SIZES.xl);
  const bar = room.width < PHONE_PX ? 0 : SCROLLBAR_PX;
  const wide = Math.min(left(room.width - bar, columns, columns.length), SIZES.xl);
  const fills = (width: number) => width >= FILLED * across;
  const isSmall = whole * Math.min(1, shape.ratio) < SMALL_PX;
  const two = Math.floor(left(room.height, rows, 2) / shape.ratio);
  if (isSmall && !fills(whole) && fills(wide)) return Math.min(wide, Math.max(SIZES.m, two));
  if (!isSmall || down >= SIZES.m) return whole;
  return Math.min(across, Math.max(SIZES.m, Math.min(SIZES.xl, shape.width ?? SIZES.xl, two)));
}
