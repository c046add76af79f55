/** Focuses what `find` gives once the page has been drawn again: a button that went away or to another place lost the focus. */
export function focusAfter(find: () => HTMLElement | null | undefined): void {
  requestAnimationFrame(() => find()?.focus());
}

/** Where there is nothing to go back to, the focus goes to the page, so that keys work on. */
export const focusPageIfLost = (): void =>
  focusAfter(() => (document.activeElement === document.body ? document.getElementById('content') : null));
