import { type RefObject, useLayoutEffect, useState } from 'react';
import type { Room } from './layout.ts';

/** Left free below the grid, so that its end is seen. */
const BELOW_PX = 24;
const LEAST_PX = 420;

/** The space from this place of the page to the end of the window: before anything is drawn, and whenever what stands around it changes. */
export function useRoom(place: RefObject<HTMLElement | null>): Room {
  const [room, setRoom] = useState<Room>(() => ({ width: innerWidth, height: LEAST_PX }));
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const measure = () => {
      const top = element.getBoundingClientRect().top + scrollY;
      const next = { width: element.clientWidth, height: Math.max(LEAST_PX, innerHeight - top - BELOW_PX) };
      setRoom((now) => (now.width === next.width && now.height === next.height ? now : next));
    };
    measure();
    // What stands above it grows and shrinks with the page.
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    observer.observe(document.body);
    addEventListener('resize', measure);
    return () => {
      observer.disconnect();
      removeEventListener('resize', measure);
    };
  }, [place]);
  return room;
}
