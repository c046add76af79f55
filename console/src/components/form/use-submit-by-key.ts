import { type RefObject, useEffect } from 'react';
import { isComposing } from '../keys/is-composing.ts';

/** What the keys belong to instead of the form: what lies above the page, and links, which the browser then opens in a new tab. */
const ELSEWHERE = '[role=dialog], [role=alertdialog], [role=menu], [role=listbox], a[href]';

const isOnPage = (target: EventTarget | null): boolean =>
  target === document.body ||
  (target instanceof Element && target.closest('#content') !== null && target.closest(ELSEWHERE) === null);

/** Whether this is Ctrl or Command and Enter. */
export const isSubmitKey = (event: KeyboardEvent): boolean =>
  event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !isComposing(event);

/**
 * Sends the form of the page with Ctrl or Command and Enter, wherever on the page the focus is: in one of the fields, on a choice
 * beside the form, or, right after the page has opened, on none of them.
 */
export function useSubmitByKey(form: RefObject<HTMLFormElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isSubmitKey(event) || !isOnPage(event.target)) return;
      event.preventDefault();
      // After the field has had the key: a list takes what is typed in it.
      setTimeout(() => form.current?.requestSubmit());
    };
    // Before the fields, of which some keep Enter to themselves.
    addEventListener('keydown', onKey, true);
    return () => removeEventListener('keydown', onKey, true);
  }, [form]);
}
