/** The messages to and from the thread that draws a grid of pictures. */

/** A text in a box of the picture; what does not fit is shortened. */
export interface Label {
  x: number;
  y: number;
  width: number;
  height: number;
  text: string;
  /** Font size in pixels. */
  size: number;
  align: 'start' | 'middle' | 'end';
  tone: 'strong' | 'quiet';
  lines: number;
  /** True for text that reads from bottom to top. */
  upright?: boolean;
}

export type GridFormat = 'png' | 'webp' | 'jpeg';

/** The mark in place of a picture. `none`: the item completed without a picture. */
export type CellMark = 'failed' | 'cancelled' | 'waiting' | 'missing' | 'none' | 'unreadable';

export interface Cell {
  x: number;
  content: { picture: Uint8Array } | { mark: CellMark; text: string | null };
}

export type ToGridThread =
  /** The finished picture is written to `file`; `folder` is for temporary files. */
  | { kind: 'begin'; width: number; height: number; format: GridFormat; file: string; folder: string }
  /** The next rows of the picture over its whole width, beginning at `y`. */
  | { kind: 'strip'; y: number; height: number; labels: Label[] }
  /** Pictures in the strip; the first `skip` rows of each are left out. */
  | { kind: 'cells'; width: number; height: number; skip: number; cells: Cell[] }
  /** The strip is complete. */
  | { kind: 'finish-strip' }
  | { kind: 'end' };

/** The answers: one for each message, in order. */
export type FromGridThread = { kind: 'done' } | { kind: 'failed'; message: string };
