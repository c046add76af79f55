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

  constructor(rows: number, all: number, columns: number) {
    this.rows = rows;
    this.all = all;
    this.columns = columns;
    this.count = Math.max(1, Math.ceil(all / Math.max(1, columns)));
  }

  get length(): number {
    return this.rows * this.count;
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
