import { Menu as Base } from '@base-ui/react/menu';
import { type ReactNode, useRef } from 'react';
import styles from './menu.module.css';

export interface MenuPlace {
  /** The element that the menu belongs to; it gets the focus back. */
  of: HTMLElement;
  x: number;
  y: number;
}

interface Props {
  /** Null while the menu is closed. */
  place: MenuPlace | null;
  onClose(): void;
  children: ReactNode;
}

/** A context menu, opened by a right click, a long press or the menu key. */
export function MenuAt({ place, onClose, children }: Props) {
  // The closing menu keeps its place while it fades out.
  const last = useRef(place);
  if (place) last.current = place;
  const { x = 0, y = 0 } = last.current ?? {};
  return (
    <Base.Root open={place !== null} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Positioner
          className={styles.positioner}
          anchor={{ getBoundingClientRect: () => DOMRect.fromRect({ x, y }) }}
          align="start"
        >
          <Base.Popup className={styles.popup} finalFocus={() => last.current?.of ?? true}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
