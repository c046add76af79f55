import { Dialog as Base } from '@base-ui/react/dialog';
import { type ReactNode, useRef } from 'react';
import { useWords } from '../../words/words-context.tsx';
import { IconButton } from '../button/icon-button.tsx';
import { classes } from '../classes.ts';
import behind from '../dialog/backdrop.module.css';
import { useFocusBack } from '../dialog/use-focus-back.ts';
import { usePlaceKept } from '../dialog/use-place-kept.ts';
import { useTabInside } from '../dialog/use-tab-inside.ts';
import { scrolls } from '../scroll/scrolls.ts';
import styles from './drawer.module.css';

interface Props {
  onClose(): void;
  title: string;
  /** Stands beside the title, for example a badge with the status. */
  beside?: ReactNode;
  /** Small buttons beside the one that closes the drawer. */
  tools?: ReactNode;
  actions?: ReactNode;
  /** Finds what takes the focus when the drawer closes. Default: what had it before. */
  focusNext?: (() => HTMLElement | null) | undefined;
  children: ReactNode;
}

/** Shows one entry of a list in full, at the side of the page. On a wide screen, the list stays visible. */
export function Drawer({ onClose, title, beside, tools, actions, focusNext, children }: Props) {
  const { components: w } = useWords();
  const popup = useRef<HTMLDivElement>(null);
  useTabInside(popup, true);
  const back = useFocusBack(true);
  usePlaceKept(true);
  return (
    <Base.Root open onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={classes(behind.backdrop, behind.fading)} />
        <Base.Viewport className={styles.viewport}>
          <Base.Popup
            ref={popup}
            className={styles.drawer}
            initialFocus={popup}
            finalFocus={() => focusNext?.() ?? back()}
          >
            <header className={styles.header}>
              <div className={styles.titles}>
                {/* Read out when another one takes its place. */}
                <Base.Title className={styles.title} aria-live="polite">
                  {title}
                </Base.Title>
                {beside}
              </div>
              <div className={styles.tools}>
                {tools}
                <IconButton icon="close" label={w.close} onClick={onClose} />
              </div>
            </header>
            <div className={styles.body} {...scrolls(title, 'region')}>
              {children}
            </div>
            {actions && (
              <footer className={styles.footer} data-foot>
                {actions}
              </footer>
            )}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
