import { Dialog as Base } from '@base-ui/react/dialog';
import { type ReactNode, useRef } from 'react';
import { useWords } from '../../words/words-context.tsx';
import { firstUsable } from '../button/first-usable.ts';
import { IconButton } from '../button/icon-button.tsx';
import { classes } from '../classes.ts';
import behind from './backdrop.module.css';
import styles from './dialog.module.css';
import { useFocusBack } from './use-focus-back.ts';
import { usePlaceKept } from './use-place-kept.ts';
import { useTabInside } from './use-tab-inside.ts';

const FIELD =
  ':is(input:not([type=hidden], [aria-hidden=true], [tabindex="-1"]), textarea):not(:disabled, :read-only)';

interface Props {
  open: boolean;
  onClose(): void;
  title: string;
  text?: ReactNode | undefined;
  wide?: boolean | undefined;
  /** If given, only the buttons of the footer close the dialog. Called when Escape, a click outside it or its × would have, to say why it stays. */
  onStay?: (() => void) | null;
  /** The buttons at the bottom. The last one does what the dialog is for. */
  footer?: ReactNode;
  children?: ReactNode;
}

/** A question or a form in front of the page. Escape closes it, and the focus returns to where it was. */
export function Dialog({ open, onClose, title, text, wide, onStay, footer, children }: Props) {
  const { components: w } = useWords();
  const popup = useRef<HTMLDivElement>(null);
  useTabInside(popup, open);
  const back = useFocusBack(open);
  usePlaceKept(open);
  return (
    <Base.Root
      open={open}
      onOpenChange={(next, details) => {
        if (onStay) {
          details.cancel();
          onStay();
        } else if (!next) onClose();
      }}
    >
      <Base.Portal>
        <Base.Backdrop className={classes(behind.backdrop, behind.fading)} />
        <Base.Viewport className={styles.viewport}>
          <Base.Popup
            ref={popup}
            className={classes(styles.popup, wide && styles.wide)}
            initialFocus={() => fromItsStart(firstField(popup.current))}
            finalFocus={back}
          >
            <header className={styles.header}>
              <Base.Title className={styles.title}>{title}</Base.Title>
              <IconButton icon="close" label={w.close} onClick={onStay ?? onClose} />
            </header>
            {text && <Base.Description className={styles.text}>{text}</Base.Description>}
            {children && <div className={styles.body}>{children}</div>}
            {footer && <footer className={styles.footer}>{footer}</footer>}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

/** The element that takes the focus: one that is marked for it, else the first field, else (in a question) the first button, which changes nothing, else the dialog itself. */
const firstField = (popup: HTMLElement | null): HTMLElement | null =>
  popup?.querySelector<HTMLElement>('[data-first-focus]') ??
  popup?.querySelector<HTMLElement>(FIELD) ??
  firstUsable(popup?.querySelector('footer') ?? null) ??
  popup;

/** A long text in the field is chosen, and shows its start: otherwise only its end would be in sight. */
function fromItsStart(element: HTMLElement | null): HTMLElement | null {
  if (element instanceof HTMLInputElement && element.type === 'text')
    element.setSelectionRange(0, element.value.length, 'backward');
  return element;
}
