import type { Task } from '@client';
import { useMemo, useState } from 'react';

interface Top {
  /** The key of the list. */
  list: string;
  id: string | undefined;
}

/**
 * Keeps back the rows above the one that was first when the list was opened or last asked for: a reload that nobody asked for, for example
 * after the connection was lost, must not move what is being read. `settled` is true once the list itself is loaded, and
 * nothing is being loaded.
 */
export function useTop(list: string, rows: readonly Task[], settled: boolean, newest_first: boolean) {
  const [top, setTop] = useState<Top | null>(null);
  if (settled && top?.list !== list) setTop({ list, id: rows[0]?.id });
  const id = newest_first && top?.list === list ? top.id : undefined;
  const shown = useMemo(() => (id === undefined ? rows : rows.filter((row) => row.id <= id)), [rows, id]);
  return { shown, raiseTo: (first: Task | undefined) => setTop({ list, id: first?.id }) };
}
