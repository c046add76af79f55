import { totalmem } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';

const EVERY_MS = 1_000;
const RESOLUTION_MS = 10;
/** A busy process still does its work, but with an event loop that is delayed this much, it no longer answers anybody. */
const LATE_MS = 1_000;
/** Share of the heap limit. Above it, V8 mostly collects garbage and then ends the process. */
const HEAP_SHARE = 0.92;
/** Share of the memory of the machine or container that heap and buffers of this process may use. */
const MEMORY_SHARE = 0.8;

export interface MemoryUse {
  heap: number;
  heap_limit: number;
  /** Bytes in buffers outside the heap. */
  external: number;
}

/** Reports when this process has too much work or uses too much memory. It opens no file, so it never throws. */
export class LoadMonitor {
  readonly #delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  readonly #memory: number;
  readonly #use: () => MemoryUse;
  #timer: NodeJS.Timeout | undefined;
  #late = false;
  #full = false;

  constructor(memory = availableMemory(), use: () => MemoryUse = memoryUse) {
    this.#memory = memory;
    this.#use = use;
  }

  start(): void {
    this.#delays.enable();
    this.#timer ??= setInterval(() => this.#sample(), EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#delays.disable();
  }

  get overloaded(): boolean {
    return this.#late || this.#full;
  }

  #sample(): void {
    const mean = this.#delays.mean / 1e6 - RESOLUTION_MS;
    this.#delays.reset();
    // No sample within a second: the event loop was blocked.
    this.#late = Number.isNaN(mean) || mean > LATE_MS;
    const { heap, heap_limit, external } = this.#use();
    this.#full = heap > heap_limit * HEAP_SHARE || heap + external > this.#memory * MEMORY_SHARE;
  }
}

function memoryUse(): MemoryUse {
  const { used_heap_size, heap_size_limit, external_memory } = getHeapStatistics();
  return { heap: used_heap_size, heap_limit: heap_size_limit, external: external_memory };
}

/** The limit of the container, if there is one. */
function availableMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 && limit < totalmem() ? limit : totalmem();
}
