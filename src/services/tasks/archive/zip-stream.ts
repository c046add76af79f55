import { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { endWhenStalled } from '../../../runtime/stalled-stream.ts';
import { whenDestroyed } from '../../../runtime/when-destroyed.ts';

export interface ZipEntry {
  name: string;
  modified: Date;
  /** Texts; pictures are compressed already. */
  compress?: boolean;
  open(): Promise<Readable> | Readable;
}

/** How many bytes are passed on at a time, because a zip consists of many small parts. */
const PART_BYTES = 64 * 1_024;

/**
 * The entries as a zip, in the given order. Each entry is opened when its turn comes, only one is open at a time, and nothing is read
 * ahead of the reader. A stream that nobody reads for `stalled_ms` ends with an error, unless `steps()` grows: an entry is being
 * prepared.
 */
export function zipStream(
  entries: AsyncIterable<ZipEntry>,
  stalled_ms: number,
  steps = (): number => 0,
): Readable {
  const writer = new ZipWriter(entries);
  const stream = Readable.from(writer.parts(), { objectMode: false, highWaterMark: PART_BYTES });
  whenDestroyed(stream, () => writer.close());
  return endWhenStalled(stream, () => writer.given + steps(), stalled_ms);
}

class ZipWriter {
  readonly #entries: AsyncIterable<ZipEntry>;
  readonly #zip = new ZipFile();
  readonly #closed = Promise.withResolvers<void>();
  #open: Readable | null = null;
  #given = 0;

  constructor(entries: AsyncIterable<ZipEntry>) {
    this.#entries = entries;
  }

  /** Parts that were passed on. */
  get given(): number {
    return this.#given;
  }

  close(): void {
    this.#closed.resolve();
    this.#open?.destroy();
    this.#output.destroy();
  }

  async *parts(): AsyncGenerator<Uint8Array> {
    this.#zip.on('error', (error) => this.#fail(error));
    this.#write().catch((error) => this.#fail(error));
    let waiting: Uint8Array[] = [];
    let bytes = 0;
    // The first part is sent at once, so that the caller sees that the download has begun.
    let enough = 1;
    for await (const part of this.#output as AsyncIterable<Uint8Array>) {
      waiting.push(part);
      bytes += part.byteLength;
      if (bytes < enough) continue;
      this.#given += 1;
      yield Buffer.concat(waiting);
      waiting = [];
      bytes = 0;
      enough = PART_BYTES;
    }
    if (bytes > 0) yield Buffer.concat(waiting);
  }

  get #output(): PassThrough {
    if (!(this.#zip.outputStream instanceof PassThrough)) throw new TypeError('not the stream it was');
    return this.#zip.outputStream;
  }

  #fail(error: unknown): void {
    this.#output.destroy(error instanceof Error ? error : new Error(String(error)));
  }

  /** Announces the next entry when the previous one has been opened, so that the list is never longer than what is written. */
  async #write(): Promise<void> {
    for await (const entry of this.#entries) {
      await Promise.race([this.#opened(entry), this.#closed.promise]);
      if (this.#output.destroyed) return;
    }
    this.#zip.end();
  }

  #opened({ name, modified, compress = false, open }: ZipEntry): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#zip.addReadStreamLazy(name, { mtime: modified, compress }, async (pass) => {
        try {
          const input = await open();
          this.#open = input;
          input.on('error', (error) => this.#fail(error));
          if (this.#output.destroyed) input.destroy();
          else pass(null, input);
          resolve();
        } catch (error) {
          reject(error);
        }
      });
    });
  }
}
