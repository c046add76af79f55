/**
 * Replaces the packages that the server imports with the few files that scripts/bundle-packages.ts made of them. A start reads, resolves
 * and compiles a thousand modules less; without a bundle that fits what is installed, the packages themselves are loaded.
 */
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = join(import.meta.dirname, '../..');
/** Sources name one another with their ending. */
const OUR_SOURCE = /^\.\.?\/.*\.ts$/;
/** `npm ci` removes it together with the packages. */
const FOLDER = join('node_modules', '.backend2');
/** What npm installed: every package with its version. */
const INSTALLED = join('node_modules', '.package-lock.json');

export const bundleFolder = (root: string): string => join(root, FOLDER);
export const MANIFEST = 'manifest.json';

export interface Manifest {
  /** The file of each bundled package, by the name that sources import. */
  packages: Record<string, string>;
  /** Every file of the bundle with its length. */
  bytes: Record<string, number>;
}

/**
 * The bundle's copy of INSTALLED. It is compared rather than hashed, because a command may not need `node:crypto`. Its name changes with
 * the rules of scripts/bundle-packages.ts: a bundle by older rules does not fit.
 */
export const MADE_OF = 'made-of-4.json';

/** Null where something else than npm installed the packages: then nothing tells when a bundle is stale. */
export const installedPackages = (root: string): Buffer | null => read(join(root, INSTALLED));

/** Null unless the bundle was made of what is installed, and is whole. */
export function readManifest(root: string): Manifest | null {
  const installed = installedPackages(root);
  const folder = bundleFolder(root);
  if (!installed || !read(join(folder, MADE_OF))?.equals(installed)) return null;
  try {
    const manifest: Manifest = JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8'));
    for (const [file, bytes] of Object.entries(manifest.bytes)) {
      accessSync(join(folder, file), constants.R_OK);
      if (statSync(join(folder, file)).size !== bytes) return null;
    }
    return manifest;
  } catch {
    // Something damaged or removed a part of it. The packages themselves are there.
    return null;
  }
}

/** Applies to what this thread imports from now on. True if there is a bundle that fits. */
export function loadFromBundle(root = ROOT): boolean {
  const files = readManifest(root)?.packages;
  if (!files) return false;
  const url_of = (path: string) => pathToFileURL(join(root, path)).href;
  const [own, installed, folder] = [url_of('.'), url_of('node_modules'), url_of(FOLDER)];
  registerHooks({
    resolve(specifier, context, next) {
      const file = files[specifier];
      const from = context.parentURL;
      // Packages find each other as usual, and so do task types that are not ours.
      if (!from?.startsWith(own) || from.startsWith(installed)) return next(specifier, context);
      if (file) return { url: `${folder}/${file}`, format: 'module', shortCircuit: true };
      // As Node.js would find it, without a look at each folder on the way: a tenth of a start's work.
      if (OUR_SOURCE.test(specifier))
        return { url: new URL(specifier, from).href, format: 'module-typescript', shortCircuit: true };
      return next(specifier, context);
    },
  });
  return true;
}

function read(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch {
    // What cannot be read is as good as missing.
    return null;
  }
}
