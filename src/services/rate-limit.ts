import { type Counters, Unavailable } from '../data/contracts/index.ts';
import { Fault } from '../errors.ts';

export type Count = Awaited<ReturnType<Counters['hit']>>;

export const NOTHING_COUNTED: Count = { count: 0, resets_in_ms: 0 };

/** Limits only prevent misuse, so people can continue while the counters are unreachable. */
export async function openWhileAway<T>(work: () => Promise<T>, instead: T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Unavailable) return instead;
    throw error;
  }
}

/** Throws `too_many_requests` with the seconds to wait once there were `most` before this one. */
export function refuseAbove(most: number, { count, resets_in_ms }: Count): void {
  if (count < most) return;
  throw new Fault('too_many_requests', { retry_after: Math.max(1, Math.ceil(resets_in_ms / 1_000)) });
}
