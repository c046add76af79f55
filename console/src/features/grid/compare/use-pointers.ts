import { type PointerEvent, type RefObject, useRef } from 'react';
import { panned, pinched, type Zoom } from './zoom.ts';

interface Point {
  x: number;
  y: number;
}

const middleOf = ([one, other]: readonly [Point, Point]): Point => ({
  x: (one.x + other.x) / 2,
  y: (one.y + other.y) / 2,
});
const betweenOf = ([one, other]: readonly [Point, Point]): number =>
  Math.max(1, Math.hypot(one.x - other.x, one.y - other.y));

/** One pointer moves a zoomed picture; two fingers zoom it at their midpoint. */
export function usePointers(
  stage: RefObject<HTMLElement | null>,
  onZoom: (change: (zoom: Zoom) => Zoom) => void,
) {
  const down = useRef(new Map<number, Point>());
  /** Converts a point into a place on the panel, from -0.5 to 0.5 on both axes. */
  const within = ({ x, y }: Point, target: EventTarget): Point => {
    const panel = (target as Element).closest('[data-panel]') ?? stage.current?.querySelector('[data-panel]');
    const { left, top, width, height } = (panel ?? (target as Element)).getBoundingClientRect();
    return { x: (x - left) / width - 0.5, y: (y - top) / height - 0.5 };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (!down.current.has(event.pointerId)) return;
    const before = [...down.current.values()].slice(0, 2);
    down.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const after = [...down.current.values()].slice(0, 2);
    const places = (points: Point[]) => points.map((point) => within(point, event.target));
    const [was, now] = [places(before), places(after)];
    if (before.length === 2) {
      const factor = betweenOf(after as [Point, Point]) / betweenOf(before as [Point, Point]);
      onZoom((zoom) =>
        pinched(zoom, factor, middleOf(was as [Point, Point]), middleOf(now as [Point, Point])),
      );
    } else {
      const [from, to] = [was[0] as Point, now[0] as Point];
      onZoom((zoom) => panned(zoom, to.x - from.x, to.y - from.y));
    }
  };
  const onPointerUp = ({ pointerId }: PointerEvent) => void down.current.delete(pointerId);
  return {
    onPointerDown(event: PointerEvent) {
      if ((event.target as Element).closest('input, button')) return;
      down.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove,
    onPointerUp,
    onPointerCancel: onPointerUp,
  };
}
