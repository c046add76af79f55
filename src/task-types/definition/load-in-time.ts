/** Loads modules of TASK_TYPES_DIR so that one which never ends is an error, and does not hold up a stop. */
import { letSignalsEnd } from '../../runtime/signals-end.ts';
import { LoadWatch } from './load-watch.ts';

/** Ample for modules that import large packages on a busy machine. */
const LOAD_MS = 20_000;
/** Once one has taken too long, the start fails anyway: the others only show whether they are broken, too. Each, and all together: */
const OTHER_MS = 1_000;
const OTHERS_MS = 5_000;

/** What a module exports. Throws what loading it throws, or that it awaits something for longer than `load_ms`. */
export async function loadInTime(url: string, load_ms = LOAD_MS): Promise<unknown> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new TooLong(load_ms)), load_ms);
  try {
    return await Promise.race([import(url), promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Loads several modules in the main thread, one after the other. `end` must be called. */
export class ModuleLoading {
  readonly #watch = new LoadWatch();
  readonly #signal: AbortSignal | undefined;
  readonly #load_ms: number;
  /** For all further modules together; null until one has taken too long. */
  #left_ms: number | null = null;

  /** No module is loaded any more once `signal` is aborted: its reason is thrown. */
  constructor(signal?: AbortSignal, load_ms = LOAD_MS) {
    this.#signal = signal;
    this.#load_ms = load_ms;
  }

  /** Like `loadInTime`, and also ends a module that never returns. */
  async load(file: string, url: string): Promise<unknown> {
    const limit_ms = this.#left_ms === null ? this.#load_ms : Math.min(OTHER_MS, this.#left_ms);
    if (limit_ms <= 0) throw new Error('it was not loaded, because others have taken too long');
    const listenAgain = await letSignalsEnd(this.#signal);
    const unwatch = this.#watch.begin(file, limit_ms);
    const began = performance.now();
    try {
      return await loadInTime(url, limit_ms);
    } catch (error) {
      if (this.#left_ms !== null) this.#left_ms -= performance.now() - began;
      else if (error instanceof TooLong) this.#left_ms = OTHERS_MS;
      throw error;
    } finally {
      unwatch();
      listenAgain();
    }
  }

  throwIfAborted(): void {
    this.#signal?.throwIfAborted();
  }

  end(): void {
    this.#watch.end();
  }
}

class TooLong extends Error {
  constructor(load_ms: number) {
    super(`it has not finished after ${load_ms / 1_000} s; look for a loop or an await that never ends`);
    // Calls of this file say nothing about the module.
    this.stack = this.message;
  }
}
