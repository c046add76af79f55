/** Focuses what `find` gives once the page has been drawn again: a button that went away or to another place lost the focus. */
export function focusAfter(find: () => HTMLElement | null | undefined): void {
  requestAnimationFrame(() => find()?.focus());
}
