/** Starts the measured programs and the references as separate processes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../tests/support/free-port.ts';
import { tempFolder } from '../../tests/support/temp-folder.ts';

export const CLI = fileURLToPath(new URL('../../bin/backend2.js', import.meta.url));
const TASK_TYPES = fileURLToPath(new URL('./task-types', import.meta.url));

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export interface Program {
  pid: number;
  url: string;
  /** SIGTERM; resolves when the process has ended. */
  stop(): Promise<void>;
  /** SIGKILL; resolves when the process has ended. */
  kill(): Promise<void>;
  /** Sends a message and resolves with the answer. */
  ask(message: string): Promise<unknown>;
}

export interface BackendProgram extends Program {
  data_dir: string;
}

export interface BackendOptions {
  command?: 'start' | 'web' | 'worker' | 'scheduler';
  data_dir?: string;
  env?: Record<string, string>;
  /** A program other than the command line, with its arguments. */
  program?: string[];
}

/** The real command line with default settings, its log in a file as with a service manager, and without limits. */
export async function startBackend(options: BackendOptions = {}): Promise<BackendProgram> {
  const { command = 'start', env = {} } = options;
  const data_dir = options.data_dir ?? (await tempFolder('backend2-bench-'));
  const port = await freePort();
  const program = await startProgram(options.program ?? [CLI, command], data_dir, {
    PORT: String(port),
    DATA_DIR: data_dir,
    TASK_TYPES_DIR: TASK_TYPES,
    RATE_LIMIT_ENABLED: 'false',
    MAX_ITEMS_PER_TASK: '1000000',
    ...env,
  });
  return { ...program, data_dir, url: `http://127.0.0.1:${port}` };
}

/** A bare Fastify server as a reference. */
export async function startBareServer(env: Record<string, string> = {}): Promise<Program> {
  const port = await freePort();
  const file = fileURLToPath(new URL('./bare-server.ts', import.meta.url));
  const program = await startProgram([file], await tempFolder('backend2-bench-'), {
    PORT: String(port),
    ...env,
  });
  return { ...program, url: `http://127.0.0.1:${port}` };
}

/** Resolves when the program has sent `ready` to its parent. */
export async function startProgram(
  args: string[],
  folder: string,
  env: Record<string, string>,
): Promise<Omit<Program, 'url'>> {
  const file = join(folder, `output-${Date.now()}-${Math.random()}.log`);
  const output = openSync(file, 'w');
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', output, output, 'ipc'],
  });
  closeSync(output);
  running.add(child);
  const gone = once(child, 'exit').then(() => void running.delete(child));
  const failed = gone.then(() => {
    throw new Error(`"${args.join(' ')}" ended:\n${readFileSync(file, 'utf8').slice(-4_000)}`);
  });
  await Promise.race([once(child, 'message'), failed]);
  failed.catch(() => {});
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return gone;
  };
  return {
    pid: child.pid as number,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    async ask(message) {
      const answer = once(child, 'message');
      child.send(message);
      return (await answer)[0];
    },
  };
}
