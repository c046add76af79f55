/** Pictures of more pixels are not decoded for a small copy. */
const MOST_PIXELS = 100_000_000;
const QUALITY = 78;

/** A small square WebP copy of a picture. Throws if it is no picture that can be read. */
export async function thumbnail(picture: Uint8Array, edge: number): Promise<Buffer> {
  // Loaded for the first one that is wanted: most processes never make any.
  const { default: sharp } = await import('sharp');
  return sharp(picture, { limitInputPixels: MOST_PIXELS, sequentialRead: true })
    .autoOrient()
    .resize({ width: edge, height: edge, fit: 'cover' })
    .webp({ quality: QUALITY, effort: 2 })
    .toBuffer();
}
