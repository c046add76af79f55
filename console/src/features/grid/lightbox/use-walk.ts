import type { Arrangement } from '../view/arrange.ts';

/** The ways from one cell to others; each tells which item is there, unless the grid ends. */
export function useWalk(arrangement: Arrangement, index: number | null, onTurn: (index: number) => void) {
  const { rows, columns, placeOf, indexAt } = arrangement;
  const place = index === null ? null : placeOf(index);
  const go = (by_row: number, by_column: number) => {
    if (!place) return;
    const [row, column] = [place.row + by_row, place.column + by_column];
    if (row < 0 || column < 0 || row >= rows.length || column >= columns.length) return;
    onTurn(indexAt(row, column));
  };
  /** Moves in reading order, from the end of a row to the next row. */
  const turn = (step: number) => {
    if (!place) return;
    const at = place.row * columns.length + place.column + step;
    if (at < 0 || at >= rows.length * columns.length) return;
    onTurn(indexAt(Math.floor(at / columns.length), at % columns.length));
  };
  return { place, go, turn };
}
