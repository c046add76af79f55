import { useEffect, useRef } from 'react';
import { announce } from '../../../components/announce/announcements.ts';

/** A wheel or a held key changes the zoom many times: its end is said. */
const PAUSE_MS = 300;

/** Says the zoom once it has changed, by whatever changed it; a window that opens or another picture says nothing of it. */
export function useSaidZoom(scale: number, words: string): void {
  const said = useRef(scale);
  useEffect(() => {
    if (said.current === scale) return;
    const timer = setTimeout(() => {
      said.current = scale;
      announce(words);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [scale, words]);
}
