import type { Item } from '@client';
import { type RefObject, useCallback, useState } from 'react';
import { pictureOf } from '../data/item-words.ts';

interface Room {
  width: number;
  height: number;
}

/** The size of the unzoomed picture, which fills the stage, relative to its own size. The stage reports the room that it has. */
export function useFit(item: Item | undefined): [fit: number | null, onRoom: (room: Room) => void] {
  const [room, setRoom] = useState<Room | null>(null);
  const onRoom = useCallback(
    (next: Room) => setRoom((now) => (now?.width === next.width && now.height === next.height ? now : next)),
    [],
  );
  const { width, height } = pictureOf(item) ?? { width: null, height: null };
  const fit =
    room && width && height && room.width > 0 ? Math.min(room.width / width, room.height / height) : null;
  return [fit, onRoom];
}

/** The item with the largest picture. The zoom is relative to its size. */
export const largestOf = (items: readonly (Item | undefined)[]): Item | undefined =>
  items.reduce(
    (most, one) => ((pictureOf(one)?.width ?? 0) > (pictureOf(most)?.width ?? 0) ? one : most),
    items[0],
  );

/** Reports the size of the first panel of the stage, now and whenever it changes. */
export function watchPanel(stage: RefObject<HTMLElement | null>, onRoom: (room: Room) => void): () => void {
  const panel = stage.current?.querySelector<HTMLElement>('[data-panel]');
  if (!panel) return () => undefined;
  const observer = new ResizeObserver(() => onRoom({ width: panel.clientWidth, height: panel.clientHeight }));
  observer.observe(panel);
  return () => observer.disconnect();
}
