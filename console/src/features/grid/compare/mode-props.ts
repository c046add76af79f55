import type { Item } from '@client';
import type { Zoom } from './zoom.ts';

/** What each way of comparing shows: the pictures, at one zoom that they share. */
export interface ModeProps {
  items: readonly (Item | undefined)[];
  zoom: Zoom;
  onZoom(change: (zoom: Zoom) => Zoom): void;
  fit: number | null;
  onRoom(room: { width: number; height: number }): void;
}
