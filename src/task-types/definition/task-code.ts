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
}

const current = new AsyncLocalStorage<TaskCode>();

export const inTaskCode = <T>(code: TaskCode, work: () => T): T => current.run(code, work);

/** For what the server does on behalf of task code: its errors are the server's own. */
export const outsideTaskCode = <T>(work: () => T): T => current.exit(work);

/** Whose code runs, or left behind what is being reported just now; undefined for the server's own. */
export const taskCodeNow = (): TaskCode | undefined => current.getStore();
