import { useEffect, useRef } from 'react';
import { announce } from '../../components/announce/announcements.ts';

/** Longer than between two letters. */
const REST_MS = 600;

/** Announces what was found, once the typing rests and the answer is there, and not the same for each further letter. */
export function useSaidFound(text: string, settled: boolean): void {
  const said = useRef<string | null>(null);
  useEffect(() => {
    if (!settled || text === said.current) return;
    const timer = setTimeout(() => {
      said.current = text;
      announce(text);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [text, settled]);
}
