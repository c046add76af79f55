import { focusAfter } from '../../components/reorder/focus-after.ts';
import { nextFocus } from '../../components/reorder/next-focus.ts';

function rowOf(ids: readonly (string | null)[]): HTMLElement | null {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
  for (const id of ids) {
    const row = rows.find(({ dataset }) => dataset.row === id);
    if (row) return row;
  }
  return rows[0] ?? null;
}

/** Focuses the row of this task, after the focused element has disappeared; the first visible one if that row is not shown. */
export const focusRow = (id: string | null = null): void => focusAfter(() => rowOf([id]));

/** Does the same after rows were deleted, unless the focus has moved on meanwhile: the first of these rows that is left. */
export const focusRowIfLost = (ids: readonly string[]): void => nextFocus.ifLost(() => rowOf(ids));
