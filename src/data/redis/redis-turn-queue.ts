import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { Batcher } from '../../runtime/batcher.ts';
import { OperatorError } from '../../runtime/operator-error.ts';
import { type TurnQueue, type Turns, Unavailable } from '../contracts/index.ts';
import { orUnavailable, type RedisLog } from './connections.ts';
import { FORBIDDEN, stateIn } from './reach-redis.ts';
import { RedisIdlePlaces } from './redis-idle-places.ts';
import { RedisTurnConsumer } from './redis-turn-consumer.ts';
import { isWrongType, TurnMending } from './turn-mending.ts';
import { type NewTurns, queuePrefixOf, TurnScripts } from './turn-scripts.ts';

const WHAT = 'Redis (turn queue)';

/** Pushes that travel together. */
const PUSHES_AT_ONCE = 10_000;

export interface RedisTurnQueueOptions {
  /** A connection of kind `commands`. */
  redis: Redis;
  /** Opens the connection (of kind `waiting`) of a consumer. */
  connectConsumer(): Redis;
  /** The connection of the event bus, on which a consumer hears of items for its idle places. */
  subscriber: Redis;
  /** The prefix of every key. */
  db_name: string;
  /** The prefix of every channel. */
  channel_prefix: string;
  /** The name of the queue. Default `turns`. */
  name?: string;
  log: RedisLog;
}

/**
 * The turn queue of several processes. A turn has no content besides its owner, so the queue is a count for each owner and the order of
 * the owners (see turn-scripts.ts): a thousand turns of an owner are pushed, and taken, in one step.
 */
export class RedisTurnQueue implements TurnQueue {
  readonly idle: RedisIdlePlaces;
  readonly #options: RedisTurnQueueOptions;
  readonly #mending: TurnMending;
  readonly #scripts: TurnScripts;
  readonly #pushes: Batcher<Turns[], void>;
  #consumer: RedisTurnConsumer | null = null;
  #closed = false;
  #closing: Promise<void> | null = null;

  constructor(options: RedisTurnQueueOptions) {
    const { redis, db_name, name } = options;
    this.#options = options;
    const prefix = queuePrefixOf(db_name, name);
    this.#scripts = new TurnScripts(redis, prefix);
    const { channel_prefix, log } = options;
    this.#mending = new TurnMending(redis, prefix, log);
    this.idle = new RedisIdlePlaces({ redis, scripts: this.#scripts, channel_prefix, log });
    this.#pushes = new Batcher({ most: PUSHES_AT_ONCE, run: (batch) => this.#send(batch) });
  }

  async push(turns: Turns[]): Promise<void> {
    if (this.#closed) throw new Unavailable(WHAT);
    if (turns.length > 0) await orUnavailable(WHAT, this.#pushes.add(turns));
  }

  serve(places: number, take: (owner_id: string) => Promise<void>): RedisTurnConsumer {
    if (this.#consumer?.running) throw new Error('This turn queue has a consumer already');
    const { connectConsumer, redis, subscriber, channel_prefix, log } = this.#options;
    this.#consumer = new RedisTurnConsumer({
      redis,
      waiting: connectConsumer(),
      subscriber,
      channel_prefix,
      scripts: this.#scripts,
      places,
      take,
      giveBack: (turns) => this.push(turns),
      mending: this.#mending,
      log,
    });
    return this.#consumer;
  }

  async lostTurns(): Promise<boolean> {
    const set = await orUnavailable(WHAT, this.#options.redis.set(this.#mending.sentinel_key, '1', 'NX'));
    return set === 'OK';
  }

  async waiting(): Promise<number> {
    return orUnavailable(WHAT, this.#scripts.waiting());
  }

  /** A turn put and taken, because a Redis server that is full, read-only or refuses its user still answers a PING. */
  async ping(): Promise<void> {
    if (this.#closed) throw new Unavailable(WHAT);
    try {
      await this.#mending.mend();
      await this.#scripts.try();
    } catch (error) {
      const { message } = error as Error;
      const state = stateIn(message) ?? (FORBIDDEN.test(message) ? `does not allow it: ${message}` : null);
      const cause = state === null ? error : new OperatorError(`Redis ${state}`, { cause: error });
      throw new Unavailable(WHAT, { cause });
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    // The consumer may still return turns.
    await this.#consumer?.close();
    this.#closed = true;
    await this.#pushes.settled();
    await this.idle.settled();
  }

  async #send(batch: Turns[][]): Promise<undefined[]> {
    const at_once = new Map<string, number>();
    const delayed: NewTurns[] = [];
    for (const { owner_id, count, delay_ms = 0 } of batch.flat()) {
      if (count <= 0) continue;
      if (delay_ms > 0) delayed.push({ owner_id, count, delay_ms: Math.ceil(delay_ms) });
      else at_once.set(owner_id, (at_once.get(owner_id) ?? 0) + count);
    }
    const turns = [...at_once].map(([owner_id, count]) => ({ owner_id, count, delay_ms: 0 }));
    const all = [...turns, ...delayed];
    try {
      await this.#scripts.push(all, randomUUID());
    } catch (error) {
      if (!isWrongType(error)) throw error;
      await this.#mending.mend();
      await this.#scripts.push(all, randomUUID());
    }
    return batch.map(() => undefined);
  }
}
