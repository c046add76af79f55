/** Prepares the folder of the embedded mode, and describes its problems in one line for the operator. */
import { closeSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeFoldersSync } from '../../runtime/make-folders.ts';
import { DataFolderError, primaryCode } from './sqlite-errors.ts';

/** Only the owner can read the contents. `-wal` and `-shm` get the mode of the database file. Throws `DataFolderError`. */
export function prepareFolder(root: string): void {
  try {
    makeFoldersSync(root, 0o700);
    for (const name of ['backend2.db', 'lock.db']) makeFile(join(root, name));
  } catch (error) {
    throw new DataFolderError(
      `DATA_DIR ${root} cannot be used: ${reasonOf(error as NodeJS.ErrnoException)}. Give this user write permission, or set DATA_DIR to another folder.`,
      { cause: error },
    );
  }
}

/** A warning if an existing folder can be read by other users of the machine; otherwise null. */
export function openToOthers(root: string): string | null {
  const mode = statSync(root, { throwIfNoEntry: false })?.mode ?? 0;
  if (process.platform === 'win32' || (mode & 0o077) === 0) return null;
  return `DATA_DIR ${root} is open to other users of this machine (mode ${(mode & 0o777).toString(8)})`;
}

function makeFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    // An existing file is not opened: closing it would release every lock that this process has on it.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

const reasons: Record<string, string> = {
  EEXIST: 'it is a file, or lies below a file',
  ENOTDIR: 'it is a file, or lies below a file',
  EACCES: 'this user may not write to it',
  EPERM: 'this user may not write to it',
  EROFS: 'its file system is read-only',
  ENOSPC: 'its disk is full',
  ENOENT: 'the folder cannot be created',
};

const reasonOf = ({ code = '', message }: NodeJS.ErrnoException): string => reasons[code] ?? message;

const DAMAGED = new Set([
  11, // CORRUPT
  26, // NOTADB
]);
const CLOSED_TO_US = new Set([
  3, // PERM
  8, // READONLY
  14, // CANTOPEN
  23, // AUTH
]);

/** An error of SQLite at the start in words; other errors unchanged. */
export function asFolderError(error: unknown, root: string): unknown {
  const code = primaryCode(error);
  const { message } = error as Error;
  if (DAMAGED.has(code)) {
    return new DataFolderError(
      `The database in ${root} is damaged or not a database (${message}). Restore a backup (docs/backup-and-restore.md), or set DATA_DIR to another folder.`,
      { cause: error },
    );
  }
  if (CLOSED_TO_US.has(code)) {
    return new DataFolderError(
      `The database in ${root} cannot be opened (${message}). Give this user permission to read and write every file there.`,
      { cause: error },
    );
  }
  if (code === 13) {
    return new DataFolderError(`The disk of DATA_DIR ${root} is full. Free disk space.`, { cause: error });
  }
  return error;
}
