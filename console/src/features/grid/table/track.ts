/** Between two cells, in pixels, */
export const GAP = 6;
/** and between two groups of cells in addition, once for each variable that changes there. */
export const GROUP_GAP = 14;
/** Between a band and the labels of the next one, in addition. */
export const BAND_GAP = 10;

/** Where the rows or the columns of a grid lie along their direction, in pixels from the first: cells of one size, and wider gaps where an outer variable changes and where a band ends. */
export class Track {
  readonly length: number;
  readonly size: number;
  /** Cells from one change of an outer variable to its next, of each variable but the innermost. */
  readonly #groups: readonly number[];
  /** Rows of a band, and what lies between two. */
  readonly #bands: { span: number; gap: number };

  constructor(length: number, size: number, groups: readonly number[], bands = { span: length, gap: 0 }) {
    this.length = length;
    this.size = size;
    this.#groups = groups;
    this.#bands = bands;
  }

  /** Where a cell begins. */
  start(position: number): number {
    const changes = this.#groups.reduce((sum, span) => sum + Math.floor(position / span), 0);
    const before = Math.floor(position / Math.max(1, this.#bands.span)) * this.#bands.gap;
    return position * (this.size + GAP) + changes * GROUP_GAP + before;
  }

  /** From the beginning of a cell to the end of the last of so many. */
  reach(position: number, count: number): number {
    return count < 1 ? 0 : this.start(position + count - 1) + this.size - this.start(position);
  }

  /** Of all cells. */
  get extent(): number {
    return this.reach(0, this.length);
  }

  /** The last cell that begins at this pixel or before it. */
  at(pixel: number): number {
    let [from, to] = [0, Math.max(0, this.length - 1)];
    while (from < to) {
      const middle = Math.ceil((from + to) / 2);
      if (this.start(middle) <= pixel) from = middle;
      else to = middle - 1;
    }
    return from;
  }
}

/** What the gaps of so many cells in such groups take. */
export const gapsOf = (length: number, groups: readonly number[]): number =>
  new Track(length, 0, groups).extent;
