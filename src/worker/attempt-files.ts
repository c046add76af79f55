import { createReadStream } from 'node:fs';
import { type FileEntry, type FileStore, isFileName } from '../data/contracts/index.ts';
import { atMost, type ByteStream, TooManyBytes } from '../runtime/byte-stream.ts';
import type { ClaimedItem } from '../services/engine/attempt.ts';
import type { FileContent } from '../task-types/definition/define-task-type.ts';

const MOST_FILES = 100;

/** The files that one attempt has attached. They are seen only once its item has completed. */
export class AttemptFiles {
  readonly #store: Pick<FileStore, 'put'>;
  readonly #item: ClaimedItem;
  readonly #most_bytes: number;
  /** Made for the first file: most items attach none. */
  #entries: Map<string, FileEntry> | undefined;

  constructor(store: Pick<FileStore, 'put'>, item: ClaimedItem, most_bytes: number) {
    this.#store = store;
    this.#item = item;
    this.#most_bytes = most_bytes;
  }

  entries(): FileEntry[] {
    return this.#entries ? [...this.#entries.values()] : [];
  }

  /** Keeps a file; one of the same name is replaced. Throws for what is no file, and for one too many. */
  async attach(
    name: string,
    content: FileContent,
    content_type: string,
    size?: { width: number; height: number },
  ): Promise<void> {
    this.#check(name, content_type);
    const bytes = this.#bytesOf(content);
    const { task, index, attempt } = this.#item;
    const kept = await this.#store.put({ task_id: task.id, index, attempt, name }, bytes, content_type);
    const [width, height] = [pixels(size?.width), pixels(size?.height)];
    this.#entries ??= new Map();
    this.#entries.set(name, { name, content_type, ...kept, width, height });
  }

  #bytesOf(content: FileContent): Uint8Array | ByteStream {
    const most = this.#most_bytes;
    if (content instanceof Uint8Array) {
      if (content.byteLength > most) throw new TooManyBytes(most);
      return content;
    }
    if (isStream(content)) return atMost(content, most);
    if (typeof content?.path === 'string') return atMost(partsOfFile(content.path), most);
    throw new TypeError(NO_CONTENT);
  }

  #check(name: string, content_type: string): void {
    if (!isFileName(name))
      throw new Error('a file name has 1 to 128 characters without slashes or control characters');
    if (
      typeof content_type !== 'string' ||
      !/^[\w.+-]+\/[\w.+-]+(; ?[\w.+-]+=[\w.+-]+)*$/.test(content_type)
    ) {
      throw new Error(`"${content_type}" is no content type`);
    }
    if (this.#entries && this.#entries.size >= MOST_FILES && !this.#entries.has(name))
      throw new Error(`an item has at most ${MOST_FILES} files`);
  }
}

export const NO_CONTENT = 'a file is a Uint8Array, a stream of them, or { path }; a text is encoded first';

export const isStream = (content: unknown): content is AsyncIterable<Uint8Array> =>
  typeof content === 'object' && content !== null && Symbol.asyncIterator in content;

/** Opened when it is first read: until then nobody would hear that it cannot be. */
async function* partsOfFile(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path);
}

const pixels = (value: unknown): number | null =>
  Number.isInteger(value) && Number(value) >= 0 ? Number(value) : null;
