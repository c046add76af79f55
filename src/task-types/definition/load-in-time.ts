/** Loads a module of TASK_TYPES_DIR so that one which never ends stops the start with an error, and does not hold up a stop. */
import { createRequire } from 'node:module';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Script } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

/** Ample for modules that import large packages on a busy machine. */
const LOAD_MS = 20_000;

const require = createRequire(import.meta.url);
const LOAD = Symbol.for('backend2.load-module');
/** Only code that a script calls can be ended by a time limit, and a script sees nothing but what is global. */
const script = new Script('globalThis[Symbol.for("backend2.load-module")]()');

/** What the module at `file` exports. Throws what loading it throws, or that it takes longer than `load_ms`. */
export async function loadInTime(file: string, url: string, load_ms = LOAD_MS): Promise<unknown> {
  // A signal that has arrived first reaches its listener: one whose listener is removed is lost. The second turn begins with those that wait.
  await nextTurn();
  await nextTurn();
  const listenAgain = letSignalsEnd();
  const loaded = sayIfItExits(file);
  try {
    return await settledInTime(import(evaluate(file, url, load_ms)), load_ms);
  } finally {
    loaded();
    listenAgain();
  }
}

/** `import` evaluates a module where nothing can end it. It finds one that was required, unless the module awaits something. Returns what to import. */
function evaluate(file: string, url: string, load_ms: number): string {
  const global = globalThis as { [LOAD]?: () => void };
  let thrown: { error: NodeJS.ErrnoException } | undefined;
  global[LOAD] = () => {
    try {
      require(file);
    } catch (error) {
      thrown = { error: error as NodeJS.ErrnoException };
    }
  };
  try {
    script.runInThisContext({ timeout: load_ms });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw tooLong(load_ms);
  } finally {
    delete global[LOAD];
  }
  if (!thrown || thrown.error?.code === 'ERR_REQUIRE_ASYNC_MODULE') return url;
  // Nothing was evaluated yet, and the error of an `import` tells the line, but not that of one after `require`.
  if (thrown.error instanceof SyntaxError) return `${url}?again`;
  throw thrown.error;
}

async function settledInTime<T>(loading: Promise<T>, load_ms: number): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(tooLong(load_ms)), load_ms);
  try {
    return await Promise.race([loading, promise]);
  } finally {
    clearTimeout(timer);
  }
}

function tooLong(load_ms: number): Error {
  const error = new Error(
    `it has not finished after ${load_ms / 1_000} s; look for a loop or an await that never ends`,
  );
  // Calls of this file say nothing about the module.
  error.stack = error.message;
  return error;
}

/** A module that ends the process would look like a stop in good order. Returns what to call once it is loaded. */
function sayIfItExits(file: string): () => void {
  const exiting = () => {
    // The server may exit as well, while a module awaits something.
    if (!new Error().stack?.includes(file)) return;
    process.stderr.write(
      `backend2: ${file}: the module ends the process (process.exit) while it is loaded\n`,
    );
    process.exitCode ||= 1;
  };
  process.once('exit', exiting);
  return () => void process.off('exit', exiting);
}

/** While code runs at its import, no listener is called: a signal then ends the process as if nobody listened. */
function letSignalsEnd(): () => void {
  if (!isMainThread) return () => {};
  const listeners = (['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const).map(
    (signal) => [signal, process.rawListeners(signal)] as const,
  );
  for (const [signal] of listeners) process.removeAllListeners(signal);
  return () => {
    for (const [signal, all] of listeners) for (const listener of all) process.on(signal, listener);
  };
}
