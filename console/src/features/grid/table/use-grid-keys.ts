import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { firstUsable } from '../../../components/button/first-usable.ts';
import type { Bands, Place } from './bands.ts';

interface Options {
  frame: RefObject<HTMLElement | null>;
  bands: Bands;
  onOpen(place: Place): void;
  onPick(place: Place): void;
  onRetry(place: Place): void;
  /** Selects these as well. */
  onPickMore(places: Iterable<Place>): void;
  /** Gives up the selection; null without one. */
  onClear: (() => void) | null;
}

const PAGE_ROWS = 5;

/** All places of the rectangle that has these two at its corners. */
function* between(one: Place, other: Place): Generator<Place> {
  const [top, bottom] = [Math.min(one.row, other.row), Math.max(one.row, other.row)];
  const [left, right] = [Math.min(one.column, other.column), Math.max(one.column, other.column)];
  for (let row = top; row <= bottom; row += 1)
    for (let column = left; column <= right; column += 1) yield { row, column };
}

const toBar = (): void => firstUsable(document.querySelector('[data-pick-bar]'))?.focus();

/** One cell of the grid has the focus, and keys walk to others: arrows, Home and End, with Ctrl to the corners. From the end of a band they go on in the next. With Shift they select what they walk over. */
export function useGridKeys({ frame, bands, onOpen, onPick, onRetry, onPickMore, onClear }: Options) {
  // Row and column of the arrangement: the place changes with the width of the window.
  const [active, setActive] = useState<Place>({ row: 0, column: 0 });
  const { rows, all } = bands;
  const cell = { row: Math.min(active.row, rows - 1), column: Math.min(active.column, all - 1) };
  const place = bands.placeOf(cell);
  const walked = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once the cell that was walked to exists
  useEffect(() => {
    if (!walked.current) return;
    walked.current = false;
    const cell = frame.current?.querySelector<HTMLElement>('[role=gridcell][tabindex="0"]');
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [active, frame]);

  const go = (to: number, column: number) => {
    walked.current = true;
    const row = Math.min(bands.length - 1, Math.max(0, to));
    const next = bands.at({ row, column: Math.min(bands.cellsIn(row) - 1, Math.max(0, column)) });
    setActive(next);
    return next;
  };
  const step = (by: number) => {
    const next = bands.placeOf({ ...cell, column: Math.min(all - 1, Math.max(0, cell.column + by)) });
    return go(next.row, next.column);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.target as Element).getAttribute('role') !== 'gridcell' || event.altKey) return;
    const { row, column } = place;
    const far = event.ctrlKey || event.metaKey;
    const walks: Record<string, () => Place> = {
      ArrowUp: () => go(far ? 0 : row - 1, column),
      ArrowDown: () => go(far ? bands.length - 1 : row + 1, column),
      ArrowLeft: () => (far ? go(row, 0) : step(-1)),
      ArrowRight: () => (far ? go(row, bands.columns - 1) : step(1)),
      Home: () => go(far ? 0 : row, 0),
      End: () => go(far ? bands.length - 1 : row, bands.columns - 1),
      PageUp: () => go(row - PAGE_ROWS, column),
      PageDown: () => go(row + PAGE_ROWS, column),
    };
    const acts: Record<string, () => void> = {
      Enter: () => onOpen(cell),
      ' ': () => onPick(cell),
      ...(far
        ? { a: () => onPickMore(between({ row: 0, column: 0 }, { row: rows - 1, column: all - 1 })) }
        : { r: () => onRetry(cell), b: toBar }),
      ...(onClear && { Escape: onClear }),
    };
    const walk = walks[event.key];
    const act = acts[event.key];
    if (!walk && !act) return;
    event.preventDefault();
    event.stopPropagation();
    act?.();
    const next = walk?.();
    if (next && event.shiftKey) onPickMore(between(cell, next));
  };
  return { active: place, setActive, onKeyDown };
}
