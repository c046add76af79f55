import { focusAfter } from '../../components/reorder/focus-after.ts';

/** Where the focus goes when what held it is gone: the first row in view. */
export const focusFirstRow = (): void => focusAfter(() => document.querySelector<HTMLElement>('[data-row]'));

/** The same once rows, perhaps all, may have gone, unless the reader has moved on meanwhile. */
export const focusFirstRowIfLost = (): void =>
  focusAfter(() =>
    document.activeElement === document.body
      ? (document.querySelector<HTMLElement>('[data-row]') ?? document.getElementById('content'))
      : null,
  );
