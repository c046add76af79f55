/** The offered ratios; others can be typed. */
export const RATIOS: readonly string[] = ['1:1', '4:3', '3:4', '3:2', '2:3', '16:9', '9:16', '21:9'];

/** Minimum length of an edge in pixels. */
const SHORTEST_PX = 16;
const PATTERN = /^([1-9]\d?|100):([1-9]\d?|100)$/;

/** Width and height in pixels of a picture with this ratio and long edge; null if the ratio is not valid. */
export function pixelsOf(
  ratio: string,
  size: number,
  shortest = SHORTEST_PX,
): { width: number; height: number } | null {
  const [, across, down] = PATTERN.exec(ratio) ?? [];
  if (!across || !down || !(size > 0)) return null;
  const [w, h] = [Number(across), Number(down)];
  const short = Math.max(shortest, Math.round((size * Math.min(w, h)) / Math.max(w, h)));
  return w >= h ? { width: size, height: short } : { width: short, height: size };
}
