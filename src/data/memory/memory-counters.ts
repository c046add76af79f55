import type { Counters } from '../contracts/index.ts';

interface Window {
  count: number;
  ends_at: number;
}

const SWEEP_EVERY_MS = 30_000;

/**
 * Counters in the memory of a single process. Ended windows are swept while others are counted; of more than
 * `max_keys` (default 100,000) the oldest are forgotten, so that a flood of addresses cannot fill the memory.
 */
export function createMemoryCounters(max_keys = 100_000): Counters {
  const windows = new Map<string, Window>();
  let next_sweep = 0;

  function sweep(now: number): void {
    next_sweep = now + SWEEP_EVERY_MS;
    for (const [key, window] of windows) if (window.ends_at <= now) windows.delete(key);
  }

  return {
    async hit(key, window_ms, by = 1) {
      // Not the wall clock: setting the computer's time must neither lift a lock nor prolong it.
      const now = performance.now();
      if (now >= next_sweep) sweep(now);
      let window = windows.get(key);
      if (!window || window.ends_at <= now) {
        windows.delete(key);
        window = { count: 0, ends_at: now + window_ms };
        windows.set(key, window);
        if (windows.size > max_keys) windows.delete(windows.keys().next().value as string);
      }
      window.count += by;
      return { count: window.count, resets_in_ms: Math.ceil(window.ends_at - now) };
    },
    async clear(key) {
      windows.delete(key);
    },
  };
}
