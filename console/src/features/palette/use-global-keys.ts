import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { isTyping } from '../../components/search-box/is-typing.ts';
import { isCommand } from './keyboard.ts';
import { useMayOpen } from './use-may-open.ts';

const PAGES: Record<string, string> = { t: '/tasks', u: '/users', s: '/system', a: '/account' };
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
        return setShown((now) => (now === 'palette' ? null : 'palette'));
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
      const after_g = performance.now() - went_at.current < SEQUENCE_MS;
      went_at.current = event.key === 'g' ? performance.now() : Number.NEGATIVE_INFINITY;
      const to = after_g ? PAGES[event.key] : event.key === 'n' ? '/tasks/new' : undefined;
      if (to && mayOpen(to)) {
        event.preventDefault();
        navigate(to);
      } else if (event.key === '?') setShown('shortcuts');
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [navigate, mayOpen]);
  return {
    shown,
    openPalette: () => setShown('palette'),
    openShortcuts: () => setShown('shortcuts'),
    close: () => setShown(null),
  };
}
