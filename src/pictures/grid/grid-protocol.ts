/** What is said between whoever wants a grid of pictures drawn and the thread that draws it. */

/** A text in a box of the picture; what does not fit is shortened. */
export interface Label {
  x: number;
  y: number;
  width: number;
  height: number;
  text: string;
  /** Of the letters, in pixels. */
  size: number;
  align: 'start' | 'middle' | 'end';
  tone: 'strong' | 'quiet';
  lines: number;
  /** Reads from the bottom up. */
  upright?: boolean;
}

export type GridFormat = 'png' | 'webp' | 'jpeg';

/** What stands in the place of a picture. `none`: the item ended well and made no picture. */
export type CellMark = 'failed' | 'cancelled' | 'waiting' | 'missing' | 'none' | 'unreadable';

export interface Cell {
  x: number;
  content: { picture: Uint8Array } | { mark: CellMark; text: string | null };
}

export type ToGridThread =
  /** The finished picture stands in `file`; `folder` may be used on the way. */
  | { kind: 'begin'; width: number; height: number; format: GridFormat; file: string; folder: string }
  /** The next rows of the picture, over its whole width; `y` is where they begin. */
  | { kind: 'strip'; y: number; height: number; labels: Label[] }
  /** Pictures in the strip; of each, what lies `skip` rows below its top and further. */
  | { kind: 'cells'; width: number; height: number; skip: number; cells: Cell[] }
  /** The strip is complete. */
  | { kind: 'finish-strip' }
  | { kind: 'end' };

/** Each message is answered once, in order. */
export type FromGridThread = { kind: 'done' } | { kind: 'failed'; message: string };
