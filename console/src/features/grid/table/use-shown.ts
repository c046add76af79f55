import { useEffect, useMemo } from 'react';
import { pageOf } from '../data/use-cells.ts';
import type { Place } from './bands.ts';
import type { Visible } from './use-visible.ts';

/** Which rows and columns are shown: those in view, and those of the active cell. Tells which pages of items they need. */
export function useShown(
  visible: Visible,
  active: Place,
  indexOf: (place: Place) => number,
  onPages: (pages: readonly number[]) => void,
) {
  const { row_from, row_to, column_from, column_to } = visible;
  const rows = range(row_from, row_to, active.row);
  const columns = useMemo(
    () => range(column_from, column_to, active.column),
    [column_from, column_to, active.column],
  );
  const pages = new Set(rows.flatMap((row) => columns.map((column) => pageOf(indexOf({ row, column })))));
  const pageList = [...pages].sort((one, other) => one - other).join();
  useEffect(() => onPages(pageList.split(',').filter(Boolean).map(Number)), [pageList, onPages]);
  return { rows, columns };
}

/** From one to another, and the active one wherever it is: the focus must not vanish when it is scrolled away. */
function range(from: number, to: number, active: number): number[] {
  const list = Array.from({ length: Math.max(0, to - from) }, (_, step) => from + step);
  if (active >= 0 && active < from) list.unshift(active);
  else if (active >= to) list.push(active);
  return list;
}
