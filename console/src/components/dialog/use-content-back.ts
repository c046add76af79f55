import { useLayoutEffect, useRef } from 'react';

/** For the `finalFocus` of a dialog: gives the focus back to the element that had it before, if that fits. What does not is left to the dialog. */
function useBack(open: boolean, fits: (from: HTMLElement) => boolean): () => boolean {
  const before = useRef<HTMLElement | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what had the focus is looked at once, when the dialog opens
  useLayoutEffect(() => {
    if (!open) return;
    const from = document.activeElement;
    before.current = from instanceof HTMLElement && fits(from) ? from : null;
  }, [open]);
  return () => {
    if (!before.current?.isConnected) return true;
    // At once, so that a dialog that opens in place of this one still takes the focus.
    before.current.focus({ preventScroll: true });
    return false;
  };
}

const isContent = ({ id }: HTMLElement) => id === 'content';
const isElement = (from: HTMLElement) => from !== document.body;

/** Gives the focus back to the content of the page. Tab does not reach the content itself, so the dialog would focus the first link in it instead. */
export const useContentBack = (open: boolean) => useBack(open, isContent);

/** Gives the focus back to whatever had it. For a dialog whose content takes the focus before the dialog has noted where it was. */
export const useFocusBack = (open: boolean) => useBack(open, isElement);
