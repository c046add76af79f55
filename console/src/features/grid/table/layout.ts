import type { Arrangement } from '../view/arrange.ts';
import type { Axis } from '../view/axis.ts';
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

/** Height to width of the pictures, where all have one ratio. */
export function shapeOf(params: unknown): number {
  const { ratio, variables } = (params ?? {}) as { ratio?: unknown; variables?: object };
  const [, across, down] = /^(\d+):(\d+)$/.exec(typeof ratio === 'string' ? ratio : '') ?? [];
  if (!across || !down || Object.hasOwn(variables ?? {}, 'ratio')) return 1;
  return Math.min(2, Math.max(0.4, Number(down) / Number(across)));
}

/** The space that the grid may take without being scrolled. */
export interface Room {
  width: number;
  height: number;
}

const PHONE_PX = 720;
/** Of labels beside rows, at most. */
const SIDE_PX = { phone: 84, wide: 150 };

export function layoutOf(arrangement: Arrangement, size: Size, shape: number, room: Room): Layout {
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
  const height = Math.round(width * shape);
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

/** Of a picture, so that none is scrolled to. Where they would be too small to be looked at they are of the middle size instead. */
function fittingWidth({ rows, columns }: Arrangement, shape: number, room: Room): number {
  // One gap before the first and one after the last, and two for the frame.
  const left = (space: number, { length, groupSpans }: Axis) =>
    Math.floor((space - 2 * GAP - 2 - gapsOf(length, groupSpans)) / Math.max(1, length));
  const across = left(room.width, columns);
  const down = Math.floor(left(room.height, rows) / shape);
  if (across < SIZES.s) return SIZES.m;
  return Math.min(across, Math.max(SIZES.m, Math.min(down, SIZES.xl)));
}
