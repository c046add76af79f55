import { focusAfter } from '../../components/reorder/focus-after.ts';

/** Focuses the first visible row, after the focused element has disappeared. */
export const focusFirstRow = (): void => focusAfter(() => document.querySelector<HTMLElement>('[data-row]'));

/** Does the same after rows were deleted, unless the focus has moved on meanwhile. */
export const focusFirstRowIfLost = (): void =>
  focusAfter(() =>
    document.activeElement === document.body
      ? (document.querySelector<HTMLElement>('[data-row]') ?? document.getElementById('content'))
      : null,
  );
