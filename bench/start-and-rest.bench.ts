import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../tests/support/free-port.ts';
import { tempFolder } from '../tests/support/temp-folder.ts';
import { waitFor } from '../tests/support/wait-for.ts';
import { type Bench, figure, inMb, inSeconds } from './support/bench.ts';
import { residentMb } from './support/machine.ts';
import { median } from './support/statistics.ts';

const STARTS = 5;
const ROOT = fileURLToPath(new URL('..', import.meta.url));

export const startAndRest: Bench = {
  name: 'start-and-rest',
  mark: '`npm start` to the first answer under 1 s, memory at rest under 150 MB',
  settings: `${STARTS} starts, each on a fresh DATA_DIR; memory is the resident set 5 s after the last start`,
  async run() {
    const npm: number[] = [];
    const node: number[] = [];
    let resting = 0;
    for (let at = 0; at < STARTS; at += 1) {
      npm.push(await start(['npm', 'start'], async () => {}));
      node.push(
        await start([process.execPath, 'bin/backend2.js', 'start'], async (child) => {
          if (at < STARTS - 1) return;
          await sleep(5_000);
          resting = residentMb(child.pid as number);
        }),
      );
    }
    const show = (values: number[]) => values.map(inSeconds).join(', ');
    return [
      figure(
        '`npm start` to the first answer, median',
        median(npm),
        { at_most: 1 },
        inSeconds,
        `npm start: ${show(npm)}`,
      ),
      figure(
        '`node bin/backend2.js start` to the first answer, median',
        median(node),
        null,
        inSeconds,
        show(node),
      ),
      figure(
        'memory at rest, embedded',
        resting,
        { at_most: 150 },
        inMb,
        'one process with web, worker and scheduler',
      ),
    ];
  },
};

/** Seconds until `/health/live` answers. */
async function start(
  [program, ...args]: [string, ...string[]] | string[],
  whileRunning: (child: ChildProcess) => Promise<void>,
): Promise<number> {
  const port = await freePort();
  const env = { ...process.env, PORT: String(port), DATA_DIR: await tempFolder('backend2-bench-') };
  const began = performance.now();
  const child = spawn(program as string, args, { cwd: ROOT, env, stdio: 'ignore', detached: true });
  const gone = once(child, 'exit');
  try {
    await waitFor(async () => (await fetch(`http://127.0.0.1:${port}/health/live`)).ok, {
      what: 'the first answer',
      timeout_ms: 30_000,
    });
    const seconds = (performance.now() - began) / 1_000;
    await whileRunning(child);
    return seconds;
  } finally {
    // npm and its child processes form a process group.
    process.kill(-(child.pid as number), 'SIGTERM');
    await gone;
    await waitFor(() => !isListening(port), { what: 'the port to be free' });
  }
}

const isListening = (port: number): boolean => {
  try {
    execFileSync(process.execPath, [
      '-e',
      `require('net').connect(${port}, '127.0.0.1').on('connect', () => process.exit(0)).on('error', () => process.exit(1))`,
    ]);
    return true;
  } catch {
    return false;
  }
};
