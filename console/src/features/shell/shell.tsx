import { type ReactNode, Suspense, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { IconButton } from '../../components/button/icon-button.tsx';
import { PAGE_TITLE } from '../../components/page/page-title.ts';
import { late } from '../../router/late.ts';
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
  import('../palette/shortcuts-dialog.tsx').then((module) => ({ default: module.ShortcutsDialog })),
);

const MENU_BUTTON = 'menu-button';

/** Puts the navigation beside the page on a wide screen, and folded above it on a narrow one. */
export function Shell({ children }: { children: ReactNode }) {
  const { shell: w } = useWords();
  const [path] = useLocation();
  const [open, setOpen] = useState(false);
  const keys = useGlobalKeys();
  const closeMenu = () => {
    setOpen(false);
    document.getElementById(MENU_BUTTON)?.focus();
  };
  usePageFocus();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page folds the navigation away
  useEffect(() => setOpen(false), [path]);
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {w.skip}
      </a>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Escape closes what a button in it opened */}
      <header className={styles.bar} onKeyDown={(event) => event.key === 'Escape' && open && closeMenu()}>
        <IconButton
          icon={open ? 'close' : 'menu'}
          label={open ? w.close_menu : w.menu}
          id={MENU_BUTTON}
          size="m"
          aria-expanded={open}
          aria-controls="nav"
          onClick={() => setOpen(!open)}
        />
        <Mark />
        <IconButton icon="search" label={w.search} size="m" onClick={keys.openPalette} />
      </header>
      <div className={styles.rail}>
        <nav
          id="nav"
          onKeyDown={(event) => event.key === 'Escape' && open && closeMenu()}
          className={styles.side}
          data-open={open}
          aria-label={w.main_navigation}
        >
          <div className={styles.mark}>
            <Mark />
          </div>
          <SearchButton onClick={keys.openPalette} />
          <Nav />
          <AccountMenu onShortcuts={keys.openShortcuts} />
        </nav>
        <ConnectionBar />
      </div>
      <main id="content" tabIndex={-1} aria-labelledby={PAGE_TITLE} className={styles.content}>
        <FirstPassword />
        {children}
      </main>
      <Palette open={keys.shown === 'palette'} onClose={keys.close} onShortcuts={keys.openShortcuts} />
      <Suspense>{keys.shown === 'shortcuts' && <ShortcutsDialog open onClose={keys.close} />}</Suspense>
    </div>
  );
}
