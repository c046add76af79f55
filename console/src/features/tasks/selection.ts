import { useCallback, useMemo, useState } from 'react';

export interface Selection {
  ids: ReadonlySet<string>;
  /** The row at which a range begins. */
  anchor: string | null;
}

const NOTHING: Selection = { ids: new Set(), anchor: null };

/** The selection after a click on a row. With Shift, all rows from the last clicked one to this one take its new state. */
export function toggled(
  selection: Selection,
  order: readonly string[],
  id: string,
  shift: boolean,
): Selection {
  const on = !selection.ids.has(id);
  const from = selection.anchor === null ? -1 : order.indexOf(selection.anchor);
  const to = order.indexOf(id);
  const range =
    shift && from !== -1 && to !== -1 ? order.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
  const ids = new Set(selection.ids);
  for (const one of range) {
    if (on) ids.add(one);
    else ids.delete(one);
  }
  return { ids, anchor: id };
}

/** The row that was clicked last, then those that follow it, then those before it: where somebody goes on once some of them are deleted. */
export function nearest(order: readonly string[], { ids, anchor }: Selection): string[] {
  const at = order.findIndex((id) => (anchor === null ? ids.has(id) : id === anchor));
  return at === -1 ? [] : [...order.slice(at), ...order.slice(0, at).reverse()];
}

/** The ids of the selected tasks. They survive further pages, other filters and moving rows. */
export function useSelection(order: readonly string[]) {
  const [selection, setSelection] = useState(NOTHING);
  const [asked, setAsked] = useState(false);
  const change = useCallback((next: Selection | ((now: Selection) => Selection)) => {
    setAsked(false);
    setSelection(next);
  }, []);
  const toggle = useCallback(
    (id: string, shift: boolean) => change((now) => toggled(now, order, id, shift)),
    [change, order],
  );
  const clear = useCallback(() => change(NOTHING), [change]);
  const select = useCallback(
    (ids: readonly string[]) => change({ ids: new Set(ids), anchor: null }),
    [change],
  );
  const selectMatching = useCallback(() => setAsked(true), []);
  const { ids, anchor } = selection;
  const loaded = order.length > 0 && order.every((id) => ids.has(id));
  /** All matching tasks are selected, including those that are not loaded. */
  const matching = asked && loaded;
  return useMemo(
    () => ({ ids, anchor, loaded, matching, toggle, clear, select, selectMatching }),
    [ids, anchor, loaded, matching, toggle, clear, select, selectMatching],
  );
}
