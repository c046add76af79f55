import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement } from 'react';
import styles from './tooltip.module.css';

/** Escape closes these words and, with the same press, the dialog that their button is in. */
const passOn = (_: boolean, details: Base.Root.ChangeEventDetails): void => {
  if (details.reason === 'escape-key') details.allowPropagation();
};

/** Words about what is pointed at or focused: for the eye alone, as its label is read out anyway. */
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
