export interface Place {
  row: number;
  column: number;
}

/**
 * Columns that are too many for the width go on below the first ones, as words do on the next line: a band is all rows with some of the columns.
 * A place is where a cell lies: its row among those of all bands, and its column in its band.
 */
export class Bands {
  /** Rows of one band, and all columns. */
  readonly rows: number;
  readonly all: number;
  /** Columns of one band; the last one may have fewer. */
  readonly columns: number;
  readonly count: number;
  /** Rows with the names of columns above those of each band, and columns with the names of rows before the others: each one or none. */
  readonly headed: 0 | 1;
  readonly sided: 0 | 1;

  constructor(rows: number, all: number, columns: number, { headed = true, sided = true } = {}) {
    this.rows = rows;
    this.all = all;
    this.columns = columns;
    this.headed = headed ? 1 : 0;
    this.sided = sided ? 1 : 0;
    this.count = Math.max(1, Math.ceil(all / Math.max(1, columns)));
  }

  get length(): number {
    return this.rows * this.count;
  }

  /** What a screen reader counts, with the names. */
  get rowCount(): number {
    return (this.rows + this.headed) * this.count;
  }

  get columnCount(): number {
    return this.columns + this.sided;
  }

  /** From 1. */
  rowIndex(row: number): number {
    return row + 1 + this.headed * (Math.floor(row / this.rows) + 1);
  }

  columnIndex(column: number): number {
    return column + 1 + this.sided;
  }

  /** Number of cells that lie in a row. */
  cellsIn(row: number): number {
    return Math.min(this.columns, this.all - this.#before(row));
  }

  /** Row and column of the arrangement at a place. */
  at({ row, column }: Place): Place {
    return { row: row % this.rows, column: this.#before(row) + column };
  }

  placeOf({ row, column }: Place): Place {
    const band = Math.floor(column / this.columns);
    return { row: band * this.rows + row, column: column % this.columns };
  }

  /** Those between two rows, each with its first row and its first column. */
  *between(from: number, to: number): Generator<{ band: number; row: number; column: number }> {
    const last = Math.min(this.count, Math.ceil(to / Math.max(1, this.rows)));
    for (let band = Math.floor(from / Math.max(1, this.rows)); band < last; band += 1)
      yield { band, row: band * this.rows, column: band * this.columns };
  }

  #before(row: number): number {
    return Math.floor(row / this.rows) * this.columns;
  }
}
