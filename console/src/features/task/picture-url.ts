import type { Item } from '@client';

/** Long edge of the small copies that the server makes, in pixels of the picture. */
const PREVIEW_EDGE = 256;

type Picture = Item['files'][number];

/** Of the small copy, if it is sharp at this size (long edge, in pixels of the screen). */
export function urlFor(
  { url, preview_url }: Pick<Item['files'][number], 'url' | 'preview_url'>,
  edge: number,
) {
  return preview_url && edge <= PREVIEW_EDGE ? preview_url : url;
}

/** For a picture whose size on the page only its layout knows: the browser chooses. */
export function sourcesOf({
  url,
  preview_url,
  width,
  height,
}: Omit<Picture, 'name' | 'content_type' | 'bytes'>) {
  if (!preview_url || !width || !height) return {};
  const small = Math.round((PREVIEW_EDGE * width) / Math.max(width, height));
  // Browsers that do not know `auto` take the usual width of a card.
  return { srcSet: `${preview_url} ${small}w, ${url} ${width}w`, sizes: 'auto, 200px' };
}
