/**
 * Threads that handlers start with `node:worker_threads` get the mark of the attempt, which their code puts on the programs that it starts
 * (nested-thread.ts). Passing it in the environment would not be enough: a handler may give its thread another one.
 */
import { syncBuiltinESMExports } from 'node:module';
import { fileURLToPath } from 'node:url';
import workerThreads, { setEnvironmentData, type WorkerOptions } from 'node:worker_threads';
import type { SpawnListener } from '../../task-types/definition/task-code.ts';
import { MARK } from './process-table.ts';

/** What such a thread knows of its attempt. */
export interface NestedAttempt {
  mark: string;
  /** Shared, see `AttemptEnd`. */
  cells: Int32Array;
}

const ENTRY = fileURLToPath(new URL('./nested-thread.ts', import.meta.url));

/** To be called once in a thread. */
export function watchNestedThreads(listenerNow: () => SpawnListener | undefined): void {
  const { Worker } = workerThreads;
  const construct = (args: unknown[], target: NewableFunction) => Reflect.construct(Worker, args, target);
  const watched = new Proxy(Worker, {
    construct(_, [file, options, ...rest]: [unknown, WorkerOptions?, ...unknown[]], target) {
      const listener = listenerNow();
      if (!listener) return construct([file, options, ...rest], target);
      // Its programs will not be reported.
      listener.starting();
      // New threads get a copy, and so do the threads that they start.
      const attempt: NestedAttempt = { mark: listener.mark, cells: listener.shared() };
      setEnvironmentData(MARK, attempt);
      try {
        return startWith(options, (marked) => construct([file, marked, ...rest], target));
      } finally {
        setEnvironmentData(MARK, undefined);
      }
    },
  });
  Reflect.set(workerThreads, 'Worker', watched);
  syncBuiltinESMExports();
}

/**
 * A thread inherits all options of the process, but may be given only some of them: those that Node refuses are left out. Ours is not
 * `--import`, which has no effect on a thread whose code is given as a text.
 */
function startWith(options: WorkerOptions | undefined, start: (options: WorkerOptions) => object): object {
  const startWithOptions = (given: readonly string[]) =>
    start({ ...options, execArgv: [...given, '--require', ENTRY] });
  if (options?.execArgv) return startWithOptions(options.execArgv);
  try {
    return startWithOptions(process.execArgv);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_WORKER_INVALID_EXEC_ARGV') throw error;
    return startWithOptions(process.execArgv.filter((flag) => !message.includes(flag)));
  }
}
