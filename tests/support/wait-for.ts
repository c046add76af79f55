import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Polls until `condition` gives something truthy and returns that. Errors it throws count as "not yet".
 * Default limit 30 s, as a busy machine is no failure; then throws, naming `what` was awaited and the last error or value.
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  { timeout_ms = 30_000, what = 'the condition' }: { timeout_ms?: number; what?: string } = {},
): Promise<T> {
  const end = performance.now() + timeout_ms;
  for (let pause_ms = 2; ; pause_ms = Math.min(pause_ms * 1.5, 50)) {
    let last: unknown;
    let cause: unknown;
    try {
      const value = await condition();
      if (value) return value;
      last = value;
    } catch (error) {
      cause = error;
    }
    if (performance.now() > end) {
      const seen = cause === undefined ? `it gave ${JSON.stringify(last)}` : `it threw ${cause}`;
      throw new Error(`waited ${timeout_ms} ms for ${what}; at last ${seen}`, { cause });
    }
    await sleep(pause_ms);
  }
}
