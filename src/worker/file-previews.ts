import { availableParallelism } from 'node:os';
import { buffer } from 'node:stream/consumers';
import { type FileKey, type FileStore, isPicture } from '../data/contracts/index.ts';
import { type Preview, previewOf } from '../pictures/preview.ts';
import { Turns } from '../runtime/turns.ts';
import type { FileFacts } from './file-facts.ts';

/** Maximum size of a file from which a small copy is made. */
const MOST_BYTES = 32 * 1_024 * 1_024;

/** Makes the small copies of the pictures that handlers attach. */
export class FilePreviews {
  readonly #files: Pick<FileStore, 'open'>;
  readonly #turns = new Turns(availableParallelism());

  constructor(files: Pick<FileStore, 'open'>) {
    this.#files = files;
  }

  /** Of a file that is stored; its size is read from it, whatever the handler said. `content` is null if it came as a stream. Null for what needs no small copy. */
  async of(
    key: FileKey,
    { content_type, bytes }: Pick<FileFacts, 'content_type'> & { bytes: number },
    content: Uint8Array | null,
  ): Promise<Preview | null> {
    if (!isPicture(content_type) || bytes > MOST_BYTES) return null;
    return this.#turns.run(async () => previewOf(content ?? (await this.#read(key, bytes))));
  }

  async #read(key: FileKey, bytes: number): Promise<Uint8Array> {
    const stream = await this.#files.open(key, undefined, bytes);
    if (!stream) throw new Error(`the file ${key.name} is gone`);
    return buffer(stream);
  }
}
