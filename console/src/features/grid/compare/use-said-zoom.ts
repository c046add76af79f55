import { useEffect, useRef } from 'react';
import { announce } from '../../../components/announce/announcements.ts';

/** A wheel or a held key changes the zoom many times; only the last value is announced. */
const PAUSE_MS = 300;

/** Announces the zoom after it has changed, but not when the window opens. */
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
