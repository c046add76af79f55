import type { Item } from '@client';
import type { Zoom } from './zoom.ts';

/** What each way of comparing shows: the pictures, at one zoom that they share. */
export interface ModeProps {
  items: readonly (Item | undefined)[];
  /** The place of a variable among all of them, which gives it its colour. */
  placeOf(name: string): number;
  zoom: Zoom;
  onZoom(change: (zoom: Zoom) => Zoom): void;
  fit: number | null;
  onRoom(room: { width: number; height: number }): void;
}
