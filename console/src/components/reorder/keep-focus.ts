/**
 * A `ref` for what holds buttons that come and go: where the focused one goes away, by what it did or by what happened elsewhere, the
 * focus moves to the first of the others that changes nothing: Enter pressed once more must not undo what it did.
 */
export function keepFocus(frame: HTMLElement | null): (() => void) | undefined {
  if (!frame) return;
  let last: Element | null = null;
  const onFocusIn = ({ target }: FocusEvent) => {
    last = target as Element;
  };
  const onFocusOut = () =>
    // The focus has moved on by itself. A later removal of the old element is then no reason to move it.
    void setTimeout(() => {
      if (last?.isConnected && document.activeElement !== last) last = null;
    });
  const observer = new MutationObserver(() => {
    if (!last || last.isConnected || document.activeElement !== document.body) return;
    last = null;
    frame.querySelector<HTMLElement>(':is(button, a[href]):not([data-acts], [aria-disabled=true])')?.focus();
  });
  frame.addEventListener('focusin', onFocusIn);
  frame.addEventListener('focusout', onFocusOut);
  observer.observe(frame, { childList: true, subtree: true });
  return () => {
    frame.removeEventListener('focusin', onFocusIn);
    frame.removeEventListener('focusout', onFocusOut);
    observer.disconnect();
  };
}
