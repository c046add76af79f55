import type { Arrangement } from '../view/arrange.ts';
import { SIZES, type Size } from '../view/view.ts';
import { labelHeight, labelWidth } from './lengths.ts';

export const GAP = 6;

/** Where everything in the grid lies, in pixels. */
export interface Layout {
  /** Of a picture. */
  width: number;
  height: number;
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

export function layoutOf(
  { rows, columns, shownOf }: Arrangement,
  size: Size,
  shape: number,
  narrow: boolean,
): Layout {
  const width = SIZES[size];
  const texts = (variable: (typeof rows.variables)[number]) =>
    shownOf(variable).map((value) => variable.values[value] ?? '');
  const sides = rows.variables.map((one) => labelWidth(texts(one), narrow ? 84 : 150));
  let span = columns.length;
  const heads = columns.variables.map((one) => {
    span /= Math.max(1, shownOf(one).length);
    return labelHeight(texts(one), Math.max(1, span) * (width + GAP));
  });
  return {
    width,
    height: Math.round(width * shape),
    sides,
    side: sum(sides),
    heads,
    head: sum(heads),
  };
}
