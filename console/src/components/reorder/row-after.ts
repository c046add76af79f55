import { nextFocus } from './next-focus.ts';

/** Returns a function that finds the row in whose place this element stands: its own row, or, once that is gone, the next one or else the last. */
export function rowAt(element: Element | null): () => HTMLElement | null {
  const row = element?.closest('main li, main tbody > tr');
  const list = row?.parentElement;
  if (!row || !list) return () => null;
  const at = [...list.children].indexOf(row);
  return () => {
    const found = list.isConnected && (list.children[at] ?? list.lastElementChild);
    return found instanceof HTMLElement ? found : null;
  };
}

/**
 * Moves a focus that was lost with its row to the row that took its place, else to the content of the page. The row itself takes it: what
 * its buttons do must not happen because Enter was pressed twice.
 */
export const focusPlaceIfLost = (find: () => HTMLElement | null): void =>
  nextFocus.ifLost(() => focusable(find()));

/** The row, which can now take the focus. */
export function focusable(row: HTMLElement | null | undefined): HTMLElement | null {
  if (row && !row.hasAttribute('tabindex')) row.tabIndex = -1;
  return row ?? null;
}
