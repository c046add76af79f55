import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';

export interface Place {
  row: number;
  column: number;
}

interface Options {
  frame: RefObject<HTMLElement | null>;
  rows: number;
  columns: number;
  onOpen(place: Place): void;
  onPick(place: Place): void;
  onRetry(place: Place): void;
}

const PAGE_ROWS = 5;

/** One cell of the grid has the focus, and keys walk to others: arrows, Home and End, with Ctrl to the corners. */
export function useGridKeys({ frame, rows, columns, onOpen, onPick, onRetry }: Options) {
  const [active, setActive] = useState<Place>({ row: 0, column: 0 });
  const place = { row: Math.min(active.row, rows - 1), column: Math.min(active.column, columns - 1) };
  const walked = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once the cell that was walked to exists
  useEffect(() => {
    if (!walked.current) return;
    walked.current = false;
    const cell = frame.current?.querySelector<HTMLElement>('[role=gridcell][tabindex="0"]');
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [active, frame]);

  const go = (row: number, column: number) => {
    walked.current = true;
    setActive({
      row: Math.min(rows - 1, Math.max(0, row)),
      column: Math.min(columns - 1, Math.max(0, column)),
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.target as Element).getAttribute('role') !== 'gridcell' || event.altKey) return;
    const { row, column } = place;
    const all = event.ctrlKey || event.metaKey;
    const moves: Record<string, () => void> = {
      ArrowUp: () => go(all ? 0 : row - 1, column),
      ArrowDown: () => go(all ? rows - 1 : row + 1, column),
      ArrowLeft: () => go(row, all ? 0 : column - 1),
      ArrowRight: () => go(row, all ? columns - 1 : column + 1),
      Home: () => go(all ? 0 : row, 0),
      End: () => go(all ? rows - 1 : row, columns - 1),
      PageUp: () => go(row - PAGE_ROWS, column),
      PageDown: () => go(row + PAGE_ROWS, column),
      Enter: () => onOpen(place),
      ' ': () => onPick(place),
      ...(!all && { r: () => onRetry(place) }),
    };
    const act = moves[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return { active: place, setActive, onKeyDown };
}
