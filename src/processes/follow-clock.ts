import type { Database } from '../data/contracts/index.ts';
import type { SteadyClock } from '../runtime/clock.ts';

/** Closer than this the clocks agree: following each breath of the network would only turn times back and forth. */
const AGREES_MS = 250;

/**
 * Sets the clock by that of the database, where many processes share one: what one of them stores ("not before …") is compared by
 * another. Throws `Unavailable`.
 */
export async function followDatabase(clock: SteadyClock, database: Pick<Database, 'now'>): Promise<void> {
  if (!database.now) return;
  const asked = performance.now();
  const read = await database.now();
  const now = read + (performance.now() - asked) / 2;
  if (Math.abs(now - clock.now()) > AGREES_MS || !clock.follows) clock.follow(now);
}
