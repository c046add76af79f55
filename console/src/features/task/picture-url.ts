import type { Item } from '@client';

/** Long edge of the small copies that the server makes, in pixels of the picture. */
const PREVIEW_EDGE = 256;

/** Of the small copy, if it is sharp at this size (long edge, in pixels of the page). */
export function urlFor(
  { url, preview_url }: Pick<Item['files'][number], 'url' | 'preview_url'>,
  edge: number,
) {
  return preview_url && edge * window.devicePixelRatio <= PREVIEW_EDGE ? preview_url : url;
}
