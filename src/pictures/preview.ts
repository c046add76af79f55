import { MOST_PIXELS, takesTooMuch } from './most-pixels.ts';

/** Long edge of a small copy in pixels. */
export const PREVIEW_EDGE = 256;
const QUALITY = 82;
const EFFORT = 1;
const FORMATS = new Set<string | undefined>(['png', 'jpeg', 'webp']);

export interface Preview {
  bytes: Buffer;
  content_type: string;
}

/** A small copy of a picture for grids; null for one that is small itself, and for what cannot be read as a picture. */
export async function previewOf(picture: Uint8Array): Promise<Preview | null> {
  // Loaded when the first copy is made, because most processes never make one.
  const { default: sharp } = await import('sharp');
  // Every picture comes once.
  sharp.cache(false);
  try {
    const source = sharp(picture, { limitInputPixels: MOST_PIXELS });
    const about = await source.metadata();
    const { format, width, height } = about;
    if (!FORMATS.has(format) || Math.max(width, height) <= PREVIEW_EDGE) return null;
    if (takesTooMuch(about)) return null;
    const box = { width: PREVIEW_EDGE, height: PREVIEW_EDGE, fit: 'inside' } as const;
    const encoded = source.autoOrient().resize(box).webp({ quality: QUALITY, effort: EFFORT });
    const bytes = await encoded.toBuffer();
    return bytes.length < picture.byteLength ? { bytes, content_type: 'image/webp' } : null;
  } catch {
    // The handler may have attached something else as a picture; where it is shown, it is marked as unreadable.
    return null;
  }
}
