import { type FileEntry, type FileStore, isFileName } from '../data/contracts/index.ts';
import type { ClaimedItem } from '../services/engine/attempt.ts';

const MOST_FILES = 100;
const MOST_FILE_BYTES = 100 * 1024 * 1024;

/** The files that one attempt has attached. They are seen only once its item has completed. */
export class AttemptFiles {
  readonly #store: Pick<FileStore, 'put'>;
  readonly #item: ClaimedItem;
  /** Made for the first file: most items attach none. */
  #entries: Map<string, FileEntry> | undefined;

  constructor(store: Pick<FileStore, 'put'>, item: ClaimedItem) {
    this.#store = store;
    this.#item = item;
  }

  entries(): FileEntry[] {
    return this.#entries ? [...this.#entries.values()] : [];
  }

  /** Keeps a file; one of the same name is replaced. Throws for what is no file, and for one too many. */
  async attach(
    name: string,
    bytes: Uint8Array,
    content_type: string,
    size?: { width: number; height: number },
  ): Promise<void> {
    this.#check(name, bytes, content_type);
    const { task, index, attempt } = this.#item;
    const kept = await this.#store.put({ task_id: task.id, index, attempt, name }, bytes, content_type);
    const [width, height] = [pixels(size?.width), pixels(size?.height)];
    this.#entries ??= new Map();
    this.#entries.set(name, { name, content_type, ...kept, width, height });
  }

  #check(name: string, bytes: Uint8Array, content_type: string): void {
    if (!isFileName(name))
      throw new Error('a file name has 1 to 128 characters without slashes or control characters');
    if (
      typeof content_type !== 'string' ||
      !/^[\w.+-]+\/[\w.+-]+(; ?[\w.+-]+=[\w.+-]+)*$/.test(content_type)
    ) {
      throw new Error(`"${content_type}" is no content type`);
    }
    if (!(bytes instanceof Uint8Array))
      throw new TypeError('the bytes of a file are a Uint8Array; a text is encoded first');
    if (bytes.byteLength > MOST_FILE_BYTES) throw new Error(`a file has at most ${MOST_FILE_BYTES} bytes`);
    if (this.#entries && this.#entries.size >= MOST_FILES && !this.#entries.has(name))
      throw new Error(`an item has at most ${MOST_FILES} files`);
  }
}

const pixels = (value: unknown): number | null =>
  Number.isInteger(value) && Number(value) >= 0 ? Number(value) : null;
