/**
 * Folders that only this user can have written. Temporary folders are shared: another user of the machine may have made a folder of any
 * name there first. Plain JavaScript, because bin/backend2.js needs it before anything is stripped of its types; own-folder.d.ts has its
 * types.
 */
import { lstatSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const WRITTEN_BY_OTHERS = 0o022;
const STICKY = 0o1000;

/** The id of this user; undefined on Windows, which has none, and where a folder's mode says nothing. */
export const ownId = () => process.geteuid?.();

/** Creates the folder if it is missing. False unless it is a folder, belongs to this user, and nobody else may write to it. */
export function isOwnFolder(path) {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch {
    // It exists already or cannot be made: what is there decides.
  }
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return false;
  return ownId() === undefined || (found.uid === ownId() && (found.mode & WRITTEN_BY_OTHERS) === 0);
}

/** Whether no other user can put another folder in the place of this one. */
export function staysInPlace(path) {
  if (ownId() === undefined) return true;
  const above = statSync(dirname(path), { throwIfNoEntry: false });
  if (!above || (above.uid !== 0 && above.uid !== ownId())) return false;
  return (above.mode & WRITTEN_BY_OTHERS) === 0 || (above.mode & STICKY) !== 0;
}

/** Whether other users can create folders beside this one. */
export function isAmongOthers(path) {
  if (ownId() === undefined) return false;
  return ((statSync(dirname(path), { throwIfNoEntry: false })?.mode ?? 0) & 0o002) !== 0;
}
