/**
 * Replaces the packages that the server imports with the few files that scripts/bundle-packages.ts made of them. A start reads, resolves
 * and compiles a thousand modules less; without a bundle that fits what is installed, the packages themselves are loaded.
 */
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = join(import.meta.dirname, '../..');
/** The folders of our own sources. They contain no packages. */
const OUR_FOLDERS = ['src', 'tests'];
/** Imports of our own sources end with their extension. */
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

/** Null if the packages were not installed by npm, because an outdated bundle could then not be detected. */
export const installedPackages = (root: string): Buffer | null => read(join(root, INSTALLED));

/** Null unless the bundle is complete and was made from the installed packages. */
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
    // A part of the bundle is damaged or missing; the packages themselves are used instead.
    return null;
  }
}

/** Applies to what this thread imports from now on. True if there is a bundle that fits. */
export function loadFromBundle(root = ROOT): boolean {
  const files = readManifest(root)?.packages;
  if (!files) return false;
  const url_of = (path: string) => pathToFileURL(join(root, path)).href;
  const own = OUR_FOLDERS.map((name) => `${url_of(name)}/`);
  const [installed, folder] = [`${url_of('node_modules')}/`, url_of(FOLDER)];
  registerHooks({
    resolve(specifier, context, next) {
      const file = files[specifier];
      const from = context.parentURL;
      // Packages find each other as usual.
      if (!from || from.startsWith(installed)) return next(specifier, context);
      const is_ours = own.some((one) => from.startsWith(one));
      if (file) {
        // Task types may have packages of their own, in any folder.
        const found = is_ours ? null : next(specifier, context);
        if (found && !found.url.startsWith(installed)) return found;
        return { url: `${folder}/${file}`, format: 'module', shortCircuit: true };
      }
      // The same result as that of Node.js, but without checking each folder on the way, which took a tenth of a start.
      if (is_ours && OUR_SOURCE.test(specifier))
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
    // An unreadable file counts as missing.
    return null;
  }
}
