/** How large pictures are, and into how many bands their columns go, in the room that a grid has. */
import type { Arrangement } from '../view/arrange.ts';
import type { Axis } from '../view/axis.ts';
import type { Shape } from '../view/shape.ts';
import { SIZES } from '../view/view.ts';
import { BAND_GAP, GAP, gapsOf } from './track.ts';

/** The space that the grid may take without being scrolled. */
export interface Room {
  width: number;
  height: number;
  /** Width that a scrollbar takes from what it scrolls. Default: none, as on phones, where it lies above. */
  bar?: number;
}

export const PHONE_PX = 720;
/** Of the width, at least: with less of it in use, the grid stands in an empty page. */
const FILLED = 0.8;
/** Pictures with a shorter side than this show too little to have all of them in sight. */
const SMALL_PX = 120;
/** Times its own size that a picture still looks clear at. */
const MOST_GROWN = 2;
/** Beside rows that are scrolled to, where it takes room. */
const SCROLLBAR_PX = 16;
/** Of a picture that is cut by the edge, so much at least is in sight. */
const PEEK = 0.3;
/** Bands have to show that much more of a picture than one row of columns. */
const WORTH = 1.1;

/** Each cell's share of a space, without the gaps, of which one is before the first and one after the last, and the two sides of the frame. */
const share = (space: number, { groupSpans }: Axis, count: number) =>
  Math.floor((space - 2 * GAP - 2 - gapsOf(count, groupSpans)) / Math.max(1, count));

/** Numbers of columns that a band may have: no group is divided, and all bands are about as wide. */
function bandLengths({ columns }: Arrangement): number[] {
  const [group = 1] = columns.groupSpans;
  const groups = columns.length / group;
  const lengths = Array.from({ length: groups }, (_, at) => Math.ceil(groups / (at + 1)) * group);
  return [...new Set(lengths)];
}

/** What a fit is measured with: the space beside the labels of rows, and the height of those of columns over pictures of a width. */
interface Measures {
  room: Room;
  shape: Shape;
  headOf(width: number): number;
}

/** Height of a picture of which so many bands fit, with their labels. */
function shareDown({ rows }: Arrangement, bands: number, head: number, { room }: Measures): number {
  const labels = bands * head + (bands - 1) * (BAND_GAP + GAP);
  return share(Math.floor((room.height - labels) / bands), rows, rows.length);
}

/** Width at which all pictures are in sight in bands of this length. */
function wholeWidth(arrangement: Arrangement, length: number, measures: Measures): number {
  const { columns } = arrangement;
  const bands = Math.ceil(columns.length / length);
  const across = Math.min(share(measures.room.width, columns, length), SIZES.xl);
  const under = (head: number) =>
    Math.min(across, Math.floor(shareDown(arrangement, bands, head, measures) / measures.shape.ratio));
  // Narrow pictures have higher labels.
  return under(measures.headOf(Math.max(SIZES.s, under(measures.headOf(SIZES.m)))));
}

/** Columns of a band, where pictures have this width. Bands that are higher than the window would tear columns apart. */
export function bandLength(arrangement: Arrangement, width: number, measures: Measures): number {
  const { rows, columns } = arrangement;
  const { room, shape, headOf } = measures;
  const high = Math.round(width * shape.ratio) > shareDown(arrangement, 1, headOf(width), measures);
  const fits = (length: number) => share(room.width, columns, length) >= width;
  if (columns.length === 0 || rows.length === 0 || high) return columns.length;
  return bandLengths(arrangement).find(fits) ?? columns.length;
}

/** Width of about the middle size at which the last picture in sight is cut, which shows that there are more. */
function cutWidth(space: number): number {
  const shown = (space - GAP) / (SIZES.m + GAP);
  if (shown < 1 || shown % 1 >= PEEK) return SIZES.m;
  return Math.floor((space - GAP) / (Math.floor(shown) + PEEK)) - GAP;
}

/**
 * Width of a picture so that none is scrolled to, in as many bands as make them largest. Where they would be small and leave much of the width
 * empty they fill it instead, with two rows in sight, and the others are scrolled to. Columns that are too few to fill it are shown up to twice
 * their own size, with two rows in sight; where even the width is too narrow they are of the middle size, in bands or scrolled to.
 */
export function fittingWidth(arrangement: Arrangement, measures: Measures): number {
  const { rows, columns } = arrangement;
  const { room, shape, headOf } = measures;
  const isSmall = (width: number) => width * Math.min(1, shape.ratio) < SMALL_PX;
  const inOne = wholeWidth(arrangement, columns.length, measures);
  const inBands = Math.max(...bandLengths(arrangement).map((one) => wholeWidth(arrangement, one, measures)));
  if (!isSmall(inBands) && inBands > WORTH * inOne) return inBands;
  const across = share(room.width, columns, columns.length);
  const bar = room.width < PHONE_PX ? (room.bar ?? 0) : SCROLLBAR_PX;
  const beside = (length: number) => Math.min(share(room.width - bar, columns, length), SIZES.xl);
  if (across < SIZES.s) {
    const length = bandLength(arrangement, SIZES.m, measures);
    return length < columns.length ? beside(length) : cutWidth(room.width - bar);
  }
  const fills = (width: number) => width >= FILLED * across;
  const two = Math.floor(share(room.height - headOf(SIZES.m), rows, 2) / shape.ratio);
  const wide = beside(columns.length);
  if (isSmall(inOne) && !fills(inOne) && fills(wide)) return Math.min(wide, Math.max(SIZES.m, two));
  const down = Math.floor(share(room.height - headOf(SIZES.m), rows, rows.length) / shape.ratio);
  if (!isSmall(inOne) || down >= SIZES.m) return inOne;
  const own = shape.width === null ? SIZES.xl : MOST_GROWN * shape.width;
  return Math.min(wide, Math.max(SIZES.m, Math.min(SIZES.xl, own, two)));
}
