/**
 * Starts the server once on an empty temporary folder and stops it, so that the compiled modules are kept: without them, a first start
 * takes twice as long and holds 40 MB more until it is restarted. Then starts it as one of several machines, with servers that cannot be
 * reached, which loads the modules that MongoDB and Redis need. Run by `npm ci` (as `prepare`) and for the image.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { runBuildStep, secondsSince } from './build-step.ts';

const CLI = resolve(import.meta.dirname, '../bin/backend2.js');
const LONGEST_MS = 60_000;

async function main(): Promise<number> {
  const started = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'backend2-first-start-'));
  try {
    await startAndStop(folder, embedded, {});
    await startAndStop(folder, scaledOut, SCALED_OUT);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  console.log(`The server was started once, to keep its compiled modules, in ${secondsSince(started)} s`);
  return 0;
}

type Ready = (server: ChildProcess) => Promise<unknown>;

/** The first message says that it is ready. */
const embedded: Ready = (server) => once(server, 'message');

/** No server listens on port 1, and the warning that says so is all that is logged. All modules are loaded by then. */
const SCALED_OUT = {
  MONGODB_URL: 'mongodb://127.0.0.1:1',
  REDIS_URL: 'redis://127.0.0.1:1',
  SECRET_KEY: randomBytes(32).toString('hex'),
};
const scaledOut: Ready = (server) => once(server.stdout as Readable, 'data');

async function startAndStop(folder: string, ready: Ready, settings: Record<string, string>): Promise<void> {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const server = fork(CLI, ['start'], {
    // Without the settings of this machine: a folder of its own has no .env.
    cwd: folder,
    env: {
      PATH,
      NODE_COMPILE_CACHE,
      PORT: '0',
      DATA_DIR: join(folder, 'data'),
      LOG_LEVEL: 'warn',
      ...settings,
    },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const limit = setTimeout(() => server.kill('SIGKILL'), LONGEST_MS);
  const closed = once(server, 'close');
  await Promise.race([ready(server), closed]);
  server.stdout?.resume();
  server.kill('SIGTERM');
  const [code] = await closed;
  clearTimeout(limit);
  if (code !== 0) throw new Error(`it ended with code ${code}`);
}

await runBuildStep(main, 'The server could not be started once');
