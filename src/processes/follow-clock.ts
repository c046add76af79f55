import type { Database } from '../data/contracts/index.ts';
import type { SteadyClock } from '../runtime/clock.ts';

/** Smaller differences are ignored: following every variation of the network delay would only move times back and forth. */
const AGREES_MS = 250;

/**
 * Sets the clock to that of the database if several processes share one: a time that one stores ("not before …") is compared by another.
 * Throws `Unavailable`.
 */
export async function followDatabase(clock: SteadyClock, database: Pick<Database, 'now'>): Promise<void> {
  if (!database.now) return;
  const asked = performance.now();
  const read = await database.now();
  const now = read + (performance.now() - asked) / 2;
  if (Math.abs(now - clock.now()) > AGREES_MS || !clock.follows) clock.follow(now);
}
