import { type RefObject, useLayoutEffect, useState } from 'react';
import type { Room } from './fit.ts';

/** Left free below the grid, so that its end is seen. */
const BELOW_PX = 24;
const LEAST_PX = 420;

/** Width that a scrollbar takes: the page leaves it free, whether it is scrolled or not. The root counts what it leaves free as its own. */
const barWidth = () => Math.max(0, innerWidth - document.body.offsetWidth);

/** The space from this place of the page to the end of the window: before anything is drawn, and whenever what stands around it changes. */
export function useRoom(place: RefObject<HTMLElement | null>): Room {
  const [room, setRoom] = useState<Room>(() => ({ width: innerWidth, height: LEAST_PX, bar: barWidth() }));
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const measure = () => {
      const top = element.getBoundingClientRect().top + scrollY;
      const height = Math.max(LEAST_PX, innerHeight - top - BELOW_PX);
      const next = { width: element.clientWidth, height, bar: barWidth() };
      const isSame = (now: Room) =>
        now.width === next.width && now.height === next.height && now.bar === next.bar;
      setRoom((now) => (isSame(now) ? now : next));
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
