import type { KeyboardEvent } from 'react';

/**
 * Sends the form with Ctrl or Command and Enter, wherever in it the focus is. For `onKeyDownCapture`: some fields keep Enter to
 * themselves.
 */
export function submitByKey(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.currentTarget.requestSubmit();
}
