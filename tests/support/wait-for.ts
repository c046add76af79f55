import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Milliseconds. Most conditions ask a server over HTTP: whoever waits for a lease to expire would otherwise ask it hundreds of times, and
 * keep it from the others. A fortieth of what was waited already makes no test noticeably longer.
 */
const longestPause = (waited_ms: number): number => Math.min(200, Math.max(50, waited_ms / 40));

/**
 * Polls until `condition` returns something truthy and returns that. Errors that it throws count as "not yet". After `timeout_ms`, throws
 * an error with `what` was awaited and the last error or value. The default is 60 s: a busy machine is not a failure, and what the
 * product may take to recover adds up (a lease of 10 s, a sweep each 3 s, turns that count as lost after 10 s, permits after 12.5 s, items
 * put off for 30 s). Only a test that must tell a quick way from a slow one sets a shorter limit.
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  { timeout_ms = 60_000, what = 'the condition' }: { timeout_ms?: number; what?: string } = {},
): Promise<T> {
  const begun = performance.now();
  for (let pause_ms = 2; ; pause_ms = Math.min(pause_ms * 1.5, longestPause(performance.now() - begun))) {
    let last: unknown;
    let cause: unknown;
    try {
      const value = await condition();
      if (value) return value;
      last = value;
    } catch (error) {
      cause = error;
    }
    if (performance.now() > begun + timeout_ms) {
      const seen = cause === undefined ? `it gave ${JSON.stringify(last)}` : `it threw ${cause}`;
      throw new Error(`waited ${timeout_ms} ms for ${what}; at last ${seen}`, { cause });
    }
    await sleep(pause_ms);
  }
}
