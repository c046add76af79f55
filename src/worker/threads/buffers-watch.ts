import type { ItemThread } from './item-thread.ts';
import { MOST_BUFFER_BYTES, OutOfMemory } from './out-of-memory.ts';

const EVERY_MS = 1_000;

/** Looks once a second how much the threads hold in buffers: without it, one item could use up the memory of the machine. */
export class BuffersWatch {
  readonly #threads: ReadonlySet<ItemThread>;
  readonly #most_bytes: number;
  #timer: NodeJS.Timeout | undefined;
  #looking = false;

  constructor(threads: ReadonlySet<ItemThread>, most_bytes = MOST_BUFFER_BYTES) {
    this.#threads = threads;
    this.#most_bytes = most_bytes;
  }

  /** To be called when a thread is added; the watch ends with the last one. */
  start(): void {
    this.#timer ??= setInterval(() => void this.#look(), EVERY_MS).unref();
  }

  async #look(): Promise<void> {
    if (this.#threads.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    if (this.#looking) return;
    this.#looking = true;
    await Promise.all([...this.#threads].map((thread) => this.#check(thread)));
    this.#looking = false;
  }

  async #check(thread: ItemThread): Promise<void> {
    if ((await thread.bufferBytes()) > this.#most_bytes) thread.fail(OutOfMemory.ofBuffers());
  }
}
