/** Interrupts code of the main thread that never returns. Nothing in that thread can: neither a timer nor a signal is noticed there. */
import { Worker } from 'node:worker_threads';

/** What the thread gets: the number of the load, which is in `now` while it is under way. */
export interface WatchedLoad {
  load: number;
  file: string;
  limit_ms: number;
}

export class LoadWatch {
  /** The load that is under way; 0: none. */
  readonly #now = new Int32Array(new SharedArrayBuffer(4));
  readonly #thread = new Worker(new URL('./load-watch-thread.ts', import.meta.url), {
    workerData: this.#now,
    // Without those of the process: a debugger that waits, or a hook, is not meant for this thread.
    execArgv: [],
    env: {},
  });
  #loads = 0;

  constructor() {
    this.#thread.unref();
  }

  /** The load of `file` begins, and is interrupted if it holds the thread for longer than `limit_ms`. Returns what to call at its end. */
  begin(file: string, limit_ms: number): () => void {
    this.#loads += 1;
    Atomics.store(this.#now, 0, this.#loads);
    this.#thread.postMessage({ load: this.#loads, file, limit_ms } satisfies WatchedLoad);
    return () => void Atomics.store(this.#now, 0, 0);
  }

  /** Does not wait for the thread: on a busy machine, it may not even have begun. */
  end(): void {
    void this.#thread.terminate();
  }
}
