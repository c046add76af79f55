import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { IconButton } from '../../components/button/icon-button.tsx';
import { isComposing } from '../../components/keys/is-composing.ts';
import { PAGE_TITLE } from '../../components/page/page-title.ts';
import { useFoldedMenu } from '../../components/page/use-narrow.ts';
import { late } from '../../router/late.tsx';
import { useWords } from '../../words/words-context.tsx';
import { Palette } from '../palette/palette.tsx';
import { useGlobalKeys } from '../palette/use-global-keys.ts';
import { FirstPassword } from '../sign-in/first-password.tsx';
import { AccountMenu } from './account-menu.tsx';
import { ConnectionBar } from './connection-bar.tsx';
import { Mark } from './mark.tsx';
import { Nav } from './nav.tsx';
import { SearchButton } from './search-button.tsx';
import styles from './shell.module.css';
import { usePageFocus } from './use-page-focus.ts';

const ShortcutsDialog = late(() =>
  import('../palette/shortcuts-dialog.tsx').then((module) => module.ShortcutsDialog),
);

const MENU_BUTTON = 'menu-button';

/** What lies above the menu, and is closed before it. */
const ABOVE = ':is([role=dialog]:not([data-toast]), [role=menu], [role=listbox])[data-open]';

/** Escape closes the open menu, wherever the focus is, unless it closes what lies above the menu. A tooltip is closed with it. */
function useEscape(open: boolean, close: () => void): void {
  const act = useRef(close);
  act.current = close;
  useEffect(() => {
    if (!open) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !isComposing(event) && !document.querySelector(ABOVE)) act.current();
    };
    addEventListener('keydown', onKey, true);
    return () => removeEventListener('keydown', onKey, true);
  }, [open]);
}

/** Puts the navigation beside the page on a wide screen, and folded above it on a narrow one. */
export function Shell({ children }: { children: ReactNode }) {
  const { shell: w } = useWords();
  const [path] = useLocation();
  // Another page folds the navigation away, before it takes the focus.
  const [opened_at, setOpenedAt] = useState<string | null>(null);
  const open = useFoldedMenu() && opened_at === path;
  const keys = useGlobalKeys();
  const closeMenu = () => {
    setOpenedAt(null);
    document.getElementById(MENU_BUTTON)?.focus();
  };
  usePageFocus();
  useEscape(open, closeMenu);
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content" inert={open}>
        {w.skip}
      </a>
      <header className={styles.bar}>
        <IconButton
          icon={open ? 'close' : 'menu'}
          label={open ? w.close_menu : w.menu}
          id={MENU_BUTTON}
          size="m"
          aria-expanded={open}
          aria-controls="nav"
          onClick={() => setOpenedAt(open ? null : path)}
        />
        <Mark />
        <IconButton icon="search" label={w.search} size="m" onClick={keys.openPalette} />
      </header>
      <div className={styles.rail}>
        <nav id="nav" className={styles.side} data-open={open} aria-label={w.main_navigation}>
          <div className={styles.mark}>
            <Mark />
          </div>
          <SearchButton onClick={keys.openPalette} />
          <Nav />
          <AccountMenu onShortcuts={keys.openShortcuts} />
        </nav>
        <ConnectionBar />
      </div>
      {/* The open menu lies above it. */}
      <main id="content" inert={open} tabIndex={-1} aria-labelledby={PAGE_TITLE} className={styles.content}>
        <FirstPassword />
        {children}
      </main>
      <Palette open={keys.shown === 'palette'} onClose={keys.close} onShortcuts={keys.openShortcuts} />
      {keys.shown === 'shortcuts' && <ShortcutsDialog open onClose={keys.close} />}
    </div>
  );
}
