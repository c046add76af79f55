/** An entry of the queue: "an item of this owner may run". A surplus turn does no harm; a lost one is pushed again. */
export interface Turns {
  owner_id: string;
  count: number;
  /** Delay in milliseconds before they may be taken. Default 0. */
  delay_ms?: number;
  /** The pool of the workers that may take them. Default `default`. */
  pool?: string;
}

/** The pool of workers and turns that do not name a pool. */
export const DEFAULT_POOL = 'default';

const SYSTEM = 'system:';

/** Number of the system's own items that one worker runs at once, in addition to people's items. */
export const SYSTEM_PLACES = 8;

/**
 * The owner of hidden tasks that the system runs on behalf of an account, each `part` of them (such as one webhook) with turns of its own.
 * Tasks that earlier versions stored have no part.
 */
export const systemOwnerFor = (what: string, account_id: string, part: string): string =>
  `${SYSTEM}${what}:${account_id}/${part}`;
export const isSystemOwner = (owner_id: string): boolean => owner_id.startsWith(SYSTEM);

/** The same without the part: all parts of an account have it in common. */
export const systemAccountOf = (owner_id: string): string => owner_id.split('/', 1)[0] ?? owner_id;

/** An idle place of a worker, reserved for one new item. */
export interface IdlePlace {
  /** The worker for which the item is claimed. */
  worker_id: string;
  /** The consumer that offers the place. */
  consumer: string;
  /** The name of the offer. Only the queue uses it. */
  offer: string;
}

/** Items for idle places of one consumer. */
export interface SentMessage {
  places: IdlePlace[];
  text: string;
}

/** How a consumer handles items that others have claimed for its idle places. */
export interface SentItems {
  worker_id(): string;
  /** An owner who may not use more of its places now; null = there is none. */
  refuses(): string | null;
  /** The items of a message: each promise resolves once the place of one of them is free. Never throws or rejects. */
  take(text: string): Promise<void>[];
  /** Items may have been lost on their way: a place was taken but no item arrived, or the connection was lost. */
  lost(): void;
}

/**
 * Sends new items to workers without the queue. While no turn waits and a worker has idle places, the creator of an item claims it for one
 * of these places and sends it there. Delivery is at most once, so code that must not lose an item also reads the store.
 */
export interface IdlePlaces {
  /** Null if turns wait, if no place is idle, or if this cannot be determined quickly. Never throws. */
  take(owner_id: string): Promise<IdlePlace | null>;
  /** For each message: true if it was sent, false if the worker no longer exists, null if this is unknown. Never throws. */
  send(messages: SentMessage[]): Promise<(boolean | null)[]>;
  /** The place is not needed. */
  giveBack(place: IdlePlace): void;
}

/** Hands out turns by start-time fair queuing over owners. */
export interface TurnQueue {
  /** Absent if a turn costs next to nothing. */
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
  /**
   * True for one caller if turns may be missing because the answer to a step was lost: that caller compares the turns with the items in the
   * store. Absent if there is no connection that could be lost. Throws `Unavailable`.
   */
  mayMissTurns?(): Promise<boolean>;
  /** Makes that known. Consumers do it by themselves. Throws `Unavailable`. */
  reportMissing?(): Promise<void>;
  /** Turns that may be taken now and wait for a place, for metrics. */
  waiting(): Promise<number>;
  /**
   * Deletes the turns of this owner that may be taken now; returns how many there were. Absent where nobody else can write to the queue.
   * Throws `Unavailable`.
   */
  drop?(owner_id: string): Promise<number>;
  /** Puts a turn and takes it, without any effect on the turns of owners. Throws `Unavailable` if that does not work. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** The turns of all pools. Each turn is handed out only to workers of its pool. */
export interface PooledTurnQueue extends TurnQueue {
  /** Idle places of workers of this pool. */
  idleOf(pool: string): IdlePlaces | undefined;
  /** Consumes turns of all these `pools`, with `places` in total. */
  serve(
    places: number,
    take: (owner_id: string, pool: string) => Promise<void>,
    pools?: readonly string[],
  ): TurnConsumer;
  /** For one pool, or without `pool`, for all that this process knows. */
  waiting(pool?: string): Promise<number>;
  drop?(owner_id: string, pool?: string): Promise<number>;
  /** Adds pools that this process neither pushes to nor serves, so that `waiting` and `lostTurns` include them. */
  know(pools: readonly string[]): void;
}

export interface TurnConsumer {
  /**
   * Takes a place immediately, as a turn of this owner and pool would, if one is free and no turn waits for it; null otherwise. The
   * returned function frees the place. Absent if other processes serve the queue as well.
   */
  takePlace?(owner_id: string, pool: string): (() => void) | null;
  /**
   * From now on, offers idle places to the creators of items. Absent if a turn costs next to nothing, or if several queues share the
   * places.
   */
  offer?(sent: SentItems): void;
  /** Takes no new turns; turns in use continue. */
  pause(): void;
  resume(): void;
  /** Takes no new turns and returns at once; running calls of `take` continue. */
  close(): Promise<void>;
}
