import { createReadStream } from 'node:fs';
import type { FileEntry, FileKey, FilePreview, FileStore } from '../data/contracts/index.ts';
import { atMost, type ByteStream, TooManyBytes } from '../runtime/byte-stream.ts';
import type { ClaimedItem } from '../services/engine/attempt.ts';
import type { StorageQuota } from '../services/engine/storage-quota.ts';
import type { FileContent } from '../task-types/definition/define-task-type.ts';
import { isStream, NO_CONTENT } from './file-content.ts';
import { type FileFacts, fileFacts } from './file-facts.ts';
import type { FilePreviews } from './file-previews.ts';

const MOST_FILES = 100;
const NO_SIZE = { width: null, height: null };

export interface AttemptFilesParts {
  files: Pick<FileStore, 'put'>;
  storage_quota: Pick<StorageQuota, 'take' | 'give'>;
  /** Most bytes of one file. */
  most_file_bytes: number;
  /** Absent where nobody looks at the files. */
  previews?: Pick<FilePreviews, 'of' | 'remove'>;
}

/** Whose attempt it is. */
export interface OwnedAttempt extends Pick<ClaimedItem, 'index' | 'attempt'> {
  task: Pick<ClaimedItem['task'], 'id' | 'owner_id'>;
}

/** The files that one attempt has attached. They become visible only once its item has completed. */
export class AttemptFiles {
  readonly #parts: AttemptFilesParts;
  readonly #item: OwnedAttempt;
  /** Of the quota of the task's owner. */
  #taken = 0;
  #over = false;
  /** Created for the first file, because most items attach none. */
  #entries: Map<string, FileEntry> | undefined;

  constructor(parts: AttemptFilesParts, item: OwnedAttempt) {
    this.#parts = parts;
    this.#item = item;
  }

  entries(): FileEntry[] {
    return this.#entries ? [...this.#entries.values()] : [];
  }

  /** The attempt is over: nothing can be attached any more, and all but the `kept` bytes go back to the quota. */
  over(kept: number): void {
    this.#give(this.#taken - kept);
    this.#over = true;
  }

  /** Keeps a file; one of the same name is replaced. Throws for what is no file, for one too many, and `StorageFull`. */
  async attach(
    name: string,
    content: FileContent,
    content_type: string,
    size?: { width: number; height: number },
  ): Promise<void> {
    const facts = fileFacts(name, content_type, size);
    this.#mayAdd(name);
    const kept = await this.#put(facts, content);
    this.#entries ??= new Map();
    this.#give(this.#entries.get(name)?.bytes ?? 0);
    this.#entries.set(name, { name, content_type, ...kept, ...(facts.size ?? NO_SIZE) });
  }

  /** What is not stored after all is given back to the quota. */
  async #put({ name, content_type }: FileFacts, content: FileContent) {
    const { task, index, attempt } = this.#item;
    const key = { task_id: task.id, index, attempt, name };
    const bytes = this.#bytesOf(content);
    let taken = 0;
    const take = async (count: number) => {
      this.#mayStore();
      await this.#parts.storage_quota.take(task.owner_id, count, taken);
      this.#taken += count;
      taken += count;
    };
    try {
      if (bytes instanceof Uint8Array) await take(bytes.byteLength);
      const counted = bytes instanceof Uint8Array ? bytes : eachTaken(bytes, take);
      const kept = await this.#parts.files.put(key, counted, content_type);
      const given = bytes instanceof Uint8Array ? bytes : null;
      const preview = await this.#putPreview(key, { content_type, ...kept }, given);
      return { ...kept, ...(preview && { preview }) };
    } catch (error) {
      this.#give(taken);
      throw error;
    }
  }

  /** The small copy of a picture does not count towards the quota: it is always smaller than the picture. */
  async #putPreview(...about: Parameters<FilePreviews['of']>): Promise<FilePreview | null> {
    const made = await this.#parts.previews?.of(...about);
    if (!made) {
      await this.#removeOlderPreview(about[0]);
      return null;
    }
    this.#mayStore();
    const { bytes, content_type } = made;
    return {
      content_type,
      ...(await this.#parts.files.put({ ...about[0], preview: true }, bytes, content_type)),
    };
  }

  /** Of the file of this name that was replaced. */
  async #removeOlderPreview(key: FileKey): Promise<void> {
    if (this.#entries?.get(key.name)?.preview) await this.#parts.previews?.remove(key);
  }

  #mayStore(): void {
    if (this.#over) throw new Error('The attempt is over.');
  }

  #give(bytes: number): void {
    if (this.#over) return;
    this.#taken -= bytes;
    this.#parts.storage_quota.give(this.#item.task.owner_id, bytes);
  }

  #bytesOf(content: FileContent): Uint8Array | ByteStream {
    const most = this.#parts.most_file_bytes;
    if (content instanceof Uint8Array) {
      if (content.byteLength > most) throw new TooManyBytes(most);
      return content;
    }
    if (isStream(content)) return atMost(content, most);
    if (typeof content?.path === 'string') return atMost(partsOfFile(content.path), most);
    throw new TypeError(NO_CONTENT);
  }

  #mayAdd(name: string): void {
    if (this.#entries && this.#entries.size >= MOST_FILES && !this.#entries.has(name))
      throw new Error(`An item can have at most ${MOST_FILES} files.`);
  }
}

/** Opened when it is first read, so that a failure to open it reaches the reader. */
async function* partsOfFile(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path);
}

async function* eachTaken(
  bytes: ByteStream,
  take: (count: number) => Promise<void>,
): AsyncGenerator<Uint8Array> {
  for await (const part of bytes) {
    await take(part.byteLength);
    yield part;
  }
}
