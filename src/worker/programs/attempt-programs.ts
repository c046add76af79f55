import { setTimeout as sleep } from 'node:timers/promises';
import type { SpawnListener } from '../../task-types/definition/task-code.ts';
import { AttemptEnd } from './attempt-end.ts';
import { markedProcesses, processStatus } from './process-table.ts';
import { reap } from './reap.ts';

/** Milliseconds between SIGTERM and SIGKILL. */
export const PROGRAM_GRACE_MS = 2_000;
/** How long the kernel may take to remove a process after SIGKILL. */
const KILL_MS = 2_000;
const LOOK_MS = 25;

/**
 * The programs that one attempt has started. All of them end with the attempt: those that it started itself, known by their process id,
 * and on Linux also those that these have started, recognized by the mark in their environment.
 */
export class AttemptPrograms implements SpawnListener {
  readonly mark: string;
  /** Programs started directly and not known to have ended, by process id; true for those with their own process group. */
  readonly #direct = new Map<number, boolean>();
  #any = false;
  readonly #end = new AttemptEnd();

  constructor(mark: string) {
    this.mark = mark;
  }

  /** Whether it has started any program; if not, an expensive search is unnecessary. */
  get any(): boolean {
    return this.#any;
  }

  start<T>(start: () => T): T {
    return this.#end.start(start);
  }

  shared(): Int32Array {
    return this.#end.shared();
  }

  /** From now on, no program may be started. */
  close(): void {
    this.#end.set();
  }

  /** The threads that started them no longer exist. */
  threadsGone(): void {
    this.#end.threadsGone();
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

  /** Sends SIGTERM, and SIGKILL after the grace period; resolves once no program is left. */
  async end(grace_ms = PROGRAM_GRACE_MS): Promise<void> {
    if (!this.#any) return;
    await this.signal('SIGTERM');
    await this.#none(grace_ms);
    await this.kill();
  }

  /** Sends SIGKILL; resolves once no program is left. */
  async kill(): Promise<void> {
    if (!this.#any) return;
    const end = performance.now() + KILL_MS;
    // Repeated, because a program may have started another one in the meantime.
    do await this.signal('SIGKILL');
    while (!(await this.#none(LOOK_MS)) && performance.now() < end);
  }

  /** Called after the thread that started them has ended. */
  async reap(): Promise<void> {
    await reap(this.#direct.keys());
  }

  /** Looks at every process of the machine, so only if there may be a program. */
  async signal(signal: NodeJS.Signals): Promise<void> {
    if (!this.#any) return;
    for (const pid of await this.#running()) {
      // Of a thread that the handler has started: such a program is reaped like one of its own.
      if (!this.#direct.has(pid) && (await isOurChild(pid))) this.#direct.set(pid, false);
      if (this.#direct.get(pid)) send(-pid, signal);
      send(pid, signal);
    }
  }

  /** Used when the process ends, and those of threads are looked for once for all attempts. */
  killAtExit(): void {
    this.close();
    for (const [pid, detached] of this.#direct) send(detached ? -pid : pid, 'SIGKILL');
  }

  /** False if some are still running after so many milliseconds. */
  async #none(ms: number): Promise<boolean> {
    const end = performance.now() + ms;
    for (;;) {
      // Read before the look, which finds whatever was started before it.
      const { starting } = this.#end;
      if ((await this.#running()).length === 0 && !starting) return true;
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

/** The process id may have been reused since. */
async function isOurChild(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return send(pid, 0);
  const status = await processStatus(pid);
  return status?.parent === process.pid && status.state !== 'Z';
}

/** False for a process that no longer exists or that we may not signal. */
export function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ESRCH' || code === 'EPERM') return false;
    throw error;
  }
}
