import type { Arrangement } from '../view/arrange.ts';
import type { Shape } from '../view/shape.ts';
import { SIZES, type Size } from '../view/view.ts';
import { Bands } from './bands.ts';
import { bandLength, fittingWidth, PHONE_PX, type Room } from './fit.ts';
import { labelHeight, labelWidth, widestOf } from './lengths.ts';
import { BAND_GAP, GAP, Track } from './track.ts';

/** Where everything in the grid lies, in pixels. */
export interface Layout {
  /** Of a picture. */
  width: number;
  height: number;
  bands: Bands;
  /** Where the rows of all bands lie from top to bottom and the columns of one from left to right, the first at 0. */
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

/** Of labels beside rows, at most. */
const SIDE_PX = { phone: 84, nested: 66, wide: 150 };

/** In the height that is left beside what stands below the grid. Where cells are scrolled to anyway, they keep the size they have without it. */
export function fittingLayout(
  arrangement: Arrangement,
  size: Size,
  shape: Shape,
  { room, height }: { room: Room; height: number },
): Layout {
  const whole = layoutOf(arrangement, size, shape, room);
  const taken = heightOf(whole);
  if (size !== 'fit' || taken <= height || taken > room.height) return whole;
  return layoutOf(arrangement, size, shape, { ...room, height });
}

/** Of all that is in the frame, with its two sides. */
const heightOf = ({ head, rows }: Layout): number => head + rows.extent + 2 * GAP + 2;

export function layoutOf(arrangement: Arrangement, size: Size, shape: Shape, room: Room): Layout {
  const { rows, columns, shownOf } = arrangement;
  const widest = (variable: (typeof rows.variables)[number]) =>
    widestOf(shownOf(variable).map((value) => variable.values[value] ?? ''));
  // Nested labels would leave a phone room for a single picture.
  const narrow =
    rows.variables.filter((one) => rows.isLabelled(one)).length > 1 ? SIDE_PX.nested : SIDE_PX.phone;
  const most = room.width < PHONE_PX ? narrow : SIDE_PX.wide;
  const sides = rows.variables.map((one) => (rows.isLabelled(one) ? labelWidth(widest(one), most) : 0));
  let span = columns.length;
  const labels = columns.variables.map((one) => {
    span /= Math.max(1, shownOf(one).length);
    return { widest: columns.isLabelled(one) ? widest(one) : null, span: Math.max(1, span) };
  });
  const headsAt = (width: number) =>
    labels.map((one) => (one.widest === null ? 0 : labelHeight(one.widest, one.span * (width + GAP))));
  const side = sum(sides);
  const beside = { ...room, width: room.width - side };
  const measures = { room: beside, shape, headOf: (width: number) => sum(headsAt(width)) };
  const width = size === 'fit' ? fittingWidth(arrangement, measures) : SIZES[size];
  const height = Math.round(width * shape.ratio);
  const heads = headsAt(width);
  const head = sum(heads);
  const bands = new Bands(rows.length, columns.length, bandLength(arrangement, width, measures), {
    headed: columns.variables.length > 0,
    sided: rows.variables.length > 0,
  });
  return {
    width,
    height,
    bands,
    rows: new Track(bands.length, height, rows.groupSpans, { span: rows.length, gap: head + BAND_GAP }),
    columns: new Track(bands.columns, width, columns.groupSpans),
    sides,
    side,
    heads,
    head,
  };
}
