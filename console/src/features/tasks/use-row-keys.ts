import type { Task } from '@client';
import { type RefObject, useEffect } from 'react';
import { announce } from '../../components/announce/announcements.ts';
import { firstUsable } from '../../components/button/first-usable.ts';
import { isLetterOff } from '../../components/search-box/is-letter-off.ts';
import { isTyping } from '../../components/search-box/is-typing.ts';
import { useWords } from '../../words/words-context.tsx';
import { focusRow } from './focus-row.ts';
import type { useSelection } from './selection.ts';

/** `j` and `k` walk the rows, `x` selects, `*` selects all, `b` leads to what can be done
 * with the selection, Escape clears it. The links of the rows carry the focus. */
export function useRowKeys(
  table: RefObject<HTMLTableElement | null>,
  rows: readonly Task[],
  selection: ReturnType<typeof useSelection>,
  selectable: boolean,
): void {
  const { tasks: w } = useWords();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || isLetterOff(event)) return;
      const links = [...(table.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
      const at = links.indexOf(document.activeElement as HTMLElement);
      const id = links[at]?.dataset.row;
      const key = event.key.toLowerCase();
      if (key === 'j' || key === 'k') {
        const next = links[at === -1 ? 0 : at + (key === 'j' ? 1 : -1)];
        next?.focus();
        next?.scrollIntoView({ block: 'nearest' });
      } else if (key === 'x' && id && selectable) selection.toggle(id, event.shiftKey);
      else if (key === '*' && selectable) selection.select(rows.map((row) => row.id));
      else if (key === 'b' && selection.ids.size > 0)
        firstUsable(document.querySelector('[data-bulk-bar]'))?.focus();
      else if (key === 'escape' && selection.ids.size > 0) {
        // The bar goes away with the selection, so the focus moves back to the row it came from.
        if (document.activeElement?.closest('[data-bulk-bar]')) focusRow(selection.anchor);
        selection.clear();
        announce(w.selection_cleared);
      } else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [table, rows, selection, selectable, w]);
}
