/** Starts the real command line as a process and calls it over HTTP. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { endWithParent } from './end-with-parent.ts';
import { commandLine } from './run-command.ts';
import { tempFolder } from './temp-folder.ts';

export const TEST_TASK_TYPES = fileURLToPath(new URL('./task-types', import.meta.url));

const running = new Set<ChildProcess>();
const killAll = () => {
  for (const child of running) child.kill('SIGKILL');
};
process.on('exit', killAll);

export interface Backend {
  /** Empty for a process that does not listen. */
  url: string;
  child: ChildProcess;
  /** Every line of its output, including standard error. */
  lines: string[];
  data_dir: string;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL; resolves when the process has ended. */
  kill(): Promise<void>;
}

export interface BackendOptions {
  command?: 'start' | 'web' | 'worker' | 'scheduler';
  args?: string[];
  data_dir?: string;
  env?: Record<string, string>;
  /** Maximum number of open files and connections. */
  open_files?: number;
}

/** Resolves when the process reports that it is ready; rejects with its output if it ends earlier. */
export async function startBackend(options: BackendOptions = {}): Promise<Backend> {
  const { command = 'start', args = [], env = {} } = options;
  const data_dir = options.data_dir ?? (await tempFolder());
  const limited = options.open_files ? ['sh', '-c', `ulimit -n ${options.open_files}; exec "$@"`, 'sh'] : [];
  const [program = '', ...rest] = [...limited, ...commandLine(command, ...args)];
  const child = spawn(program, rest, {
    cwd: data_dir,
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      DATA_DIR: data_dir,
      TASK_TYPES_DIR: TEST_TASK_TYPES,
      RATE_LIMIT_ENABLED: 'false',
      LOG_LEVEL: 'info',
      SHUTDOWN_DELAY: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  // The runner ends a test file that takes too long by a signal, which runs no exit handler.
  const unwatch = endWithParent(child.pid as number);
  const gone = once(child, 'exit').then(([code]) => {
    unwatch();
    running.delete(child);
    return code as number | null;
  });
  const lines: string[] = [];
  const { promise: ready, resolve, reject } = Promise.withResolvers<string>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (line.includes('"msg":"ready"')) resolve((JSON.parse(line) as { url?: string }).url ?? '');
    });
  }
  // Its last lines may arrive after its end; they do before its output is closed.
  const closed = once(child, 'close') as Promise<[number | null]>;
  void closed.then(([code]) => reject(new Error(`"${command}" ended with ${code}:\n${lines.join('\n')}`)));
  const url = await ready;
  // From here on, the server does not keep the test process alive; if a test fails, the server ends with that process.
  const streams = [child.stdout, child.stderr] as Socket[];
  for (const one of [child, ...streams]) one.unref();
  return {
    url,
    child,
    lines,
    data_dir,
    stop() {
      child.ref();
      child.kill('SIGTERM');
      return gone;
    },
    async kill() {
      child.ref();
      child.kill('SIGKILL');
      await gone;
    },
  };
}

export interface Answer<T> {
  status: number;
  headers: Headers;
  body: {
    code: number;
    message: string;
    data: T;
    error?: { type: string; details?: { path: string; message: string }[] };
  };
}

export interface Client {
  token: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the answer holds
  call<T = any>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<T>>;
  /** Like `call`, but returns `data` and throws unless the answer is a success. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the answer holds
  ok<T = any>(method: string, path: string, body?: unknown): Promise<T>;
}

/** Signs in, by default as the first administrator. */
export async function signIn(
  url: string,
  email = 'admin@example.com',
  password = 'admin123',
): Promise<Client> {
  const client = clientAt(url);
  client.token = (await client.ok('POST', '/auth/login', { email, password })).access_token;
  return client;
}

/** Uses a token of another process: tokens are valid for every process with the same data, even after a restart. */
export function clientAt(url: string, token = ''): Client {
  const client: Client = {
    token,
    async call(method, path, body, headers = {}) {
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: {
          ...(client.token ? { authorization: `Bearer ${client.token}` } : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(60_000),
      });
      return {
        status: response.status,
        headers: response.headers,
        body: (await response.json()) as Answer<never>['body'],
      };
    },
    async ok(method, path, body) {
      const answer = await client.call(method, path, body);
      if (answer.status >= 300)
        throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body.data;
    },
  };
  return client;
}
