import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement } from 'react';
import styles from './tooltip.module.css';

/** Lets Escape close the tooltip and, with the same press, the dialog around it. */
const passOn = (_: boolean, details: Base.Root.ChangeEventDetails): void => {
  if (details.reason === 'escape-key') details.allowPropagation();
};

/** Shows a text on hover and focus. It is hidden from screen readers, which read the label of the element anyway. */
export function Tooltip({ text, children }: { text: string; children: ReactElement }) {
  return (
    <Base.Root onOpenChange={passOn}>
      <Base.Trigger render={children as ReactElement<Record<string, unknown>>} />
      <Base.Portal>
        <Base.Positioner aria-hidden="true" sideOffset={6} className={styles.positioner}>
          <Base.Popup className={styles.popup}>{text}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
