import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';

/** Another page begins at its content, for keys and for screen readers; without it the focus stays on what led there, or is lost. */
export function usePageFocus(): void {
  const [path] = useLocation();
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    document.getElementById('content')?.focus({ preventScroll: true });
  }, [path]);
}
