import sharp from 'sharp';
import type { ImageFormat } from '../params.ts';
import { type StyleName, styles } from '../styles/catalogue.ts';
import { encode } from './encode.ts';
import { Random } from './random.ts';
import { sceneOf } from './scene.ts';

/** The first number is raised whenever the same request would give other pixels; the encoders are sharp's. */
export const generatorVersion = `2+sharp.${sharp.versions.sharp}`;

export interface DrawRequest {
  prompt: string;
  seed: number;
  style: StyleName;
  /** Pixels. */
  width: number;
  height: number;
  format: ImageFormat;
}

export interface DrawHooks {
  /** The share done, 0 to 1. */
  progress?(fraction: number): void;
  /** Called many times while drawing; throws to stop. */
  pause?(): void;
}

/**
 * Draws a picture: the same request gives the same bytes on one installed version and platform.
 * Throws what `pause` throws, nothing else.
 */
export async function draw(request: DrawRequest, hooks: DrawHooks = {}): Promise<Uint8Array> {
  const { width, height } = request;
  const pause = hooks.pause ?? (() => {});
  const paint = await styles[request.style].painter();
  const scene = sceneOf({ ...request, pause });
  hooks.progress?.(0.05);
  const drawing = paint(scene);
  pause();
  hooks.progress?.(0.6);
  let pixels = toBytes(scene.canvas.data, width, height, new Random(`grain\n${request.seed}`), pause);
  if (drawing) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${drawing}</svg>`;
    pixels = await sharp(pixels, { raw: { width, height, channels: 3 } })
      .composite([{ input: Buffer.from(svg) }])
      .removeAlpha()
      .raw()
      .toBuffer();
    pause();
  }
  hooks.progress?.(0.8);
  const bytes = await encode(sharp(pixels, { raw: { width, height, channels: 3 } }), request.format);
  pause();
  return bytes;
}

/** Darkens the corners a little and rounds with a fine grain, which keeps smooth skies free of bands. */
function toBytes(
  data: Float32Array,
  width: number,
  height: number,
  random: Random,
  pause: () => void,
): Buffer {
  const bytes = Buffer.allocUnsafe(width * height * 3);
  let state = (random.next() * 4_294_967_296) | 1;
  for (let y = 0; y < height; y++) {
    if ((y & 63) === 0) pause();
    const v = y / height - 0.5;
    for (let x = 0; x < width; x++) {
      const u = x / width - 0.5;
      const far = (u * u + v * v) * 2;
      const corner = 1 - far * far * 0.2;
      // xorshift: one number a pixel, shared by its three colours, so that the grain has none of its own.
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      const grain = ((state & 0xffff) / 0xffff - 0.5) * 3;
      const i = (y * width + x) * 3;
      for (let k = 0; k < 3; k++) {
        const value = (data[i + k] as number) * corner + grain + 0.5;
        bytes[i + k] = value < 0 ? 0 : Math.min(value, 255);
      }
    }
  }
  return bytes;
}
