import type { Sharp } from 'sharp';
import type { ImageFormat } from '../params.ts';

/** The bytes of a picture in a format, without metadata, with settings that favour quality. */
export async function encode(picture: Sharp, format: ImageFormat): Promise<Uint8Array> {
  if (format === 'png') return await picture.png({ compressionLevel: 6 }).toBuffer();
  if (format === 'jpeg') return await picture.jpeg({ quality: 90, chromaSubsampling: '4:4:4' }).toBuffer();
  return await picture.webp({ quality: 86, effort: 3 }).toBuffer();
}
