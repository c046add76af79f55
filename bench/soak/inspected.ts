/** Reads the state of a process that was started with `--inspect`, through the inspector protocol. */
import { readdirSync } from 'node:fs';
import { freePort } from '../../tests/support/free-port.ts';
import { waitFor } from '../../tests/support/wait-for.ts';
import { residentMb } from '../support/machine.ts';
import { type BackendOptions, type BackendProgram, startBackend } from '../support/processes.ts';

const CLI = new URL('../../bin/backend2.js', import.meta.url).pathname;

export interface Sizes {
  /** Reachable memory after a garbage collection, in MB. */
  live_heap_mb: number;
  resident_mb: number;
  /** Timers, sockets, threads and everything else that keeps the process alive. */
  handles: number;
  open_files: number;
}

export class Inspected {
  readonly program: BackendProgram;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (answer: { result?: unknown; error?: { message: string } }) => void>();
  #calls = 0;

  private constructor(program: BackendProgram, socket: WebSocket) {
    this.program = program;
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const answer = JSON.parse(String(data)) as { id?: number; result?: unknown };
      if (answer.id !== undefined) this.#waiting.get(answer.id)?.(answer);
    });
  }

  /** Starts a role of the real command line, with its inspector listening on this machine. */
  static async start(
    command: 'start' | 'web' | 'worker' | 'scheduler',
    start: (options: BackendOptions) => Promise<BackendProgram> = startBackend,
    env: Record<string, string> = {},
  ): Promise<Inspected> {
    const port = await freePort();
    const program = await start({ program: [`--inspect=127.0.0.1:${port}`, CLI, command], env });
    const url = await waitFor(
      async () => {
        const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
          webSocketDebuggerUrl: string;
        }[];
        return targets[0]?.webSocketDebuggerUrl;
      },
      { what: 'the inspector' },
    );
    const socket = new WebSocket(url as string);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true });
      socket.addEventListener('error', reject, { once: true });
    });
    return new Inspected(program, socket);
  }

  async sizes(): Promise<Sizes> {
    // The second collection frees what the finalizers of the first have released.
    await this.#call('HeapProfiler.collectGarbage');
    await this.#call('HeapProfiler.collectGarbage');
    const { usedSize } = await this.#call<{ usedSize: number }>('Runtime.getHeapUsage');
    const { result } = await this.#call<{ result: { value: number } }>('Runtime.evaluate', {
      expression: 'process.getActiveResourcesInfo().length',
    });
    return {
      live_heap_mb: usedSize / 2 ** 20,
      resident_mb: residentMb(this.program.pid),
      handles: result.value,
      open_files: readdirSync(`/proc/${this.program.pid}/fd`).length,
    };
  }

  async stop(): Promise<void> {
    this.#socket.close();
    await this.program.stop();
  }

  #call<T>(method: string, params: object = {}): Promise<T> {
    this.#calls += 1;
    const id = this.#calls;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => {
        this.#waiting.delete(id);
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result as T);
      });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }
}
