/** The dialog in front of the page, or of another dialog. Messages that something was done have this role too, but hide nothing. */
export const frontDialog = (): Element | undefined =>
  [...document.querySelectorAll('[role=dialog]:not([data-toast])')].at(-1);
