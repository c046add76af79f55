import { useCallback, useEffect, useRef } from 'react';
import { leaving } from './leaving.ts';

const nothing = (): void => {};

/** Holds the page while `held`: `refuse` says why, and returns whether it still may not be left. The returned function lets it go. */
export function useHold(held: boolean, refuse: () => boolean): () => void {
  const act = useRef(refuse);
  act.current = refuse;
  const release = useRef(nothing);
  useEffect(() => {
    if (!held) return;
    release.current = leaving.hold(() => act.current());
    return () => release.current();
  }, [held]);
  return useCallback(() => release.current(), []);
}
