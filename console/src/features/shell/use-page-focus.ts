import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';

/** Focuses the content when another page opens, for keyboard and screen readers. Otherwise the focus would stay on the link, or be lost. */
export function usePageFocus(): void {
  const [path] = useLocation();
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    document.getElementById('content')?.focus({ preventScroll: true });
  }, [path]);
}
