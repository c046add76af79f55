import { type RefObject, useEffect, useState } from 'react';
import { GAP, type Layout } from './layout.ts';

export interface Visible {
  row_from: number;
  row_to: number;
  column_from: number;
  column_to: number;
}

const OVERSCAN = 2;

/** The rows and columns of the frame that can be seen, and some around them. Changes only when they do. */
export function useVisible(
  frame: RefObject<HTMLElement | null>,
  rows: number,
  columns: number,
  { width, height, side, head }: Layout,
): Visible {
  const [visible, setVisible] = useState<Visible>({ row_from: 0, row_to: 0, column_from: 0, column_to: 0 });
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const span = (scrolled: number, room: number, pitch: number, count: number) => {
      const from = Math.max(0, Math.floor(scrolled / pitch) - OVERSCAN);
      return [from, Math.min(count, Math.ceil((scrolled + room) / pitch) + OVERSCAN)] as const;
    };
    const look = () => {
      const { scrollLeft, scrollTop, clientWidth, clientHeight } = element;
      const [row_from, row_to] = span(scrollTop, clientHeight - head, height + GAP, rows);
      const [column_from, column_to] = span(scrollLeft, clientWidth - side, width + GAP, columns);
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
  }, [frame, rows, columns, width, height, side, head]);
  return visible;
}
