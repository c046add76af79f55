/** Width and height of a picture in pixels. */
export interface Dimensions {
  width: number;
  height: number;
}

/** `W:H`, each 1 to 100. */
export const ratioPattern = '^([1-9][0-9]?|100):([1-9][0-9]?|100)$';

/** The steepest ratio, either way. */
const steepest = 8;

/** Shortest edge in pixels, whatever the ratio. */
const shortest = 16;

/** The fault of a ratio in both languages, or undefined. */
export function ratioFault(ratio: string): { message: string; zh: string } | undefined {
  if (!new RegExp(ratioPattern).test(ratio))
    return {
      message: 'must be W:H with whole numbers from 1 to 100, such as 16:9',
      zh: '必须是“宽:高”的形式，两者均为 1 到 100 的整数，例如 16:9',
    };
  const [across, down] = ratio.split(':').map(Number) as [number, number];
  const steep = Math.max(across / down, down / across);
  return steep > steepest
    ? {
        message: `must lie between 1:${steepest} and ${steepest}:1`,
        zh: `必须在 1:${steepest} 与 ${steepest}:1 之间`,
      }
    : undefined;
}

/** The long edge is `size` pixels, the short one follows from the ratio, rounded, at least 16. */
export function dimensions(ratio: string, size: number): Dimensions {
  const [across, down] = ratio.split(':').map(Number) as [number, number];
  const other = Math.max(shortest, Math.round((size * Math.min(across, down)) / Math.max(across, down)));
  return across >= down ? { width: size, height: other } : { width: other, height: size };
}
