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
    const observer = new ResizeObserver(measure);
    // Everything above it moves it; the page that it is in need not change its size for that. What is taken away has none any more.
    for (let inside: Element | null = element; inside; inside = inside.parentElement) {
      observer.observe(inside);
      for (let above = inside.previousElementSibling; above; above = above.previousElementSibling)
        observer.observe(above);
    }
    addEventListener('resize', measure);
    return () => {
      observer.disconnect();
      removeEventListener('resize', measure);
    };
  }, [place]);
  return room;
}
