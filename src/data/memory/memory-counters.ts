import { BoundedMap } from '../../runtime/bounded-map.ts';
import type { Counters } from '../contracts/index.ts';

interface Window {
  count: number;
  window_ms: number;
  /** By a monotonic clock: setting the computer's time must neither lift a lock nor prolong it. */
  ends_at: number;
}

const SWEEP_EVERY_MS = 30_000;

/**
 * Counters in the memory of a single process. Ended windows are removed while others are counted. Beyond `max_keys` (default 100,000),
 * the least recently counted keys are removed, so that a flood of addresses cannot fill the memory.
 */
export class MemoryCounters implements Counters {
  readonly #windows: BoundedMap<string, Window>;
  #next_sweep = 0;

  constructor(max_keys = 100_000) {
    this.#windows = new BoundedMap({ entries: max_keys, ttl_ms: ({ window_ms }) => window_ms });
  }

  async hit(key: string, window_ms: number, by = 1): Promise<{ count: number; resets_in_ms: number }> {
    const now = performance.now();
    if (now >= this.#next_sweep) {
      this.#next_sweep = now + SWEEP_EVERY_MS;
      this.#windows.forgetOld();
    }
    const window = this.#windows.get(key) ?? this.#begin(key, window_ms, now);
    window.count += by;
    // Because of rounding, the difference may be a little larger than the window.
    const left_ms = Math.min(window_ms, Math.ceil(window.ends_at - now));
    return { count: window.count, resets_in_ms: Math.max(0, left_ms) };
  }

  async clear(key: string): Promise<void> {
    this.#windows.delete(key);
  }

  #begin(key: string, window_ms: number, now: number): Window {
    const window = { count: 0, window_ms, ends_at: now + window_ms };
    this.#windows.set(key, window);
    return window;
  }
}
