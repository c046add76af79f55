import type { Metadata } from 'sharp';

/** Maximum number of pixels of a picture from which a copy is made. */
export const MOST_PIXELS = 100_000_000;
/** An interlaced PNG or progressive JPEG is decoded as a whole before it is made smaller: in memory, it takes 3 to 8 bytes a pixel. */
const MOST_PROGRESSIVE = 16_000_000;

/** Whether too much memory is needed to make a copy of the picture. */
export const takesTooMuch = ({ isProgressive, width, height }: Metadata): boolean =>
  isProgressive && width * height > MOST_PROGRESSIVE;
