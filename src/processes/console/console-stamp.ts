/** The sources of a console build as one hash: equal stamps mean equal pages. Independent of Vite and the server. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folders of the sources, relative to the package's root. The typed client is bundled into the pages. */
const SOURCES = ['console', 'client/src'];
/** Packages whose code or output ends up in the pages; the lock file names their versions and those of their dependencies. */
const BUNDLED = [
  'react',
  'react-dom',
  '@base-ui/react',
  '@tanstack/react-query',
  '@tanstack/react-virtual',
  'wouter',
  'uplot',
  'vite',
  '@vitejs/plugin-react',
];

const LOCK = 'package-lock.json';
export const BUILD_SCRIPT = 'scripts/build-console.ts';
export const distOf = (root: string): string => join(root, 'console', 'dist');

/** The stamp that a build of the sources would have; null without sources (container images contain only the build). */
export function consoleStamp(root: string): string | null {
  const names = sourcesOf(root);
  if (!names) return null;
  const hash = createHash('sha256');
  for (const name of names)
    hash
      .update(`${name}\0`)
      .update(readFileSync(join(root, name)))
      .update('\0');
  return hash.update(lockedVersions(root)).digest('hex');
}

/**
 * The same, for every start: no source is read if none was touched since the last start that read them, by name, size and times. To read
 * them takes a tenth of a start.
 */
export function quickStamp(root: string): string | null {
  const names = sourcesOf(root);
  if (!names) return null;
  const seen = outlineOf(root, names);
  const file = join(distOf(root), 'outline');
  const [stamp, last] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  if (stamp && last === seen) return stamp;
  const read = consoleStamp(root);
  if (read !== null && read === builtStamp(root)) keepOutline(file, outlineText(read, seen));
  return read;
}

/** What a build keeps in its file `outline`; asked for before the sources are read, so that it never stands for later ones. */
export function sourceOutline(root: string): string {
  return outlineOf(root, sourcesOf(root) ?? []);
}

export const outlineText = (stamp: string, outline: string): string => `${stamp}\n${outline}\n`;

/** All sources by name, size and times. */
function outlineOf(root: string, names: readonly string[]): string {
  return createHash('sha256')
    .update([...names, LOCK].map((name) => touched(root, name)).join('\n'))
    .digest('hex');
}

function keepOutline(file: string, text: string): void {
  const made = `${file}.${process.pid}`;
  try {
    writeFileSync(made, text);
  } catch {
    // The folder is read-only: each start reads the sources.
    return;
  }
  renameSync(made, file);
}

/** The time of the last change of any kind cannot be set back, as that of the content can. */
function touched(root: string, name: string): string {
  const { size, mtimeMs, ctimeMs } = statSync(join(root, name), { throwIfNoEntry: false }) ?? {};
  return `${name} ${size} ${mtimeMs} ${ctimeMs}`;
}

/** null without sources. */
function sourcesOf(root: string): string[] | null {
  if (!existsSync(join(root, 'console', 'index.html')) || !existsSync(join(root, BUILD_SCRIPT))) return null;
  return [BUILD_SCRIPT, ...SOURCES.flatMap((folder) => filesUnder(root, folder))];
}

/** The stamp of the existing build; null if there is none or the build was interrupted. */
export function builtStamp(root: string): string | null {
  const file = join(distOf(root), 'stamp');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

function filesUnder(root: string, folder: string): string[] {
  const top = join(root, folder);
  if (!existsSync(top)) return [];
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((name) => !/^console\/dist|\/node_modules\/|\.test\.tsx?$/.test(name))
    .sort();
}

interface Locked {
  version?: string;
  dependencies?: Record<string, string>;
}

function lockedVersions(root: string): string {
  const file = join(root, LOCK);
  if (!existsSync(file)) return '';
  const { packages } = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Locked> };
  const seen = new Set<string>();
  const next = [...BUNDLED];
  for (let name = next.pop(); name !== undefined; name = next.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    next.push(...Object.keys(packages[`node_modules/${name}`]?.dependencies ?? {}));
  }
  return [...seen]
    .sort()
    .map((name) => `${name} ${packages[`node_modules/${name}`]?.version ?? ''}`)
    .join('\n');
}
