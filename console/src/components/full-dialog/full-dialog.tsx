import { Dialog as Base } from '@base-ui/react/dialog';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { useWords } from '../../words/words-context.tsx';
import { IconButton } from '../button/icon-button.tsx';
import behind from '../dialog/backdrop.module.css';
import { useFocusBack } from '../dialog/use-focus-back.ts';
import { usePlaceKept } from '../dialog/use-place-kept.ts';
import { useTabInside } from '../dialog/use-tab-inside.ts';
import styles from './full-dialog.module.css';

interface Props {
  open: boolean;
  onClose(): void;
  title: string;
  /** Stands beside the title. */
  beside?: ReactNode;
  /** Buttons between the title and the button that closes the dialog. */
  actions?: ReactNode;
  onKeyDown?(event: KeyboardEvent): void;
  /** Finds what takes the focus when the dialog closes. Default: what had it before. */
  focusNext?: (() => HTMLElement | null) | undefined;
  children: ReactNode;
}

/** A dialog that fills the window, for pictures. Escape closes it. The dialog itself takes the focus, so that its keys work at once. */
export function FullDialog({ open, onClose, title, beside, actions, onKeyDown, focusNext, children }: Props) {
  const { components: w } = useWords();
  const popup = useRef<HTMLDivElement>(null);
  useTabInside(popup, open);
  const back = useFocusBack(open);
  usePlaceKept(open);
  const giveFocus = (): boolean => {
    const front = document.activeElement?.closest('[role=dialog]');
    // A dialog that opened in place of this one has it already.
    if (front && front !== popup.current) return false;
    const next = focusNext?.();
    if (!next) return back();
    // At once, so that a dialog that opens in place of this one still takes it.
    next.focus({ preventScroll: true });
    return false;
  };
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={behind.backdrop} />
        <Base.Popup
          ref={popup}
          className={styles.popup}
          initialFocus={popup}
          finalFocus={giveFocus}
          onKeyDown={onKeyDown}
        >
          <header className={styles.header}>
            {/* Read out when another picture takes its place. */}
            <div className={styles.titles}>
              <Base.Title className={styles.title} aria-live="polite">
                {title}
              </Base.Title>
              {beside}
            </div>
            <div className={styles.actions}>{actions}</div>
            <IconButton icon="close" label={w.close} onClick={onClose} />
          </header>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
