import { Menu as Base } from '@base-ui/react/menu';
import { type MouseEvent, type ReactElement, type ReactNode, useRef, useState } from 'react';
import styles from './menu.module.css';

interface Props {
  /** A button that can be dragged. */
  trigger: ReactElement;
  children: ReactNode;
}

/** A menu whose button can also be dragged. It opens when the button is released and not when it is pressed, so that a drag can begin. */
export function DragMenu({ trigger, children }: Props) {
  const [open, setOpen] = useState(false);
  const was_open = useRef(false);
  return (
    <Base.Root
      open={open}
      onOpenChange={(next, { event }) => {
        if (!next || event.type !== 'mousedown') setOpen(next);
      }}
    >
      <Base.Trigger
        render={trigger as ReactElement<Record<string, unknown>>}
        onPointerDown={() => {
          was_open.current = open;
        }}
        onClick={(event: MouseEvent) => {
          // Clicks made with the keyboard have a count of 0; Base UI opens the menu for those.
          if (event.detail > 0) setOpen(!was_open.current);
        }}
      />
      <Base.Portal>
        <Base.Positioner className={styles.positioner} sideOffset={4} align="start">
          <Base.Popup className={styles.popup}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
