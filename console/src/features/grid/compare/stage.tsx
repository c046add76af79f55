import { type ReactNode, useEffect, useRef } from 'react';
import { useWords } from '../../../words/words-context.tsx';
import styles from './compare.module.css';
import { watchPanel } from './use-fit.ts';
import { usePointers } from './use-pointers.ts';
import { WHOLE, type Zoom, zoomed } from './zoom.ts';
import { zoomByKey } from './zoom-by-key.ts';

interface Props {
  label: string;
  zoom: Zoom;
  onZoom(change: (zoom: Zoom) => Zoom): void;
  fit: number | null;
  /** Called with the size of a panel. */
  onRoom(room: { width: number; height: number }): void;
  children: ReactNode;
}

/** The area of pictures. They are zoomed with the wheel, two fingers or + and -, and moved by dragging or with the arrow keys. */
export function Stage({ label, zoom, onZoom, fit, onRoom, children }: Props) {
  const { grid: w } = useWords();
  const element = useRef<HTMLDivElement>(null);
  const pointers = usePointers(element, onZoom);
  useEffect(() => {
    const stage = element.current;
    // React registers wheel listeners as passive, which cannot keep the page from scrolling.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { left, top, width, height } = (event.target as Element)
        .closest('[data-panel]')
        ?.getBoundingClientRect() ?? {
        left: 0,
        top: 0,
        width: 1,
        height: 1,
      };
      const at = { x: (event.clientX - left) / width - 0.5, y: (event.clientY - top) / height - 0.5 };
      onZoom((now) => zoomed(now, Math.exp(-event.deltaY / 300), at));
    };
    stage?.addEventListener('wheel', onWheel, { passive: false });
    return () => stage?.removeEventListener('wheel', onWheel);
  }, [onZoom]);
  useEffect(() => watchPanel(element, onRoom), [onRoom]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: no fieldset: there is nothing to fill in
    <div
      ref={element}
      role="group"
      aria-label={label}
      aria-description={w.zoom_hint}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keys zoom and move what lies in it
      tabIndex={0}
      className={styles.stage}
      data-zoomed={zoom.scale > 1}
      onKeyDown={(event) => zoomByKey(event, zoom, onZoom, fit)}
      {...pointers}
      onDoubleClick={() => onZoom((now) => (now.scale === 1 ? zoomed(now, 2.5) : WHOLE))}
    >
      {children}
    </div>
  );
}
