import { useLayoutEffect, useRef } from 'react';
import { frontDialog } from './front-dialog.ts';

const STOP = ':is(a[href], button, input, textarea, select, [tabindex])';

/** Where the focus was last on the page, behind all that stands open. Menus are gone before the dialog that they open, their buttons are not. */
class PageFocus {
  #last: HTMLElement | null = null;

  constructor() {
    document.addEventListener('focusin', ({ target }) => this.#note(target), true);
    // Some browsers do not focus a button that is clicked; a click beside everything takes the focus from all.
    document.addEventListener('pointerdown', ({ target }) => this.#note(target), true);
  }

  get last(): HTMLElement | null {
    return this.#last;
  }

  #note(target: EventTarget | null): void {
    if (target instanceof Element && target.closest('#root')) this.#last = target.closest<HTMLElement>(STOP);
  }
}

const pageFocus = new PageFocus();

interface Before {
  /** What had the focus in the dialog from which this one was opened, */
  inside: Element | null;
  /** that dialog, */
  outer: Element | null;
  /** and what had it last on the page. */
  onPage: HTMLElement | null;
}

/**
 * For the `finalFocus` of a dialog: gives the focus back to what opened the dialog. Where that is gone, the dialog gives it to nothing:
 * Base UI would choose what opened any earlier dialog, and `usePlaceKept` knows better.
 */
export function useFocusBack(open: boolean): () => boolean {
  const before = useRef<Before>({ inside: null, outer: null, onPage: null });
  const isOpen = useRef(open);
  isOpen.current = open;
  useLayoutEffect(() => {
    if (!open) return;
    const outer = frontDialog() ?? null;
    const focused = document.activeElement;
    before.current = { inside: outer?.contains(focused) ? focused : null, outer, onPage: pageFocus.last };
    return () => {
      isOpen.current = false;
    };
  }, [open]);
  return () => {
    if (isOpen.current) return false;
    const { inside, outer, onPage } = before.current;
    const back = inside?.isConnected ? inside : onPage;
    // What opened it in a dialog is gone, and that dialog is still open.
    if (back === onPage && outer?.isConnected) return true;
    // At once, so that a dialog that opens in place of this one still takes the focus.
    if (back instanceof HTMLElement && back.isConnected) back.focus({ preventScroll: true });
    return false;
  };
}
