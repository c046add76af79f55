/** Maximum number of pixels of a picture from which a small copy is made. */
const MOST_PIXELS = 100_000_000;
const QUALITY = 78;

/** A small square WebP copy of a picture. Throws if the picture cannot be read. */
export async function thumbnail(picture: Uint8Array, edge: number): Promise<Buffer> {
  // Loaded when the first copy is requested, because most processes never make one.
  const { default: sharp } = await import('sharp');
  return sharp(picture, { limitInputPixels: MOST_PIXELS, sequentialRead: true })
    .autoOrient()
    .resize({ width: edge, height: edge, fit: 'cover' })
    .webp({ quality: QUALITY, effort: 2 })
    .toBuffer();
}
