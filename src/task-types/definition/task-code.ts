/**
 * Marks everything that the code of a task type does, including its callbacks, timers and promises, so that its unhandled errors can be
 * distinguished from those of the server.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

export interface TaskCode {
  type: string;
  /** Of code that runs when its module is loaded, before its type is known. */
  file?: string;
  task_id?: string;
  index?: number;
  /** In a thread: the number of the run. */
  run?: number;
  /** Is told of the programs that the code starts. */
  programs?: SpawnListener;
}

/** Is told of programs (`node:child_process`) that an attempt starts. */
export interface SpawnListener {
  /** The mark in the environment of the programs. */
  readonly mark: string;
  /** Runs `start`, which starts a program. Throws once the attempt is over. */
  start<T>(start: () => T): T;
  /** For the threads that the attempt starts; see `AttemptEnd`. */
  shared(): Int32Array;
  /** A program is about to be started whose process id will not be known. */
  starting(): void;
  /** `detached`: it has its own process group. */
  started(pid: number, detached: boolean): void;
  exited(pid: number): void;
}

const current = new AsyncLocalStorage<TaskCode>();

export const inTaskCode = <T>(code: TaskCode, work: () => T): T => current.run(code, work);

/** Runs code of the server on behalf of task code: its errors count as the server's own. */
export const outsideTaskCode = <T>(work: () => T): T => current.exit(work);

/** The task type whose code is running or has caused the current error; undefined for the server's own code. */
export const taskCodeNow = (): TaskCode | undefined => current.getStore();
