/**
 * Starts the server once on an empty temporary folder and stops it, so that the compiled modules are kept: without them, a first start
 * takes twice as long and holds 40 MB more until it is restarted. Run by `npm ci` (as `prepare`).
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runBuildStep, secondsSince } from './build-step.ts';

const CLI = resolve(import.meta.dirname, '../bin/backend2.js');
const LONGEST_MS = 60_000;

async function main(): Promise<number> {
  const started = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'backend2-first-start-'));
  try {
    await startAndStop(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  console.log(`The server was started once, to keep its compiled modules, in ${secondsSince(started)} s`);
  return 0;
}

async function startAndStop(folder: string): Promise<void> {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const server = fork(CLI, ['start'], {
    // Without the settings of this machine: a folder of its own has no .env.
    cwd: folder,
    env: { PATH, NODE_COMPILE_CACHE, PORT: '0', DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'error' },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const limit = setTimeout(() => server.kill('SIGKILL'), LONGEST_MS);
  // The first message says that it is ready.
  server.once('message', () => server.kill('SIGTERM'));
  const [code] = await once(server, 'close');
  clearTimeout(limit);
  if (code !== 0) throw new Error(`it ended with code ${code}`);
}

await runBuildStep(main, 'The server could not be started once');
