import { MOST_PIXELS, takesTooMuch } from './most-pixels.ts';

const QUALITY = 78;

/** A small square WebP copy of a picture. Throws if the picture cannot be read, or takes too much memory. */
export async function thumbnail(picture: Uint8Array, edge: number): Promise<Buffer> {
  // Loaded when the first copy is requested, because most processes never make one.
  const { default: sharp } = await import('sharp');
  const source = sharp(picture, { limitInputPixels: MOST_PIXELS, sequentialRead: true });
  if (takesTooMuch(await source.metadata())) throw new Error('the picture takes too much memory');
  return source
    .autoOrient()
    .resize({ width: edge, height: edge, fit: 'cover' })
    .webp({ quality: QUALITY, effort: 2 })
    .toBuffer();
}
