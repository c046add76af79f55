/** Limits how many items of a task type may run and start, over all workers. */
export interface StartLimit {
  /** The task type. If the type counts by key, a colon and the key follow. */
  name: string;
  /** Maximum number of items at the same time; null = any number. */
  running: number | null;
  /** At most `limit` starts in any `per` milliseconds; null = any number. */
  rate: { limit: number; per: number } | null;
}

/** A request for one place under a limit. The place counts until it is given back or has not been renewed for `PERMIT_MS`. */
export interface PermitRequest {
  /** Unique name of the permit. */
  permit: string;
  /** The waiter on whose behalf it is requested: places reserved for this waiter are given to nobody else. */
  waiter: string;
}

/** The waiters that may try now. Places are reserved for them for a short time. */
export interface Wake {
  waiters: string[];
  /** Milliseconds until the next check by this caller makes sense; null = nobody waits any more. */
  again_in_ms: number | null;
}

/** Milliseconds for which a permit counts without renewal. Longer than the lease, after which a worker gives up its items. */
export const PERMIT_MS = 12_500;
/** Milliseconds for which a place is reserved for a woken waiter. */
export const WOKEN_MS = 200;
/** A waiter that asked to be woken this recently is kept, because it may have more items than were seen. */
export const ASKED_OF_LATE_MS = 1_000;
/** Maximum number of woken waiters that have not tried yet. */
export const MOST_WOKEN = 200;

/**
 * Permits to start items, shared by all workers. If they are lost (after a flush of Redis), the renewal restores permits in hand, and the
 * sweep registers waiting items again. Every method throws `Unavailable`.
 */
export interface StartPermits {
  /**
   * Returns for each request whether it got its permit. A start counts from here until `per` milliseconds after `started`, so that no
   * window contains too many starts, however long an item takes between its permit and its start.
   */
  take(limit: StartLimit, requests: readonly PermitRequest[]): Promise<boolean[]>;
  /** The item has begun. */
  started(limit: StartLimit, permit: string): Promise<Wake>;
  /** `unused`: the item was not started, so its start does not count. */
  give(limit: StartLimit, permits: readonly string[], unused: boolean): Promise<Wake>;
  /** Extends permits in hand by `PERMIT_MS`; lost permits count again. */
  renew(held: readonly { name: string; permits: readonly string[] }[]): Promise<void>;
  /** Registers `waiter` to be woken `count` more times; with `at_least`, `count` times in all unless it is registered for more already. */
  wait(limit: StartLimit, waiter: string, count: number, at_least?: boolean): Promise<Wake>;
  /** These waiters have nothing left that waits: they are no longer woken, and places reserved for them become free. */
  gone(limit: StartLimit, waiters: readonly string[]): Promise<Wake>;
  /** Wakes the waiters for which there is room now, in turn. */
  wake(limit: StartLimit): Promise<Wake>;
  /** Names of limits with waiters, the one that was checked longest ago first. */
  waitedFor(most: number): Promise<string[]>;
}
