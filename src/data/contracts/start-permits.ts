/** How many items of a task type may run, and start, over all workers. */
export interface StartLimit {
  /** The task type; with a key of its own behind a colon where the type counts by key. */
  name: string;
  /** Items at once at most; null = any number. */
  running: number | null;
  /** At most `limit` starts in any `per` milliseconds; null = any number. */
  rate: { limit: number; per: number } | null;
}

/** One place under a limit. It counts until it is given back, or was not renewed for `PERMIT_MS`. */
export interface PermitRequest {
  /** Names the permit; nobody else's has this name. */
  permit: string;
  /** Who asks, as it would wait: what was kept free for it is given to nobody else. */
  waiter: string;
}

/** Who waited and may try now. For a short while places are kept free for them. */
export interface Wake {
  waiters: string[];
  /** Milliseconds until another look is worth it; null = nobody waits any more. */
  again_in_ms: number | null;
}

/** So long a permit counts that nobody renews: its worker is dead. Longer than the lease, after which a worker gives its items up. */
export const PERMIT_MS = 12_500;
/** So long a place is kept free for a waiter that was woken. */
export const WOKEN_MS = 200;
/** Who asked to be woken so shortly ago is not forgotten: it may have more to do than was seen. */
export const ASKED_OF_LATE_MS = 1_000;
/** Waiters that are woken and have not tried yet, at most. */
export const MOST_WOKEN = 200;

/**
 * Permits to start items, shared by all workers. What is lost with them (a flush of Redis) is only who runs and who waits: permits in
 * hand come back with their renewal, and the sweep registers again what waits. Every method throws `Unavailable`.
 */
export interface StartPermits {
  /**
   * Tells for each request whether it got its permit. A start counts from here until `per` milliseconds after `started`, so that no
   * window holds too many starts however long one takes from its permit to its beginning.
   */
  take(limit: StartLimit, requests: readonly PermitRequest[]): Promise<boolean[]>;
  /** The item has begun. */
  started(limit: StartLimit, permit: string): Promise<Wake>;
  /** `unused`: nothing was started, so that the start does not count. */
  give(limit: StartLimit, permits: readonly string[], unused: boolean): Promise<Wake>;
  /** Lets permits in hand count for another `PERMIT_MS`; those that were lost count again. */
  renew(held: readonly { name: string; permits: readonly string[] }[]): Promise<void>;
  /** `waiter` is to be woken `count` times more; with `only_new`, no more often than it is to be already. */
  wait(limit: StartLimit, waiter: string, count: number, only_new?: boolean): Promise<Wake>;
  /** These have nothing left that waits: what is kept for them is for others, and they are woken no more. */
  gone(limit: StartLimit, waiters: readonly string[]): Promise<Wake>;
  /** Whom there is room for now; waiters take their turns. */
  wake(limit: StartLimit): Promise<Wake>;
  /** Names of limits that somebody waits for; those first that nobody has looked at for the longest time. */
  waitedFor(most: number): Promise<string[]>;
}
