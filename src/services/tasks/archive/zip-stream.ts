import { PassThrough, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { endWhenStalled } from '../../../runtime/stalled-stream.ts';
import { whenDestroyed } from '../../../runtime/when-destroyed.ts';

export interface ZipEntry {
  name: string;
  modified: Date;
  /** Texts; pictures are compressed already. */
  compress?: boolean;
  open(): Promise<Readable> | Readable;
  /** Is given the error with which the entry cannot be opened or breaks off. True: the zip goes on without the entry. */
  leaveOut?: (error: unknown) => boolean;
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
  /** Names of entries that broke off. */
  readonly #left_out = new Set<string>();
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

  /** Opens the next entry when the previous one has been read, so that the list is never longer than what is written. */
  async #write(): Promise<void> {
    for await (const entry of this.#entries) {
      await Promise.race([this.#add(entry), this.#closed.promise]);
      if (this.#output.destroyed) return;
    }
    withoutListing(this.#zip, this.#left_out);
    this.#zip.end();
  }

  async #add(entry: ZipEntry): Promise<void> {
    const input = await this.#opened(entry);
    if (!input) return;
    this.#open = input;
    if (this.#output.destroyed) return void input.destroy();
    const { name, modified, compress = false } = entry;
    const passed = new PassThrough();
    input.pipe(passed);
    this.#zip.addReadStream(passed, name, { mtime: modified, compress });
    try {
      await finished(input, { writable: false });
    } catch (error) {
      if (!entry.leaveOut?.(error)) throw error;
      this.#left_out.add(name);
      passed.end();
    }
  }

  async #opened({ open, leaveOut }: ZipEntry): Promise<Readable | null> {
    try {
      return await open();
    } catch (error) {
      if (leaveOut?.(error)) return null;
      throw error;
    }
  }
}

/**
 * Part of an entry that broke off has been sent. Readers find the entries by the list at the end of the zip, and pass over what is not
 * in it.
 */
function withoutListing(zip: ZipFile, names: ReadonlySet<string>): void {
  if (names.size === 0) return;
  // Not among the types of yazl.
  const listed = zip as ZipFile & { entries: { utf8FileName: Buffer }[] };
  listed.entries = listed.entries.filter(({ utf8FileName }) => !names.has(utf8FileName.toString()));
}
