import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { GridPainter } from '../../../pictures/grid/grid-painter.ts';
import type { Turns } from '../../../runtime/turns.ts';
import { whenDestroyed } from '../../../runtime/when-destroyed.ts';
import { type GridSource, gridMessages } from './grid-messages.ts';

const PART_BYTES = 64 * 1_024;
/** Number of checks without progress before a drawing counts as stuck; the last step compresses the whole picture. */
const PATIENCE = 10;

/**
 * The picture of one grid. A thread draws it into a separate file as fast as it can, and the caller reads it from there at its own
 * pace, so that a slow reader does not block others from drawing.
 */
export class GridDrawing {
  readonly #source: GridSource;
  #thread: GridPainter | null = null;
  #steps = 0;
  /** Remaining checks while the thread compresses. */
  #packing = 0;
  #closed = false;
  #grown = Promise.withResolvers<void>();

  constructor(source: GridSource) {
    this.#source = source;
  }

  /** Grows as the picture is drawn. */
  progress(): number {
    if (this.#packing > 0) {
      this.#packing -= 1;
      this.#steps += 1;
    }
    return this.#steps;
  }

  /** Draws as soon as a turn is free. */
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
      // It is awaited below; until then, a rejection must not count as unhandled.
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
    // Wakes readers that wait for more data.
    this.#grow();
    await this.#thread?.close();
  }

  #grow(): void {
    this.#steps += 1;
    this.#grown.resolve();
    this.#grown = Promise.withResolvers<void>();
  }

  async #draw(file: string, folder: string): Promise<void> {
    if (this.#closed) return;
    const thread = new GridPainter(() => this.#grow());
    this.#thread = thread;
    const { width, height } = this.#source.layout;
    await thread.tell({ kind: 'begin', width, height, format: this.#source.format, file, folder });
    const messages = gridMessages(this.#source);
    for (;;) {
      // A store that does not answer must not delay the end for a caller that has disconnected.
      const { value, done } = await thread.orEnded(messages.next());
      if (done) break;
      await thread.tell(value);
    }
    await thread.done();
    await thread.tell({ kind: 'end' });
    this.#packing = PATIENCE;
    await thread.done();
    this.#packing = 0;
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
  return { stream, steps: () => given + drawing.progress() };
}
