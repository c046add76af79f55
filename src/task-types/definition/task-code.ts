/**
 * Marks what the code of a task type does, its callbacks, timers and promises included: an error that nobody handled can
 * then be told from one of the server itself.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

export interface TaskCode {
  type: string;
  task_id?: string;
  index?: number;
  /** Of a thread: which of its runs. */
  run?: number;
  /** Hears of the programs that the code starts. */
  programs?: SpawnListener;
}

/** Hears of programs (`node:child_process`) that an attempt starts. */
export interface SpawnListener {
  /** The programs carry it in their environment. */
  readonly mark: string;
  /** The attempt is over: nothing may be started any more. */
  readonly over: boolean;
  /** One is about to be started whose number will not be known. */
  starting(): void;
  /** `detached`: it has a process group of its own. */
  started(pid: number, detached: boolean): void;
  exited(pid: number): void;
}

const current = new AsyncLocalStorage<TaskCode>();

export const inTaskCode = <T>(code: TaskCode, work: () => T): T => current.run(code, work);

/** For what the server does on behalf of task code: its errors are the server's own. */
export const outsideTaskCode = <T>(work: () => T): T => current.exit(work);

/** Whose code runs, or left behind what is being reported just now; undefined for the server's own. */
export const taskCodeNow = (): TaskCode | undefined => current.getStore();
