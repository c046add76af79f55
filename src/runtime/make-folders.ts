/** Folders with those above them, one level at a time: Node's `recursive` option never returns below a folder like /proc, where all is missing. */
import { mkdirSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Resolves with the topmost folder that was made, or undefined if all existed. A file in the place of the last one is not noticed. */
export async function makeFolders(folder: string, mode: number): Promise<string | undefined> {
  const above = dirname(folder);
  try {
    return (await make(folder, mode)) ? folder : undefined;
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || above === folder) throw error;
  }
  const first = await makeFolders(above, mode);
  const made = await make(folder, mode);
  return first ?? (made ? folder : undefined);
}

/** Throws an error with the code EEXIST if it is a file. */
export function makeFoldersSync(folder: string, mode: number): void {
  if (isFolder(folder)) return;
  if (dirname(folder) !== folder) makeFoldersSync(dirname(folder), mode);
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    // Another process or thread was faster.
    if (codeOf(error) !== 'EEXIST' || !isFolder(folder)) throw error;
  }
}

function isFolder(folder: string): boolean {
  const there = statSync(folder, { throwIfNoEntry: false });
  if (there && !there.isDirectory()) throw Object.assign(new Error('is not a folder'), { code: 'EEXIST' });
  return there !== undefined;
}

/** False if it exists. */
async function make(folder: string, mode: number): Promise<boolean> {
  try {
    await mkdir(folder, { mode });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;
