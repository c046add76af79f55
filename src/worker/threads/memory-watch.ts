import type { ItemThread } from './item-thread.ts';
import { MOST_BUFFER_BYTES, MOST_HEAP_BYTES, OutOfMemory } from './out-of-memory.ts';

/** Often enough for code that fills its heap as fast as it can. */
const LARGE_MS = 100;
/** As long as the process has never been large. */
const SMALL_MS = 1_000;

interface Most {
  heap_bytes: number;
  buffer_bytes: number;
}

/**
 * Looks how much the threads hold: one item could use up the memory of the machine with buffers, and end the process with one allocation
 * beyond the limit of V8.
 */
export class MemoryWatch {
  readonly #threads: ReadonlySet<ItemThread>;
  readonly #most: Most;
  readonly #asked = new Set<ItemThread>();
  #timer: NodeJS.Timeout | undefined;
  #looked_at = 0;

  constructor(
    threads: ReadonlySet<ItemThread>,
    most: Most = { heap_bytes: MOST_HEAP_BYTES, buffer_bytes: MOST_BUFFER_BYTES },
  ) {
    this.#threads = threads;
    this.#most = most;
  }

  /** To be called when a thread is added; the watch ends with the last one. */
  start(): void {
    this.#timer ??= setInterval(() => this.#look(), LARGE_MS).unref();
  }

  #look(): void {
    if (this.#threads.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    const now = performance.now();
    // Not `memoryUsage`, which opens a file and throws if no more can be open. Of buffers, only what is in use counts here.
    const was_large = process.resourceUsage().maxRSS * 1_024 > this.#most.heap_bytes;
    if (!was_large && now - this.#looked_at < SMALL_MS) return;
    this.#looked_at = now;
    for (const thread of this.#threads) void this.#check(thread);
  }

  async #check(thread: ItemThread): Promise<void> {
    // A thread in native code answers late.
    if (this.#asked.has(thread)) return;
    this.#asked.add(thread);
    const { heap_bytes, buffer_bytes } = await thread.memory();
    this.#asked.delete(thread);
    if (heap_bytes > this.#most.heap_bytes) thread.fail(OutOfMemory.ofHeap());
    else if (buffer_bytes > this.#most.buffer_bytes) thread.fail(OutOfMemory.ofBuffers());
  }
}
