/** The messages to the thread that draws a grid, strip by strip; pictures are read ahead. */
import type { Cell, GridFormat, ToGridThread } from '../../../pictures/grid/grid-protocol.ts';
import type { GridLayout } from './grid-layout.ts';

/** Maximum number of bytes for the pixels of one strip, which is in memory as a whole. */
const STRIP_BYTES = 24_000_000;
const CHANNELS = 3;
/** Maximum number of bytes of pictures sent to the thread together, unless a single one is larger. */
const CELLS_AT_ONCE = 64;
const PICTURE_BYTES_AT_ONCE = 6_000_000;
/** Number of files read at the same time; the same threads also scale pictures. */
const READ_AT_ONCE = 4;

/** The content of a cell: known immediately, or once it has been read. */
export type CellContent =
  | Extract<Cell['content'], { mark: unknown }>
  | { bytes: number; read(): Promise<Cell['content']> };

export interface GridSource {
  layout: GridLayout;
  format: GridFormat;
  content(row: number, column: number): CellContent;
}

type Place = { x: number; content: CellContent };
type Step = Extract<ToGridThread, { kind: 'strip' | 'finish-strip' }> | { skip: number; places: Place[] };

/** Yields the messages from the first strip to the last. While the thread draws cells, the next ones are read. */
export async function* gridMessages(source: GridSource): AsyncGenerator<ToGridThread, void> {
  const { cell } = source.layout;
  const waiting: Promise<ToGridThread>[] = [];
  let read = 0;
  for (const step of steps(source)) {
    const message = 'places' in step ? cells(step, cell) : Promise.resolve(step);
    // Awaited below; until then, a rejection must not count as unhandled.
    message.catch(() => undefined);
    waiting.push(message);
    if ('places' in step) read += 1;
    // All cells before those that are being read now.
    while (read > 1) {
      const next = await (waiting.shift() as Promise<ToGridThread>);
      if (next.kind === 'cells') read -= 1;
      yield next;
    }
  }
  for (const message of waiting) yield await message;
}

function* steps(source: GridSource): Generator<Step> {
  const { head, foot, foot_y, height, y } = source.layout;
  const first = y[0] as number;
  yield { kind: 'strip', y: 0, height: first, labels: head };
  yield { kind: 'finish-strip' };
  for (let row = 0; row < y.length; row += 1) yield* rowSteps(source, row, y[row + 1] ?? foot_y);
  if (height === foot_y) return;
  yield { kind: 'strip', y: foot_y, height: height - foot_y, labels: foot };
  yield { kind: 'finish-strip' };
}

/** A row of cells, divided into strips if it is large; its pictures are read again for each strip. */
function* rowSteps(source: GridSource, row: number, to: number): Generator<Step> {
  const { layout } = source;
  const top = layout.y[row] as number;
  const most = Math.max(16, Math.floor(STRIP_BYTES / (layout.width * CHANNELS)));
  for (let from = top; from < to; from += most) {
    const height = Math.min(most, to - from);
    yield { kind: 'strip', y: from, height, labels: layout.rowLabels(row) };
    if (from < top + layout.cell.height)
      for (const places of portions(source, row)) yield { skip: from - top, places };
    yield { kind: 'finish-strip' };
  }
}

/** The cells of a row in groups that fit into memory. */
function* portions({ layout, content }: GridSource, row: number): Generator<Place[]> {
  let places: Place[] = [];
  let bytes = 0;
  for (const [column, x] of layout.x.entries()) {
    const one = content(row, column);
    const its = 'read' in one ? one.bytes : 0;
    if (places.length === CELLS_AT_ONCE || (places.length > 0 && bytes + its > PICTURE_BYTES_AT_ONCE)) {
      yield places;
      places = [];
      bytes = 0;
    }
    places.push({ x, content: one });
    bytes += its;
  }
  yield places;
}

async function cells(
  { skip, places }: { skip: number; places: Place[] },
  cell: { width: number; height: number },
): Promise<ToGridThread> {
  const made: Cell[] = [];
  const waiting = places.entries();
  await Promise.all(
    Array.from({ length: READ_AT_ONCE }, async () => {
      for (const [at, { x, content }] of waiting)
        made[at] = { x, content: 'read' in content ? await content.read() : content };
    }),
  );
  return { kind: 'cells', ...cell, skip, cells: made };
}
