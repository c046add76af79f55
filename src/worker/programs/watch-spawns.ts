/**
 * Programs that handlers start with `node:child_process` are marked and counted. Node offers no hook that may change a program's
 * environment, so the functions themselves are wrapped, once in the main thread and in each thread of the worker. Code of the server
 * starts programs as before.
 */
import childProcess, { ChildProcess } from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import { type SpawnListener, taskCodeNow } from '../../task-types/definition/task-code.ts';
import { MARK } from './process-table.ts';
import { watchNestedThreads } from './watch-nested-threads.ts';

interface SpawnOptions {
  envPairs?: string[];
  detached?: boolean;
}

type Spawning = ChildProcess & { spawn(options: SpawnOptions): unknown };

class SpawnWatch {
  #on = false;

  start(listenerNow: () => SpawnListener | undefined): void {
    if (this.#on) return;
    this.#on = true;
    watchAsync(listenerNow);
    for (const name of ['spawnSync', 'execFileSync', 'execSync'] as const) watchSync(name, listenerNow);
    syncBuiltinESMExports();
    watchNestedThreads(listenerNow);
  }
}

const watch = new SpawnWatch();

/** `fallback`: the owner of programs whose starting code has lost its context. */
export const watchSpawns = (fallback: () => SpawnListener | undefined = () => undefined): void =>
  watch.start(() => taskCodeNow()?.programs ?? fallback());

/** `spawn`, `exec`, `execFile` and `fork` all end up here. */
function watchAsync(listenerNow: () => SpawnListener | undefined): void {
  const prototype = ChildProcess.prototype as Spawning;
  const { spawn } = prototype;
  prototype.spawn = function (this: Spawning, options) {
    const listener = listenerNow();
    if (!listener) return spawn.call(this, options);
    const envPairs = options.envPairs?.filter((pair) => !pair.startsWith(`${MARK}=`)) ?? [];
    const marked = { ...options, envPairs: [...envPairs, `${MARK}=${listener.mark}`] };
    const answer = listener.start(() => spawn.call(this, marked));
    const { pid } = this;
    if (pid !== undefined) {
      listener.started(pid, options.detached === true);
      this.once('exit', () => listener.exited(pid));
    }
    return answer;
  };
}

type SyncName = 'spawnSync' | 'execFileSync' | 'execSync';
type AnyFunction = (...args: unknown[]) => unknown;

function watchSync(name: SyncName, listenerNow: () => SpawnListener | undefined): void {
  const original: AnyFunction = Reflect.get(childProcess as object, name);
  const watched: AnyFunction = (...args) => {
    const listener = listenerNow();
    if (!listener) return original(...args);
    return listener.start(() => {
      // Reported before the start: with the synchronous functions, this thread sends no messages until the program has ended.
      listener.starting();
      return original(...withMark(args, listener.mark));
    });
  };
  Reflect.set(childProcess, name, watched);
}

/** `(file, args?, options?)` or `(command, options?)`, with the mark in the environment of the options. */
function withMark([file, ...rest]: unknown[], mark: string): unknown[] {
  const list = Array.isArray(rest[0]) ? [rest[0]] : [];
  const options = rest.slice(list.length).find((one) => typeof one === 'object' && one !== null) ?? {};
  const { env = process.env } = options as { env?: NodeJS.ProcessEnv };
  return [file, ...list, { ...options, env: { ...env, [MARK]: mark } }];
}
