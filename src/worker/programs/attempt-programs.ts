import { setTimeout as sleep } from 'node:timers/promises';
import type { SpawnListener } from '../../task-types/definition/task-code.ts';
import { markedProcesses, processStatus } from './process-table.ts';
import { reap } from './reap.ts';

/** Milliseconds between SIGTERM and SIGKILL. */
export const PROGRAM_GRACE_MS = 2_000;
/** After SIGKILL: what the kernel may need until a process is gone. */
const KILL_MS = 2_000;
const LOOK_MS = 25;

/**
 * The programs that one attempt has started. All of them end with it: those it started itself, known by their number, and on Linux also
 * those that these have started, known by the mark in their environment.
 */
export class AttemptPrograms implements SpawnListener {
  readonly mark: string;
  /** Started directly and not known to have ended, by number; true for one with a process group of its own. */
  readonly #direct = new Map<number, boolean>();
  #any = false;
  #over = false;

  constructor(mark: string) {
    this.mark = mark;
  }

  /** Whether it has started one at all: looking for them costs something. */
  get any(): boolean {
    return this.#any;
  }

  get over(): boolean {
    return this.#over;
  }

  /** From now on none may be started. */
  close(): void {
    this.#over = true;
  }

  starting(): void {
    this.#any = true;
  }

  started(pid: number, detached: boolean): void {
    this.#any = true;
    this.#direct.set(pid, detached);
  }

  exited(pid: number): void {
    this.#direct.delete(pid);
  }

  /** SIGTERM, and after the grace SIGKILL; resolves when none is left. */
  async end(grace_ms = PROGRAM_GRACE_MS): Promise<void> {
    if (!this.#any) return;
    await this.signal('SIGTERM');
    await this.#none(grace_ms);
    await this.kill();
  }

  /** SIGKILL; resolves when none is left. */
  async kill(): Promise<void> {
    if (!this.#any) return;
    const end = performance.now() + KILL_MS;
    // More than once: a program may have started another one meanwhile.
    do await this.signal('SIGKILL');
    while (!(await this.#none(LOOK_MS)) && performance.now() < end);
  }

  /** After the end of the thread that started them. */
  async reap(): Promise<void> {
    await reap(this.#direct.keys());
  }

  async signal(signal: NodeJS.Signals): Promise<void> {
    for (const pid of await this.#running()) {
      if (this.#direct.get(pid)) send(-pid, signal);
      send(pid, signal);
    }
  }

  /** Where there is no time to look around: the process ends. */
  killAtExit(): void {
    for (const [pid, detached] of this.#direct) send(detached ? -pid : pid, 'SIGKILL');
  }

  /** False when some still run after so many milliseconds. */
  async #none(ms: number): Promise<boolean> {
    const end = performance.now() + ms;
    for (;;) {
      if ((await this.#running()).length === 0) return true;
      if (performance.now() > end) return false;
      await sleep(LOOK_MS);
    }
  }

  async #running(): Promise<number[]> {
    const marked = await markedProcesses(this.mark);
    const pids = new Set(marked.filter(({ mark }) => mark === this.mark).map(({ pid }) => pid));
    for (const pid of this.#direct.keys()) if (await isOurChild(pid)) pids.add(pid);
    return [...pids];
  }
}

/** A number may have been given to another process since. */
async function isOurChild(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return send(pid, 0);
  const status = await processStatus(pid);
  return status?.parent === process.pid && status.state !== 'Z';
}

/** False for a process that is not there any more, or not ours to signal. */
export function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ESRCH' || code === 'EPERM') return false;
    throw error;
  }
}
