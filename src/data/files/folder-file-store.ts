import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { FileKey, FileStore } from '../contracts/index.ts';
import { encodedName } from './encoded-name.ts';

const idForm = /^[0-9a-z-]{2,64}$/;
const WAYS_TO_MISS = new Set(['ENOENT', 'ENOTDIR']);

/**
 * Files in `<folder>/<last 2 characters of the task id>/<task id>/<index>/<attempt>/<encoded name>`. The first two
 * of a UUIDv7 are the same for years, the last two spread tasks over 256 folders.
 */
export function createFolderFileStore(folder: string): FileStore {
  const root = resolve(folder);

  const taskFolder = (task_id: string) => {
    if (!idForm.test(task_id)) throw new RangeError('Not a task id');
    return join(root, task_id.slice(-2), task_id);
  };
  const itemFolder = (task_id: string, index: number) => join(taskFolder(task_id), numberName(index));
  const path = (key: FileKey) =>
    join(itemFolder(key.task_id, key.index), numberName(key.attempt), encodedName(key.name));

  return {
    async put(key, bytes) {
      const target = path(key);
      // A sweep may remove the folder, empty as it still is, between its making and the first file in it.
      for (let tries = 1; ; tries += 1) {
        try {
          await writeDurably(target, bytes);
          break;
        } catch (error) {
          if (!isMissing(error) || tries === 5) throw error;
        }
      }
      return { bytes: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') };
    },

    async open(key, range): Promise<Readable | null> {
      try {
        const file = await open(path(key), 'r');
        return file.createReadStream(range);
      } catch (error) {
        if (isMissing(error) || error instanceof RangeError) return null;
        throw error;
      }
    },

    async deleteAttempts(task_id, index, keep_attempt) {
      const folder = itemFolder(task_id, index);
      const kept = keep_attempt === null ? null : numberName(keep_attempt);
      for (const attempt of await names(folder)) {
        if (attempt !== kept) await rm(join(folder, attempt), { recursive: true, force: true });
      }
      await removeIfEmpty(folder);
      await removeIfEmpty(dirname(folder));
    },

    async deleteTask(task_id) {
      await rm(taskFolder(task_id), { recursive: true, force: true });
    },

    async tasks(limit, after_id = '') {
      const found: string[] = [];
      for (const part of await names(root)) {
        for (const id of await names(join(root, part))) if (id > after_id && idForm.test(id)) found.push(id);
      }
      return found.sort().slice(0, limit);
    },

    async close() {},
  };
}

function numberName(number: number): string {
  if (!Number.isSafeInteger(number) || number < 0) throw new RangeError('Not an index or attempt');
  return String(number);
}

function isMissing(error: unknown): boolean {
  return WAYS_TO_MISS.has((error as NodeJS.ErrnoException).code ?? '');
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
    // Something is in it, or it is gone already.
  }
}

/** A file is there as a whole or not at all, also after a power cut: temporary file, fsync, rename, fsync of the folders. */
async function writeDurably(target: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(target);
  const first_made = await mkdir(folder, { recursive: true, mode: 0o700 });
  // Encoded names never begin with a dot, so a temporary file left by a power cut is never read; it goes with its attempt.
  const temporary = join(folder, `.${randomUUID()}`);
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
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
    if (changed === last || changed === dirname(changed)) return;
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows has no such thing and refuses.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
