/** How large the picture of a grid may get. */
import { invalid } from '../../../errors.ts';
import type { GridFormat } from '../../../pictures/grid/grid-protocol.ts';
import type { GridLayout } from './grid-layout.ts';

export const SMALLEST_CELL = 32;
export const LARGEST_CELL = 1_024;
const USUAL_CELL = 256;
const MOST_PIXELS = 100_000_000;
/** The largest side that each format allows, in pixels. */
const LONGEST_SIDE: Record<GridFormat, number> = { png: 2_147_483_647, webp: 16_383, jpeg: 65_535 };
const NAMES: Record<GridFormat, string> = { png: 'PNG', webp: 'WebP', jpeg: 'JPEG' };

/**
 * The layout with cells of this size; by default of the usual size, or the largest that fits. Throws a 422 that names the size that
 * fits, or the format that allows the picture.
 */
export function fittingLayout(
  layoutFor: (cell: number) => GridLayout,
  cell: number | undefined,
  format: GridFormat,
): GridLayout {
  const layout = layoutFor(cell ?? USUAL_CELL);
  if (fits(layout)) return inFormat(layout, format);
  const largest = largestFitting(layoutFor);
  if (largest !== null && cell === undefined) return inFormat(layoutFor(largest), format);
  const megapixels = Math.ceil((layout.width * layout.height) / 1_000_000);
  if (largest === null)
    throw invalid(
      'rows',
      `the grid has ${layout.y.length} × ${layout.x.length} cells, which is too many even with the smallest; leave variables out, or choose one value with where.NAME`,
      `该网格有 ${layout.y.length} × ${layout.x.length} 个单元格，即使使用最小尺寸也过多；请去掉部分变量，或用 where.NAME 指定其取值`,
    );
  throw invalid(
    'cell',
    `makes a picture of ${megapixels} megapixels; at most 100 are allowed. The largest cell that fits is ${largest}`,
    `会生成 ${megapixels} 百万像素的图片；最多允许 100 百万像素。可用的最大 cell 为 ${largest}`,
  );
}

const fits = ({ width, height }: GridLayout): boolean => width * height <= MOST_PIXELS;

function largestFitting(layoutFor: (cell: number) => GridLayout): number | null {
  let [low, high] = [SMALLEST_CELL, LARGEST_CELL];
  if (!fits(layoutFor(low))) return null;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(layoutFor(middle))) low = middle;
    else high = middle - 1;
  }
  return low;
}

function inFormat(layout: GridLayout, format: GridFormat): GridLayout {
  const { width, height } = layout;
  if (Math.max(width, height) <= LONGEST_SIDE[format]) return layout;
  const most = LONGEST_SIDE[format].toLocaleString('en');
  throw invalid(
    'format',
    `${NAMES[format]} holds at most ${most} pixels a side, and the picture has ${width} × ${height}; use png (PNG) or a smaller cell`,
    `${NAMES[format]} 每边最多 ${most} 像素，而该图片为 ${width} × ${height}；请使用 png（PNG）或更小的 cell`,
  );
}
