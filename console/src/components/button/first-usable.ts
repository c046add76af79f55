/** The first button in it that does something now. One that says why it does nothing can have the focus too, but nobody wants to begin there. */
export const firstUsable = (frame: Element | null): HTMLElement | null =>
  frame?.querySelector<HTMLElement>('button:not([aria-disabled=true])') ?? null;
