import type { Item } from '@client';
import type { Zoom } from './zoom.ts';

/** Props of each way of comparing: the pictures and their common zoom. */
export interface ModeProps {
  items: readonly (Item | undefined)[];
  /** Returns the place of a variable among all variables, which determines its colour. */
  placeOf(name: string): number;
  zoom: Zoom;
  onZoom(change: (zoom: Zoom) => Zoom): void;
  fit: number | null;
  /** Called with the address of a picture that cannot be shown. */
  onBroken(url: string): void;
  onRoom(room: { width: number; height: number }): void;
}
