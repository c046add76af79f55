import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { GridPainter } from '../../../pictures/grid/grid-painter.ts';
import type { Cell, GridFormat } from '../../../pictures/grid/grid-protocol.ts';
import type { Turns } from '../../../runtime/turns.ts';
import { whenDestroyed } from '../../../runtime/when-destroyed.ts';
import type { GridLayout } from './grid-layout.ts';

/** Pixels of a strip stand in memory as a whole: at most so many bytes of them. */
const STRIP_BYTES = 24_000_000;
const CHANNELS = 3;
/** Pictures on their way to the thread. */
const CELLS_AT_ONCE = 64;
const PICTURE_BYTES_AT_ONCE = 8_000_000;
const PART_BYTES = 64 * 1_024;

export type CellContent = Cell['content'];

export interface GridSource {
  layout: GridLayout;
  format: GridFormat;
  content(row: number, column: number): Promise<CellContent>;
}

/**
 * One picture of a grid, drawn by a thread into a file of its own as fast as the thread can, and read from there at the pace of
 * whoever reads: a slow reader keeps nobody from drawing.
 */
export class GridDrawing {
  readonly #source: GridSource;
  #thread: GridPainter | null = null;
  #steps = 0;
  #closed = false;
  #grown = Promise.withResolvers<void>();

  constructor(source: GridSource) {
    this.#source = source;
  }

  /** Grows as the picture is drawn and read. */
  get steps(): number {
    return this.#steps;
  }

  /** Draws when a turn is free. */
  async *parts(turns: Turns): AsyncGenerator<Uint8Array> {
    const folder = await mkdtemp(join(tmpdir(), 'backend2-grid-'));
    const file = join(folder, `picture.${this.#source.format}`);
    let handle: FileHandle | null = null;
    try {
      handle = await open(file, 'w+');
      let drawn = false;
      const drawing = turns
        .run(() => this.#draw(file, folder))
        .finally(() => {
          drawn = true;
          this.#grow();
        });
      // It is looked at below; until then nobody waits for it.
      drawing.catch(() => this.#grow());
      for (let at = 0; ; ) {
        const complete = drawn;
        const grown = this.#grown.promise;
        const buffer = Buffer.allocUnsafe(PART_BYTES);
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
        at += bytesRead;
        if (bytesRead > 0) yield buffer.subarray(0, bytesRead);
        else if (complete || this.#closed) break;
        else await grown;
      }
      if (!this.#closed) await drawing;
    } finally {
      await this.close();
      await handle?.close();
      await rm(folder, { recursive: true, force: true });
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    // Whoever waits for more looks again.
    this.#grow();
    await this.#thread?.close();
  }

  get #painter(): GridPainter {
    if (!this.#thread) throw new Error('nothing is being drawn');
    return this.#thread;
  }

  #grow(): void {
    this.#steps += 1;
    this.#grown.resolve();
    this.#grown = Promise.withResolvers<void>();
  }

  async #draw(file: string, folder: string): Promise<void> {
    if (this.#closed) return;
    this.#thread = new GridPainter();
    const { layout, format } = this.#source;
    const { width, height, head, foot, foot_y, y } = layout;
    await this.#painter.tell({ kind: 'begin', width, height, format, file, folder });
    const first = y[0] as number;
    await this.#strip(0, first, () => head);
    for (let row = 0; row < y.length; row += 1) await this.#row(row, y[row + 1] ?? foot_y);
    if (height > foot_y) await this.#strip(foot_y, height, () => foot);
    await this.#painter.tell({ kind: 'end' });
  }

  async #strip(from: number, to: number, labels: () => GridLayout['head']): Promise<void> {
    await this.#painter.tell({ kind: 'strip', y: from, height: to - from, labels: labels() });
    await this.#painter.tell({ kind: 'finish-strip' });
    this.#grow();
  }

  /** A row of cells in as many strips as its size asks for; its pictures are read anew for each. */
  async #row(row: number, to: number): Promise<void> {
    const { layout } = this.#source;
    const top = layout.y[row] as number;
    const most = Math.max(16, Math.floor(STRIP_BYTES / (layout.width * CHANNELS)));
    for (let from = top; from < to; from += most) {
      const height = Math.min(most, to - from);
      await this.#painter.tell({ kind: 'strip', y: from, height, labels: layout.rowLabels(row) });
      if (from < top + layout.cell.height) await this.#cells(row, from - top);
      await this.#painter.tell({ kind: 'finish-strip' });
      this.#grow();
    }
  }

  /** Reads the next pictures while the thread draws the ones before. */
  async #cells(row: number, skip: number): Promise<void> {
    const { layout, content } = this.#source;
    let drawing = Promise.resolve();
    let cells: Cell[] = [];
    let bytes = 0;
    for (const [column, x] of layout.x.entries()) {
      const one = await this.#alongside(drawing, content(row, column));
      cells.push({ x, content: one });
      if ('picture' in one) bytes += one.picture.length;
      if (cells.length < CELLS_AT_ONCE && bytes < PICTURE_BYTES_AT_ONCE) continue;
      await drawing;
      drawing = this.#painter.tell({ kind: 'cells', ...layout.cell, skip, cells });
      cells = [];
      bytes = 0;
    }
    await drawing;
    if (cells.length > 0) await this.#painter.tell({ kind: 'cells', ...layout.cell, skip, cells });
  }

  /** What is read, unless what is drawn meanwhile fails first. */
  async #alongside<T>(drawing: Promise<void>, reading: Promise<T>): Promise<T> {
    return Promise.race([reading, drawing.then(() => reading)]);
  }
}

/** The picture as a stream; it ends with an error when nothing is drawn or read for long. */
export function gridStream(source: GridSource, turns: Turns): { stream: Readable; steps(): number } {
  const drawing = new GridDrawing(source);
  let given = 0;
  async function* parts() {
    for await (const part of drawing.parts(turns)) {
      given += 1;
      yield part;
    }
  }
  const stream = Readable.from(parts(), { objectMode: false, highWaterMark: PART_BYTES });
  whenDestroyed(stream, () => void drawing.close());
  return { stream, steps: () => given + drawing.steps };
}
