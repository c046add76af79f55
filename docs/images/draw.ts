/** Draws the pictures of docs/images.md and the README again: `node docs/images/draw.ts`. */
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { dimensions } from '../../src/task-types/image/dimensions.ts';
import { draw } from '../../src/task-types/image/drawing/local-generator.ts';
import { type ImageInput, planImages, prepareImageParams } from '../../src/task-types/image/matrix.ts';
import type { ImageParams } from '../../src/task-types/image/params.ts';
import { chooseStyle } from '../../src/task-types/image/styles/choose-style.ts';

const gap = 10;

async function pictures(params: ImageParams) {
  const plan = planImages(prepareImageParams(params, { max_items: 100 }));
  return await Promise.all(
    Array.from({ length: plan.count }, async (_, index) => {
      const { prompt, seed, style, ratio, size } = plan.item(index).input as ImageInput;
      const frame = dimensions(ratio, size);
      const chosen = chooseStyle(style, prompt, seed);
      return { ...frame, bytes: await draw({ prompt, seed, style: chosen, ...frame, format: 'png' }) };
    }),
  );
}

/** Rows of pictures on a transparent ground, all rows of one width. */
async function sheet(rows: Awaited<ReturnType<typeof pictures>>[]) {
  const parts: { input: Uint8Array; left: number; top: number }[] = [];
  let top = 0;
  let width = 0;
  for (const row of rows) {
    let left = 0;
    for (const { bytes, width: wide } of row) {
      parts.push({ input: bytes, left, top });
      left += wide + gap;
    }
    width = Math.max(width, left - gap);
    top += (row[0]?.height ?? 0) + gap;
  }
  const ground = { width, height: top - gap, channels: 4 as const, background: '#0000' };
  return sharp(await sharp({ create: ground }).composite(parts).png().toBuffer());
}

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const matrix = await pictures({
  prompt: '{place} at {time}',
  variables: { time: ['dawn', 'midnight'], place: ['misty forest', 'ocean waves', 'desert dunes'] },
  ratio: '3:2',
  size: 372,
  seed: 4,
});
await (await sheet([matrix.slice(0, 3), matrix.slice(3)]))
  .png({ palette: true, quality: 92, effort: 10 })
  .toFile(file('matrix.png'));

/** Rows of five and of four of one width. */
const one = async (style: string, prompt: string, seed: number, ratio: string) =>
  (
    await pictures({ prompt, variables: { style: [style] }, seed, ratio, size: ratio === '1:1' ? 262 : 260 })
  )[0] as (typeof matrix)[number];
const styles = [
  await Promise.all([
    one('aurora', 'northern lights over a lake', 2, '4:5'),
    one('bauhaus', 'a joyful poster in blue and orange', 3, '4:5'),
    one('blossom', 'cherry blossom in spring', 3, '4:5'),
    one('city', 'neon city', 4, '4:5'),
    one('contours', 'map of an island', 5, '4:5'),
  ]),
  await Promise.all([
    one('dunes', 'golden dunes at sunset', 6, '1:1'),
    one('flow', 'the song of the wind', 7, '1:1'),
    one('forest', 'misty pine forest', 8, '1:1'),
    one('ink', '江南水墨山水', 9, '1:1'),
  ]),
  await Promise.all([
    one('marble', 'green agate', 1, '1:1'),
    one('mosaic', 'stained glass sunrise', 2, '1:1'),
    one('nebula', 'purple galaxy and a planet', 12, '1:1'),
    one('waves', 'the great ocean wave', 1, '1:1'),
  ]),
];
await (await sheet(styles)).webp({ quality: 84, effort: 6 }).toFile(file('styles.webp'));
