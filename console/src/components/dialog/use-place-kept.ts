import { useLayoutEffect } from 'react';
import { focusPlaceIfLost, rowAt } from '../reorder/row-after.ts';

/**
 * Closing gives the focus back to what opened it. Where that is gone, by what was done or by what happened meanwhile, the keys go on at the
 * row that took its place, else at the page.
 */
export function usePlaceKept(open: boolean): void {
  // Before it takes the focus.
  useLayoutEffect(() => {
    if (!open) return;
    const from = rowAt(document.activeElement);
    return () => focusPlaceIfLost(from);
  }, [open]);
}
