import type { Readable } from 'node:stream';
import type { ByteStream } from '../../runtime/byte-stream.ts';

/** A file belongs to one attempt of one item. */
export interface FileKey {
  task_id: string;
  index: number;
  attempt: number;
  /** 1–128 characters without slashes or control characters, not `.` or `..`. */
  name: string;
  /** True for the small copy of this picture, which is a file of its own. */
  preview?: true;
}

/** The file store: bytes by key. Writes are atomic: a file exists completely or not at all. */
export interface FileStore {
  /**
   * Writes (or replaces) the file; resolves once it is durable. A stream is never in memory as a whole; if it fails, the call fails and
   * nothing is kept.
   */
  put(
    key: FileKey,
    bytes: Uint8Array | ByteStream,
    content_type: string,
  ): Promise<{ bytes: number; sha256: string }>;
  /**
   * A stream of the bytes from `start` to `end` (both inclusive); null if the file does not exist. Throws if it has not as many bytes as
   * `put` returned, where they are given.
   */
  open(key: FileKey, range?: { start: number; end: number }, bytes?: number): Promise<Readable | null>;
  /** Removes one file, if it exists. */
  delete(key: FileKey): Promise<void>;
  /** Removes the files of every attempt of this item except `keep_attempt` (of all attempts if null). */
  deleteAttempts(task_id: string, index: number, keep_attempt: number | null): Promise<void>;
  deleteTask(task_id: string): Promise<void>;
  /** Ids of tasks that have files, in order, after `after_id`: for the sweep of orphans. */
  tasks(limit: number, after_id?: string): Promise<string[]>;
  /** Stores some bytes for a moment and removes them. Throws `Unavailable` with the reason, which names no path. */
  probe(): Promise<void>;
  close(): Promise<void>;
}

/** True for a valid file name: see `FileKey.name`. */
export const isFileName = (name: unknown): name is string =>
  typeof name === 'string' &&
  /^[^/\\\p{Cc}]{1,128}$/u.test(name) &&
  name.isWellFormed() &&
  name !== '.' &&
  name !== '..';
