/** An entry of the queue: "an item of this owner may run". A surplus turn does no harm; a lost one is pushed again. */
export interface Turns {
  owner_id: string;
  count: number;
  /** Delay in milliseconds before they may be taken. Default 0. */
  delay_ms?: number;
  /** Of the workers that may take them. Default `default`. */
  pool?: string;
}

/** The pool of workers, and of turns, that name none. */
export const DEFAULT_POOL = 'default';

const SYSTEM = 'system:';

/** The owner of the system's hidden tasks on behalf of an account, which have separate turns. */
export const systemOwnerFor = (what: string, owner_id: string): string => `${SYSTEM}${what}:${owner_id}`;
export const isSystemOwner = (owner_id: string): boolean => owner_id.startsWith(SYSTEM);

/** A place of a worker that has nothing to do, kept for one new item. */
export interface IdlePlace {
  /** As whom the item is claimed. */
  worker_id: string;
  /** The consumer whose place it is, and by which of its offers: the queue's own. */
  consumer: string;
  offer: string;
}

/** What a consumer does with items that others have claimed for its idle places. */
export interface SentItems {
  worker_id(): string;
  /** An owner who may have no more of its places now; null = there is none. */
  refuses(): string | null;
  /** Resolves once the place is free. Never throws. */
  take(item: string): Promise<void>;
  /** Items may have been lost on their way: what was taken for them did not arrive, or the line was cut. */
  lost(): void;
}

/**
 * The way of a new item past the queue: while no turn waits and a worker has idle places, who creates an item claims it for one of them
 * and sends it there. At most once: code that must not lose an item also reads the store.
 */
export interface IdlePlaces {
  /** Null if turns wait, no place is idle, or that cannot be said at once. Never throws. */
  take(owner_id: string): Promise<IdlePlace | null>;
  /** True if the item went off; false if the worker is gone, and null if that is not known. Never throws. */
  send(place: IdlePlace, item: string): Promise<boolean | null>;
  /** The place is not needed. */
  giveBack(place: IdlePlace): void;
}

/** Hands out turns by start-time fair queuing over owners. */
export interface TurnQueue {
  /** Absent where a turn costs next to nothing. */
  readonly idle?: IdlePlaces;
  /** Resolves once the turns are in the queue. Throws `Unavailable`. */
  push(turns: Turns[]): Promise<void>;
  /**
   * Calls `take` for each turn, with at most `places` calls unresolved at a time. `take` never throws.
   * One consumer per process at most.
   */
  serve(places: number, take: (owner_id: string) => Promise<void>): TurnConsumer;
  /**
   * True for one caller if the queue has lost its turns (after a flush, or because it starts empty, as the in-process queue always does):
   * that caller pushes the turns of all waiting items in the store. Throws `Unavailable`.
   */
  lostTurns(): Promise<boolean>;
  /** Turns that may be taken now and wait for a place, for metrics. */
  waiting(): Promise<number>;
  /** Puts a turn and takes it, without any effect on the turns of owners. Throws `Unavailable` if that does not work. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Turns of every pool of workers, each handed out to these workers alone. */
export interface PooledTurnQueue extends TurnQueue {
  /** The idle places of the workers of this pool. */
  idleOf(pool: string): IdlePlaces | undefined;
  /** With turns of all these `pools`, and `places` for all of them together. */
  serve(
    places: number,
    take: (owner_id: string, pool: string) => Promise<void>,
    pools?: readonly string[],
  ): TurnConsumer;
  /** Of one pool; without, of all that this process knows. */
  waiting(pool?: string): Promise<number>;
  /** Pools that there are besides those this process pushes to and serves: `waiting` and `lostTurns` tell of them as well. */
  know(pools: readonly string[]): void;
}

export interface TurnConsumer {
  /**
   * Takes a place as a turn of this owner and pool would, in the call itself, if one is free and no turn waits for it; null otherwise. The
   * place is free again after the returned function was called. Absent where other processes serve the queue as well.
   */
  takePlace?(owner_id: string, pool: string): (() => void) | null;
  /**
   * From now on its idle places are offered to whoever creates items. Absent where a turn costs next to nothing, and where several queues
   * share the places.
   */
  offer?(sent: SentItems): void;
  /** Takes no new turns; turns in use go on. */
  pause(): void;
  resume(): void;
  /** Takes no new turns and returns at once; running calls of `take` go on. */
  close(): Promise<void>;
}
