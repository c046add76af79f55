import type { Item } from '@client';
import { type RefObject, useCallback, useState } from 'react';
import { pictureOf } from '../data/item-words.ts';

interface Room {
  width: number;
  height: number;
}

/** How large a picture is shown while all of it is, against its own size; told by the stage that it lies on. */
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

/** Tells how large the first panel of the stage is, and when it gets another size. */
export function watchPanel(stage: RefObject<HTMLElement | null>, onRoom: (room: Room) => void): () => void {
  const panel = stage.current?.querySelector<HTMLElement>('[data-panel]');
  if (!panel) return () => undefined;
  const observer = new ResizeObserver(() => onRoom({ width: panel.clientWidth, height: panel.clientHeight }));
  observer.observe(panel);
  return () => observer.disconnect();
}
