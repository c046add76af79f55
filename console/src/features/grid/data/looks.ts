import type { Item } from '@client';
import { api } from '../../../api/client.ts';
import { pictureOf } from './item-words.ts';

/** Maximum number of pictures that are compared, because each one must be loaded. */
export const MOST_LOOKED_AT = 600;
const AT_ONCE = 6;
const SIDE_PX = 48;

/** What may be loaded without being asked for. */
const MOST_BYTES = 20 * 1024 * 1024;

/**
 * Returns a text for each cell that is equal for cells that look the same; null for unfinished cells. Null as a whole if this means to load
 * many megabytes and nobody has `asked` for it.
 */
export async function looksOf(id: string, total: number, asked: boolean): Promise<(string | null)[] | null> {
  const looks: (string | null)[] = Array(total).fill(null);
  const items: Item[] = [];
  for await (const item of api.listItems({ id, page_size: 100 })) items.push(item);
  const bytes = items.reduce((sum, item) => sum + (pictureOf(item)?.bytes ?? 0), 0);
  if (!asked && bytes > MOST_BYTES) return null;
  const next = items.values();
  const look = async () => {
    for (const item of next) looks[item.index] = await lookOf(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, look));
  return looks;
}

/** Compares pictures by their pixels, because metadata in the files may differ. */
async function lookOf(item: Item): Promise<string | null> {
  const picture = pictureOf(item);
  if (picture) return pixelsOf(picture.url);
  if (item.status === 'failed') return `failed ${item.error?.message}`;
  if (item.status !== 'completed') return null;
  const { result, label } = item;
  if (typeof result !== 'object' || result === null) return JSON.stringify(result);
  // Values of the label differ anyway.
  return JSON.stringify(Object.entries(result).filter(([name, value]) => label?.[name] !== value));
}

async function pixelsOf(url: string): Promise<string> {
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = new OffscreenCanvas(SIDE_PX, SIDE_PX);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('this browser draws no pictures out of sight');
  context.drawImage(image, 0, 0, SIDE_PX, SIDE_PX);
  const { data } = context.getImageData(0, 0, SIDE_PX, SIDE_PX);
  let hash = 0x811c9dc5;
  for (const byte of data) hash = Math.imul(hash ^ byte, 0x01000193);
  return `${image.naturalWidth}×${image.naturalHeight} ${hash >>> 0}`;
}
