import { focusAfter } from '../../components/reorder/focus-after.ts';
import { nextFocus } from '../../components/reorder/next-focus.ts';

const rowOf = (id: string | null): HTMLElement | null =>
  (id === null ? null : document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)) ??
  document.querySelector<HTMLElement>('[data-row]');

/** Focuses the row of this task, after the focused element has disappeared; the first visible one if that row is not shown. */
export const focusRow = (id: string | null = null): void => focusAfter(() => rowOf(id));

/** Does the same after rows were deleted, unless the focus has moved on meanwhile. */
export const focusRowIfLost = (id: string | null = null): void => nextFocus.ifLost(() => rowOf(id));
