/** Focuses the element that `find` returns once the page has been drawn again. For buttons that disappear or move and would lose the focus. */
export function focusAfter(find: () => HTMLElement | null | undefined): void {
  requestAnimationFrame(() => find()?.focus());
}

/** Moves a lost focus to the content of the page, so that keys keep working. */
export const focusPageIfLost = (): void =>
  focusAfter(() => (document.activeElement === document.body ? document.getElementById('content') : null));
