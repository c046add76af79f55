import { type RefObject, useLayoutEffect, useState } from 'react';
import type { Room } from './layout.ts';

/** What stands above and below the grid on its page. As in grid-table.module.css. */
const AROUND_PX = 210;
const LEAST_PX = 420;

const heightOf = () => Math.max(LEAST_PX, innerHeight - AROUND_PX);

/** The space at this place of the page, before anything is drawn and whenever the window changes. */
export function useRoom(place: RefObject<HTMLElement | null>): Room {
  const [room, setRoom] = useState<Room>(() => ({ width: innerWidth, height: heightOf() }));
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const measure = () => {
      const next = { width: element.clientWidth, height: heightOf() };
      setRoom((now) => (now.width === next.width && now.height === next.height ? now : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    addEventListener('resize', measure);
    return () => {
      observer.disconnect();
      removeEventListener('resize', measure);
    };
  }, [place]);
  return room;
}
