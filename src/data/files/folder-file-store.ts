import { createHash, randomUUID } from 'node:crypto';
import { constants, type FileHandle, open, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { type ByteStream, partsOf } from '../../runtime/byte-stream.ts';
import { WrongLength } from '../../runtime/exact-stream.ts';
import { makeFolders } from '../../runtime/make-folders.ts';
import { endWhenStalled } from '../../runtime/stalled-stream.ts';
import { tryFolder } from '../../runtime/try-folder.ts';
import { type FileKey, type FileStore, Unavailable } from '../contracts/index.ts';
import { encodedName } from './encoded-name.ts';

/** A caller that reads nothing for so long is disconnected. */
const STALLED_MS = 60_000;
const idForm = /^[0-9a-z-]{2,64}$/;
const WAYS_TO_MISS = new Set(['ENOENT', 'ENOTDIR']);

/**
 * Files in `<folder>/<last 2 characters of the task id>/<task id>/<index>/<attempt>/<encoded name>`. The first two
 * of a UUIDv7 are the same for years, the last two spread tasks over 256 folders.
 */
export class FolderFileStore implements FileStore {
  readonly #root: string;
  readonly #stalled_ms: number;

  /** `stalled_ms` for tests: how long a stream may go unread. */
  constructor(folder: string, stalled_ms = STALLED_MS) {
    this.#root = resolve(folder);
    this.#stalled_ms = stalled_ms;
  }

  async put(key: FileKey, bytes: Uint8Array | ByteStream): Promise<{ bytes: number; sha256: string }> {
    const path = this.#path(key);
    try {
      return await writeDurably(path, bytes);
    } catch (error) {
      throw withoutPath(error, this.#root);
    }
  }

  async open(key: FileKey, range?: { start: number; end: number }, bytes?: number): Promise<Readable | null> {
    try {
      const file = await openWhole(this.#path(key), bytes);
      // With an end, small files have small buffers, and their end is not looked for.
      const stream = file.createReadStream(range ?? (bytes ? { start: 0, end: bytes - 1 } : undefined));
      return endWhenStalled(stream, () => stream.bytesRead, this.#stalled_ms);
    } catch (error) {
      if (isMissing(error) || error instanceof RangeError) return null;
      throw error;
    }
  }

  async delete(key: FileKey): Promise<void> {
    const path = this.#path(key);
    await rm(path, { force: true });
    const attempt = dirname(path);
    for (const folder of [attempt, dirname(attempt), dirname(dirname(attempt))]) await removeIfEmpty(folder);
  }

  async deleteAttempts(task_id: string, index: number, keep_attempt: number | null): Promise<void> {
    const folder = this.#itemFolder(task_id, index);
    const kept = keep_attempt === null ? null : numberName(keep_attempt);
    for (const attempt of await names(folder)) {
      if (attempt !== kept) await rm(join(folder, attempt), { recursive: true, force: true });
    }
    await removeIfEmpty(folder);
    await removeIfEmpty(dirname(folder));
  }

  async deleteTask(task_id: string): Promise<void> {
    await rm(this.#taskFolder(task_id), { recursive: true, force: true });
  }

  async tasks(limit: number, after_id = ''): Promise<string[]> {
    const found: string[] = [];
    for (const part of await names(this.#root)) {
      for (const id of await names(join(this.#root, part)))
        if (id > after_id && idForm.test(id)) found.push(id);
    }
    return found.sort().slice(0, limit);
  }

  async probe(): Promise<void> {
    try {
      await makeFolders(this.#root, 0o700).catch(() => {
        // The attempt to write a file says why.
      });
      await tryFolder(this.#root, 'the files');
    } catch (cause) {
      throw new Unavailable('The file store', { cause });
    }
  }

  async close(): Promise<void> {}

  #taskFolder(task_id: string): string {
    if (!idForm.test(task_id)) throw new RangeError('Not a task id');
    return join(this.#root, task_id.slice(-2), task_id);
  }

  #itemFolder(task_id: string, index: number): string {
    return join(this.#taskFolder(task_id), numberName(index));
  }

  #path(key: FileKey): string {
    const name = encodedName(key.name);
    const folder = join(this.#itemFolder(key.task_id, key.index), numberName(key.attempt));
    // Encoded names never begin with this.
    return join(folder, key.preview ? `p-${name}` : name);
  }
}

function numberName(number: number): string {
  if (!Number.isSafeInteger(number) || number < 0) throw new RangeError('Not an index or attempt');
  return String(number);
}

function isMissing(error: unknown): boolean {
  return WAYS_TO_MISS.has((error as NodeJS.ErrnoException).code ?? '');
}

/** The error of a file of the store names no path, because owners of tasks see it. Errors of the caller's stream stay as they are. */
function withoutPath(error: unknown, root: string): unknown {
  const { path, code } = error as NodeJS.ErrnoException;
  if (typeof path !== 'string' || !path.startsWith(root)) return error;
  return new Error(`The file cannot be stored (${code}).`, { cause: error });
}

/** Throws a `WrongLength` for a file of another length, and an error for what is no file. */
async function openWhole(path: string, bytes: number | undefined): Promise<FileHandle> {
  // A pipe in the place of a file would keep a thread of Node.js until somebody writes to it.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new Error('is not a file');
    if (bytes !== undefined && found.size !== bytes) throw new WrongLength(bytes, found.size);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function names(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch {
    // The folder is not empty, or it no longer exists.
  }
}

/** A file exists completely or not at all, even after a power cut: temporary file, fsync, rename, fsync of the folders. */
async function writeDurably(
  target: string,
  bytes: Uint8Array | ByteStream,
): Promise<{ bytes: number; sha256: string }> {
  const folder = dirname(target);
  // Encoded names never begin with a dot, so a temporary file left by a power cut is never read; it goes with its attempt.
  const temporary = join(folder, `.${randomUUID()}`);
  const { file, first_made } = await openIn(folder, temporary);
  let written: { bytes: number; sha256: string };
  try {
    try {
      written = await writeAll(file, bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  const last = first_made === undefined ? folder : dirname(first_made);
  for (let changed = folder; ; changed = dirname(changed)) {
    await syncFolder(changed);
    if (changed === last || changed === dirname(changed)) return written;
  }
}

/** A sweep may remove the folder between its creation and the first file in it, because it is still empty. */
async function openIn(folder: string, path: string) {
  for (let tries = 1; ; tries += 1) {
    try {
      const first_made = await makeFolders(folder, 0o700);
      return { first_made, file: await open(path, 'wx', 0o600) };
    } catch (error) {
      if (!isMissing(error) || tries === 5) throw error;
    }
  }
}

async function writeAll(
  file: FileHandle,
  bytes: Uint8Array | ByteStream,
): Promise<{ bytes: number; sha256: string }> {
  const sum = createHash('sha256');
  let count = 0;
  for await (const part of partsOf(bytes)) {
    await file.appendFile(part);
    sum.update(part);
    count += part.byteLength;
  }
  return { bytes: count, sha256: sum.digest('hex') };
}

async function syncFolder(folder: string): Promise<void> {
  // Windows does not support this and refuses.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
