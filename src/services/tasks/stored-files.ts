import { once } from 'node:events';
import type { Readable } from 'node:stream';
import {
  type Database,
  type FileKey,
  type FilePreview,
  type FileStore,
  Unavailable,
} from '../../data/contracts/index.ts';
import { Fault, type FaultType } from '../../errors.ts';
import { BoundedMap } from '../../runtime/bounded-map.ts';
import { type Expected, exactly, WrongBytes } from '../../runtime/exact-stream.ts';
import type { Log } from '../../runtime/log.ts';
import { Unread } from '../../runtime/stalled-stream.ts';

/** Damaged files that were named in the log: each is named once a minute, however often it is asked for. */
const NAMED = { entries: 1_000, ttl_ms: 60_000 };

/** Faults of one file: others can be read. */
const UNREADABLE = new Set<FaultType>(['not_found', 'file_unreadable']);

export interface StoredFilesParts {
  database: Pick<Database, 'tasks' | 'items'>;
  files: Pick<FileStore, 'open'>;
  log: Pick<Log, 'warn'>;
}

/**
 * Which bytes of a file are wanted; `sha256`: that of the whole file, if it is to be checked while it is read. Other bytes are an error of
 * the stream, unless `differs` wants to know of them.
 */
export interface Wanted {
  range?: { start: number; end: number } | undefined;
  sha256?: string | undefined;
  differs?: () => void;
}

/**
 * Opens the files that items list. Disks, backups and people damage files: what is not as long as its item says, or has other bytes where
 * they are checked, is an error of the stream, never a file that only looks complete.
 */
export class StoredFiles {
  readonly #parts: StoredFilesParts;
  readonly #named = new BoundedMap<string, true>(NAMED);

  constructor(parts: StoredFilesParts) {
    this.#parts = parts;
  }

  /**
   * A stream of the file, which has `bytes` bytes, or of a part of it (`end` inclusive). Throws `not_found` if it was deleted since its
   * item was read, and `file_unreadable` if its beginning cannot be read; a stream that has begun ends with this error.
   */
  async open(key: FileKey, bytes: number, wanted: Wanted = {}): Promise<Readable> {
    const stream = await this.#parts.files.open(key, wanted.range, bytes).catch((error: unknown) => {
      throw this.#fault(key, error);
    });
    if (stream) {
      return begun(exactly(stream, this.#expected(key, bytes, wanted), (error) => this.#fault(key, error)));
    }
    if (await this.#isListed(key)) throw this.#fault(key, new Error('does not exist'));
    throw new Fault('not_found');
  }

  #expected(key: FileKey, bytes: number, { range, sha256, differs }: Wanted): Expected {
    const { start, end } = range ?? { start: 0, end: bytes - 1 };
    // A part cannot be checked.
    if (end - start + 1 < bytes) return { bytes: end - start + 1 };
    const found = () => {
      this.#name(key, new WrongBytes());
      differs?.();
    };
    return { bytes, sha256, differs: differs && found };
  }

  /** All bytes of a file, in a buffer of their own, which can be transferred to a thread; null for one that is damaged. */
  async read(
    key: FileKey,
    { bytes, sha256 }: { bytes: number; sha256: string },
  ): Promise<Uint8Array<ArrayBuffer> | null> {
    try {
      return await bytesOf(await this.open(key, bytes, { sha256 }), bytes);
    } catch (error) {
      if (error instanceof Fault && UNREADABLE.has(error.type)) return null;
      throw error;
    }
  }

  /** All bytes of the small copy of the picture `of`; null for one that is damaged: the picture can then be shown instead. */
  readCopy(of: FileKey, copy: FilePreview): Promise<Uint8Array<ArrayBuffer> | null> {
    return this.read({ ...of, preview: true }, copy);
  }

  /** A deletion or a new attempt may have removed the file since its item was read. */
  async #isListed({ task_id, index, attempt, name }: FileKey): Promise<boolean> {
    const { tasks, items } = this.#parts.database;
    const task = await tasks.get(task_id);
    const row = task && !task.deleted_at ? await items.get(task_id, index) : null;
    return row?.attempt === attempt && row.files.some((file) => file.name === name);
  }

  #fault(key: FileKey, error: unknown): Error {
    // Neither says anything about the file: the store does not answer, or the caller does not read.
    if (error instanceof Unavailable || error instanceof Unread) return error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EMFILE' || code === 'ENFILE') return new Fault('overloaded', { cause: error });
    this.#name(key, error);
    return new Fault('file_unreadable', { cause: error });
  }

  #name(key: FileKey, error: unknown): void {
    const file = `${key.task_id}/${key.index}/${key.attempt}/${key.preview ? 'preview/' : ''}${key.name}`;
    if (this.#named.get(file)) return;
    this.#named.set(file, true);
    this.#parts.log.warn({ err: error, ...key }, 'a stored file is damaged or cannot be read');
  }
}

/** The stream once it has something to read, or is known to be empty. GridFS and disks show only then that they cannot read a file. */
async function begun(stream: Readable): Promise<Readable> {
  await once(stream, 'readable');
  return stream;
}

async function bytesOf(stream: Readable, bytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const all = new Uint8Array(bytes);
  let at = 0;
  for await (const part of stream as AsyncIterable<Uint8Array>) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
