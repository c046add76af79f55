import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { endWithParent } from './end-with-parent.ts';
import { findProgram } from './find-program.ts';
import { freePort } from './free-port.ts';
import { pauseProcess } from './pause-process.ts';
import { tempFolder } from './temp-folder.ts';
import { waitFor } from './wait-for.ts';

/** A Redis server for this test file alone; it saves nothing. */
export interface Redis {
  url: string;
  stop(): Promise<void>;
  /** SIGKILL: all data is lost. */
  kill(): Promise<void>;
  /** Starts the server again, empty, on the same port. */
  restart(): Promise<void>;
  /** SIGSTOP: connections are accepted, but nothing is answered. */
  pause(): Promise<void>;
  /** SIGCONT. */
  continue(): void;
}

/** False if suites that need Redis cannot run on this machine. */
export const redisAvailable = (): boolean => findProgram('redis-server') !== null;

/** Starts `redis-server` on a free loopback port; `args` are added to its command line. */
export async function startRedis(args: string[] = []): Promise<Redis> {
  const port = await freePort();
  const folder = await tempFolder('backend2-redis-');
  let running: { child: ChildProcess; unwatch: () => void } | null = null;

  async function start() {
    const program = findProgram('redis-server') ?? 'redis-server';
    const options = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder];
    const child = spawn(program, [...options, '--save', '', '--appendonly', 'no', ...args], {
      stdio: 'ignore',
      // Ctrl-C sends SIGINT to the whole process group, but the test stops its server itself.
      detached: true,
    });
    child.unref();
    await once(child, 'spawn');
    running = { child, unwatch: endWithParent(child.pid as number) };
    await waitFor(
      () => {
        if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode}`);
        return answers(port);
      },
      { what: 'redis-server to answer' },
    );
  }

  async function kill() {
    if (!running) return;
    const { child, unwatch } = running;
    running = null;
    unwatch();
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    async restart() {
      await kill();
      await start();
    },
    // Nothing is saved, so a graceful stop is unnecessary.
    async stop() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
    async pause() {
      const pid = running?.child?.pid;
      if (pid) await pauseProcess(pid);
    },
    continue: () => void running?.child.kill('SIGCONT'),
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1_000, () => end(false));
    socket.once('data', (data) => end(data.toString().startsWith('+PONG')));
    socket.once('error', () => end(false));
  });
}
