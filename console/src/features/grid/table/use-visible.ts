import { type RefObject, useEffect, useState } from 'react';
import type { Layout } from './layout.ts';
import type { Track } from './track.ts';

export interface Visible {
  row_from: number;
  row_to: number;
  column_from: number;
  column_to: number;
}

const OVERSCAN = 2;

/** From the first cell that can be seen to the one after the last, and some around them. */
function span(track: Track, scrolled: number, room: number): [from: number, to: number] {
  const from = Math.max(0, track.at(scrolled) - OVERSCAN);
  return [from, Math.min(track.length, track.at(scrolled + room) + 1 + OVERSCAN)];
}

/** The rows and columns of the frame that can be seen, and some around them. Changes only when they do. */
export function useVisible(
  frame: RefObject<HTMLElement | null>,
  { rows, columns, side, head }: Layout,
): Visible {
  const [visible, setVisible] = useState<Visible>({ row_from: 0, row_to: 0, column_from: 0, column_to: 0 });
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const look = () => {
      const { scrollLeft, scrollTop, clientWidth, clientHeight } = element;
      const [row_from, row_to] = span(rows, scrollTop, clientHeight - head);
      const [column_from, column_to] = span(columns, scrollLeft, clientWidth - side);
      const next = { row_from, row_to, column_from, column_to };
      setVisible((now) =>
        Object.entries(next).every(([key, value]) => now[key as keyof Visible] === value) ? now : next,
      );
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [frame, rows, columns, side, head]);
  return visible;
}
