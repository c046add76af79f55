import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');

/** Writes generated files and says of each whether it has changed. */
export function writeGenerated(
  files: Iterable<[path: string, text: string]>,
  say: (line: string) => void,
): void {
  for (const [path, text] of files) {
    const changed = !existsSync(path) || readFileSync(path, 'utf8') !== text;
    if (changed) writeFileSync(path, text);
    say(`${changed ? 'changed   ' : 'unchanged '} ${relative(ROOT, path)}`);
  }
}
