import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { frontDialog } from '../../components/dialog/front-dialog.ts';
import { isLetterOff } from '../../components/search-box/is-letter-off.ts';
import { isTyping } from '../../components/search-box/is-typing.ts';
import { leaving } from '../../router/leaving.ts';
import { isCommand } from './keyboard.ts';
import { useMayOpen } from './use-may-open.ts';

/** The pages that `g` and a letter open, in the order of the navigation. */
export const GO_TO = {
  t: '/tasks',
  c: '/schedules',
  s: '/system',
  u: '/users',
  l: '/audit',
  k: '/keys',
  w: '/webhooks',
  a: '/account',
} as const;
const PAGES: Readonly<Record<string, string>> = GO_TO;
/** Maximum milliseconds between the two letters of `g t`. */
const SEQUENCE_MS = 1_200;

/** Keyboard shortcuts that work on every page. */
export function useGlobalKeys() {
  const [shown, setShown] = useState<'palette' | 'shortcuts' | null>(null);
  const mayOpen = useMayOpen();
  const [, navigate] = useLocation();
  const went_at = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isCommand(event) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        // A secret in a dialog is neither hidden nor lost.
        if (shown === null && frontDialog() && leaving.refuse()) return;
        return setShown((now) => (now === 'palette' ? null : 'palette'));
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || isLetterOff(event)) return;
      const key = event.key.toLowerCase();
      const after_g = performance.now() - went_at.current < SEQUENCE_MS;
      went_at.current = key === 'g' ? performance.now() : Number.NEGATIVE_INFINITY;
      const to = after_g ? PAGES[key] : key === 'n' ? '/tasks/new' : undefined;
      if (to && mayOpen(to)) {
        event.preventDefault();
        navigate(to);
      } else if (event.key === '?') setShown('shortcuts');
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [navigate, mayOpen, shown]);
  return {
    shown,
    openPalette: () => setShown('palette'),
    openShortcuts: () => setShown('shortcuts'),
    close: () => setShown(null),
  };
}
