import { OperatorError } from '../../runtime/operator-error.ts';
import { StoreDamaged, Unavailable } from '../contracts/index.ts';

export const BUSY = 5;
/** Codes that say "not now" or "not on this disk", as opposed to a mistake in a statement or its values. */
/** A page of the file is damaged. */
const CORRUPT = 11;
const outside = new Set([
  3, // PERM
  BUSY,
  6, // LOCKED
  7, // NOMEM
  8, // READONLY
  10, // IOERR
  CORRUPT,
  13, // FULL
  14, // CANTOPEN
  15, // PROTOCOL
]);

/** SQLite's primary result code of an error; 0 for other errors. */
export function primaryCode(error: unknown): number {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' ? code & 0xff : 0;
}

/** True for a full or failing disk, a lock held too long and the like: the API answers 503. */
export function isUnavailable(error: unknown): boolean {
  return outside.has(primaryCode(error));
}

export function unavailable(cause?: unknown): Unavailable {
  return primaryCode(cause) === CORRUPT
    ? new StoreDamaged('The database', { cause })
    : new Unavailable('The database', { cause });
}

/** The data folder cannot be used; the message is for the operator and names the folder. */
export class DataFolderError extends OperatorError {}
