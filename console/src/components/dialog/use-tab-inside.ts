import { type RefObject, useEffect } from 'react';
import { frontDialog } from './front-dialog.ts';

const STOPS =
  ':is(a[href], button, input, textarea, select, [tabindex]):not(:disabled, [tabindex="-1"], [aria-hidden="true"])';

/** Whether Tab would move through the page behind the dialog: the focus is on the page, on nothing, or on a focus guard at the edge of the dialog. */
function isBehind(focused: Element | null): boolean {
  if (!focused || focused === document.body) return true;
  return focused.hasAttribute('data-base-ui-focus-guard') || Boolean(focused.closest('#root'));
}

/**
 * While a dialog is open, Tab leads into it from wherever the focus is. The dialog takes the focus by itself, but a frame after it has
 * opened, or after Tab went past its last stop: a key that is pressed before that would walk the page behind.
 */
export function useTabInside(popup: RefObject<HTMLElement | null>, open: boolean): void {
  useEffect(() => {
    if (!open) return;
    const onKey = (event: KeyboardEvent) => {
      const dialog = popup.current;
      if (event.key !== 'Tab' || !dialog || !isBehind(document.activeElement)) return;
      // If one dialog is open above another, only the upper one acts.
      if (frontDialog() !== dialog) return;
      event.preventDefault();
      const stops = [...dialog.querySelectorAll<HTMLElement>(STOPS)].filter((one) => one.checkVisibility());
      const stop = event.shiftKey ? stops.at(-1) : stops[0];
      (stop ?? dialog).focus();
    };
    document.addEventListener('keydown', onKey, true);
    return () => document.removeEventListener('keydown', onKey, true);
  }, [popup, open]);
}
