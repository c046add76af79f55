/**
 * Builds the console into console/dist unless the existing build was made from the same sources. Run by `npm ci` (as `prepare`), by a
 * start that finds no current build, and by hand: `npm run build`.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import {
  builtStamp,
  consoleStamp,
  distOf,
  outlineText,
  sourceOutline,
} from '../src/processes/console/console-stamp.ts';
import { importTool, runBuildStep, secondsSince } from './build-step.ts';

const root = resolve(import.meta.dirname, '..');
/** A build touches its lock every second. A lock that was not touched for this long belongs to a build that was killed. */
const STALE_MS = 10_000;
const COMPRESSED = /\.(js|css|html|svg|json|webmanifest|txt)$/;
const SMALLEST_COMPRESSED = 512;

async function main(): Promise<number> {
  const outline = sourceOutline(root);
  const stamp = consoleStamp(root);
  if (stamp === null || stamp === builtStamp(root)) return 0;
  const release = await lock(`${distOf(root)}.lock`);
  try {
    // Another process may have built while this one waited.
    if (stamp === builtStamp(root)) return 0;
    return await build(stamp, outline);
  } finally {
    release();
  }
}

async function build(stamp: string, outline: string): Promise<number> {
  const started = performance.now();
  const vite = await importTool(() => import('vite'));
  if (!vite) {
    console.error('The console is not built, and its build tools are not installed: run npm ci');
    return 3;
  }
  const made = `${distOf(root)}.${process.pid}`;
  try {
    await vite.build({
      configFile: join(root, 'console', 'vite.config.ts'),
      root: join(root, 'console'),
      logLevel: 'warn',
      build: { outDir: made, emptyOutDir: true },
    });
    compressUnder(made);
    writeFileSync(join(made, 'stamp'), `${stamp}\n`);
    writeFileSync(join(made, 'outline'), outlineText(stamp, outline));
    replace(made, distOf(root));
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
  console.log(`The console was built in ${secondsSince(started)} s`);
  return 0;
}

/** Writes a `.br` and a `.gz` file for each text file that becomes smaller; the server itself never compresses. */
function compressUnder(folder: string): void {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !COMPRESSED.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    const bytes = readFileSync(file);
    if (bytes.length < SMALLEST_COMPRESSED) continue;
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  }
}

/** A folder cannot be renamed to one that contains files, so the old folder is renamed first. */
function replace(made: string, place: string): void {
  const old = `${place}.old-${process.pid}`;
  if (existsSync(place)) renameSync(place, old);
  renameSync(made, place);
  rmSync(old, { recursive: true, force: true });
}

function isStale(folder: string): boolean {
  const touched = statSync(folder, { throwIfNoEntry: false })?.mtimeMs;
  return touched !== undefined && Date.now() - touched > STALE_MS;
}

/** Only one process at a time checks again and removes it; otherwise, it could remove a lock that another process has just taken. */
function removeStale(folder: string): void {
  const turn = `${folder}.turn`;
  try {
    mkdirSync(turn);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (isStale(turn)) rmSync(turn, { recursive: true, force: true });
    return;
  }
  try {
    if (isStale(folder)) rmSync(folder, { recursive: true, force: true });
  } finally {
    rmSync(turn, { recursive: true, force: true });
  }
}

/** Waits until no other build runs, then holds the lock until it is released. */
async function lock(folder: string): Promise<() => void> {
  for (;;) {
    try {
      mkdirSync(folder);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (isStale(folder)) removeStale(folder);
      else await sleep(100);
    }
  }
  const touch = setInterval(() => {
    try {
      utimesSync(folder, new Date(), new Date());
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      // The machine was so slow that another build considered this one dead. Each builds into its own folder, so both may continue.
      clearInterval(touch);
    }
  }, 1_000);
  return () => {
    clearInterval(touch);
    rmSync(folder, { recursive: true, force: true });
  };
}

// Without a console, the next start of the server tries to build it again.
await runBuildStep(main, 'The console could not be built');
