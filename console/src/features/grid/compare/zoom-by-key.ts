import type { KeyboardEvent } from 'react';
import { natural, panned, WHOLE, type Zoom, zoomed } from './zoom.ts';

export const STEP = 1.25;
const PAN = 0.08;
const PANS: Record<string, [number, number]> = {
  ArrowLeft: [PAN, 0],
  ArrowRight: [-PAN, 0],
  ArrowUp: [0, PAN],
  ArrowDown: [0, -PAN],
};

/** Plus and minus zoom, 0 shows the whole picture, 1 its actual pixels, and arrow keys move a zoomed picture. Returns whether the key was used; used keys go no further. */
export function zoomByKey(
  event: KeyboardEvent,
  zoom: Zoom,
  onZoom: (change: (zoom: Zoom) => Zoom) => void,
  fit: number | null,
): boolean {
  const pan = zoom.scale > 1 ? PANS[event.key] : undefined;
  if (pan) onZoom((now) => panned(now, ...pan));
  else if (event.key === '+' || event.key === '=') onZoom((now) => zoomed(now, STEP));
  else if (event.key === '-') onZoom((now) => zoomed(now, 1 / STEP));
  else if (event.key === '0') onZoom(() => WHOLE);
  else if (event.key === '1' && fit !== null) onZoom((now) => natural(now, fit));
  else return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}
