import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The first of these that is an executable file: a path as it is, a bare name looked up on PATH; null when none is. */
export function findProgram(...candidates: (string | undefined)[]): string | null {
  for (const candidate of candidates) {
    if (!candidate) continue;
    const paths = candidate.includes('/')
      ? [candidate]
      : (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, candidate));
    for (const path of paths) if (isProgram(path)) return path;
  }
  return null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
