import type { Item } from '@client';
import { useCallback, useEffect, useState } from 'react';
import { pictureOf } from '../data/item-words.ts';

interface Broken {
  /** The item has a picture that cannot be shown, so there is nothing to zoom. */
  isBroken(item: Item | undefined): boolean;
  /** To be called with the address of such a picture. */
  onBroken(url: string): void;
}

const NONE: ReadonlySet<string> = new Set();

/** The pictures of a window that could not be shown; they are tried again once it was closed. */
export function useBroken(open: boolean): Broken {
  const [broken, setBroken] = useState(NONE);
  useEffect(() => {
    if (!open) setBroken(NONE);
  }, [open]);
  const onBroken = useCallback((url: string) => setBroken((now) => new Set(now).add(url)), []);
  return { isBroken: (item) => broken.has(pictureOf(item)?.url ?? ''), onBroken };
}
