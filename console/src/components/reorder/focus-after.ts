import { nextFocus } from './next-focus.ts';

/** Focuses the element that `find` returns once it has been drawn. For buttons that disappear or move and would lose the focus. */
export const focusAfter = (find: () => HTMLElement | null | undefined): void => nextFocus.want(find);

/** Moves a lost focus to the content of the page, so that keys keep working. */
export const focusPageIfLost = (): void => nextFocus.ifLost(() => null);
