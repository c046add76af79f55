/** The sources of a console build as one hash: equal stamps mean equal pages. Independent of Vite and the server. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

export const BUILD_SCRIPT = 'scripts/build-console.ts';
export const distOf = (root: string): string => join(root, 'console', 'dist');

/** The stamp that a build of the sources would have; null without sources (container images contain only the build). */
export function consoleStamp(root: string): string | null {
  if (!existsSync(join(root, 'console', 'index.html')) || !existsSync(join(root, BUILD_SCRIPT))) return null;
  const hash = createHash('sha256');
  const add = (name: string) =>
    hash
      .update(`${name}\0`)
      .update(readFileSync(join(root, name)))
      .update('\0');
  add(BUILD_SCRIPT);
  for (const folder of SOURCES) for (const name of filesUnder(root, folder)) add(name);
  return hash.update(lockedVersions(root)).digest('hex');
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
  const file = join(root, 'package-lock.json');
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
