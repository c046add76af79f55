import { announce, announcements } from '../announce/announcements.ts';
import { focusAfter } from '../reorder/focus-after.ts';

const FAULT = 'fault';

/** What describes a field: its hint and its error. */
const descriptionOf = (field: HTMLElement): string =>
  (field.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent ?? '')
    .join(' ')
    .trim();

/** Focuses the first invalid field of the form as soon as the errors are drawn. */
export const focusFirstFault = (form: () => HTMLElement | null): void =>
  focusAfter(() => {
    const field = form()?.querySelector<HTMLElement>('[aria-invalid=true]');
    // Screen readers read a field with its error when the focus comes to it, and nothing if it is there already.
    if (field && field === document.activeElement) {
      announce(descriptionOf(field), FAULT);
      // Those who read the page line by line must not find what has been corrected.
      field.addEventListener('input', () => announcements.withdraw(FAULT), { once: true });
    }
    return field;
  });
