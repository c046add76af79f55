/**
 * `npm run dev`: starts the server and restarts it whenever a file in src or TASK_TYPES_DIR changes. Running items are returned to the
 * queue immediately and run again.
 */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentWithDotEnv } from '../src/processes/environment.ts';
import { STOP_SIGNALS } from '../src/processes/signals.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { TASK_TYPES_DIR } = environmentWithDotEnv();
const watched = [resolve(root, 'src'), ...(TASK_TYPES_DIR ? [resolve(TASK_TYPES_DIR)] : [])];

const server = spawn(
  process.execPath,
  [
    ...watched.map((folder) => `--watch-path=${folder}`),
    '--watch-preserve-output',
    resolve(root, 'bin/backend2.js'),
    'start',
  ],
  { stdio: 'inherit', env: { SHUTDOWN_GRACE: '0', ...process.env } },
);
for (const signal of STOP_SIGNALS)
  process.on(signal, () => server.kill(signal === 'SIGINT' ? 'SIGINT' : 'SIGTERM')); // Node.js passes on only these two
server.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1);
});
