import { createReadStream } from 'node:fs';
import type { FileEntry, FileKey, FilePreview, FileStore } from '../data/contracts/index.ts';
import { atMost, type ByteStream, TooManyBytes, untilAborted } from '../runtime/byte-stream.ts';
import { KeyedTurns } from '../runtime/keyed-turns.ts';
import type { Log } from '../runtime/log.ts';
import type { ClaimedItem } from '../services/engine/attempt.ts';
import type { StorageQuota } from '../services/engine/storage-quota.ts';
import type { FileContent } from '../task-types/definition/define-task-type.ts';
import { isStream, NO_CONTENT } from './file-content.ts';
import { type FileFacts, fileFacts } from './file-facts.ts';
import type { FilePreviews } from './file-previews.ts';

const MOST_FILES = 100;
const NO_SIZE = { width: null, height: null };

export interface AttemptFilesParts {
  files: Pick<FileStore, 'put' | 'delete'>;
  storage_quota: Pick<StorageQuota, 'take' | 'give'>;
  /** Most bytes of one file. */
  most_file_bytes: number;
  /** Absent where nobody looks at the files. */
  previews?: Pick<FilePreviews, 'of'>;
  log: Pick<Log, 'warn'>;
}

/** Whose attempt it is. */
export interface OwnedAttempt extends Pick<ClaimedItem, 'index' | 'attempt'> {
  task: Pick<ClaimedItem['task'], 'id' | 'owner_id'>;
}

/** Created for the first file, because most items attach none. */
class Attached {
  readonly entries = new Map<string, FileEntry>();
  /** The calls that have not ended, and the names of their files. */
  readonly under_way = new Map<Promise<void>, string>();
  /** Files of one name are stored one after another: otherwise the store might keep another one than the entries. */
  readonly turns = new KeyedTurns();
  /** Aborted once the attempt has ended. */
  readonly end = new AbortController();
}

/**
 * The files that one attempt has attached. They become visible only once its item has completed. What is under way when the attempt ends
 * is read no further, does not count, and is removed.
 */
export class AttemptFiles {
  readonly #parts: AttemptFilesParts;
  readonly #item: OwnedAttempt;
  /** Of the quota of the task's owner. */
  #taken = 0;
  #given_back = false;
  #ended = false;
  #attached: Attached | undefined;

  constructor(parts: AttemptFilesParts, item: OwnedAttempt) {
    this.#parts = parts;
    this.#item = item;
  }

  entries(): FileEntry[] {
    return this.#attached ? [...this.#attached.entries.values()] : [];
  }

  /** The attempt has ended: nothing can be attached any more. */
  end(): void {
    this.#ended = true;
    this.#attached?.end.abort();
  }

  /** Of the attempt that has ended, all but the `kept` bytes go back to the quota. Only the first call counts. */
  giveBack(kept: number): void {
    this.#give(this.#taken - kept);
    this.#given_back = true;
  }

  /** Resolves once nothing is left of what was under way at the end. */
  async cleared(): Promise<void> {
    if (this.#attached) await Promise.allSettled(this.#attached.under_way.keys());
  }

  /** Removes all files of an attempt that ended without an outcome. */
  async discard(): Promise<void> {
    await this.cleared();
    await Promise.all(this.entries().map((entry) => this.#remove(this.#keyOf(entry.name))));
  }

  /** Keeps a file; one of the same name is replaced. Throws for what is no file, for one too many, and `StorageFull`. */
  async attach(
    name: string,
    content: FileContent,
    content_type: string,
    size?: { width: number; height: number },
  ): Promise<void> {
    const facts = fileFacts(name, content_type, size);
    this.#mayStore();
    this.#attached ??= new Attached();
    const { under_way, turns } = this.#attached;
    this.#mayAdd(name, this.#attached);
    const stored = turns.run(name, () => this.#store(facts, content, this.#attached as Attached));
    under_way.set(stored, name);
    try {
      await stored;
    } finally {
      under_way.delete(stored);
    }
  }

  async #store(facts: FileFacts, content: FileContent, { entries, end }: Attached): Promise<void> {
    const { name, content_type, size } = facts;
    const kept = await this.#put(facts, content, end.signal);
    this.#give(entries.get(name)?.bytes ?? 0);
    entries.set(name, { name, content_type, ...kept, ...(size ?? NO_SIZE) });
  }

  /** What does not become complete is removed and given back to the quota. */
  async #put({ name, content_type }: FileFacts, content: FileContent, end: AbortSignal) {
    const key = this.#keyOf(name);
    const bytes = this.#bytesOf(content);
    const given = bytes instanceof Uint8Array ? bytes : null;
    let taken = 0;
    let stored = false;
    const take = async (count: number) => {
      this.#mayStore();
      await this.#parts.storage_quota.take(this.#item.task.owner_id, count, taken);
      this.#taken += count;
      taken += count;
    };
    try {
      if (given) await take(given.byteLength);
      const counted = given ?? eachTaken(untilAborted(bytes as ByteStream, end), take);
      const kept = await this.#parts.files.put(key, counted, content_type);
      stored = true;
      this.#mayStore();
      const preview = await this.#putPreview(key, { content_type, ...kept }, given);
      this.#mayStore();
      return { ...kept, ...(preview && { preview }) };
    } catch (error) {
      this.#give(taken);
      if (stored) await this.#forget(name);
      throw error;
    }
  }

  /** The small copy of a picture does not count towards the quota: it is always smaller than the picture. */
  async #putPreview(...about: Parameters<FilePreviews['of']>): Promise<FilePreview | null> {
    const [key] = about;
    const { files, previews } = this.#parts;
    const made = await previews?.of(...about);
    if (!made) {
      // Of the file of this name that was replaced.
      if (this.#attached?.entries.get(key.name)?.preview) await files.delete({ ...key, preview: true });
      return null;
    }
    this.#mayStore();
    const { bytes, content_type } = made;
    return { content_type, ...(await files.put({ ...key, preview: true }, bytes, content_type)) };
  }

  /** A file was stored, and is not to stay; the one of this name before it is gone, too. */
  async #forget(name: string): Promise<void> {
    const older = this.#attached?.entries.get(name);
    this.#attached?.entries.delete(name);
    if (older) this.#give(older.bytes);
    await this.#remove(this.#keyOf(name));
  }

  async #remove(key: FileKey): Promise<void> {
    const { files, log } = this.#parts;
    try {
      await files.delete({ ...key, preview: true });
      await files.delete(key);
    } catch (error) {
      const message = 'a file of an attempt could not be removed; it stays until the task is deleted';
      log.warn({ err: error, ...key }, message);
    }
  }

  #keyOf(name: string): FileKey {
    const { task, index, attempt } = this.#item;
    return { task_id: task.id, index, attempt, name };
  }

  #mayStore(): void {
    if (this.#ended) throw new Error('The attempt is over.');
  }

  #give(bytes: number): void {
    if (this.#given_back) return;
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

  #mayAdd(name: string, { entries, under_way }: Attached): void {
    if (new Set([...entries.keys(), ...under_way.values(), name]).size > MOST_FILES)
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
