import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { Batcher } from '../../runtime/batcher.ts';
import { OperatorError } from '../../runtime/operator-error.ts';
import { type TurnQueue, type Turns, Unavailable } from '../contracts/index.ts';
import { orUnavailable, type RedisLog } from './connections.ts';
import { ForeignKeys, type OwnKeys } from './foreign-keys.ts';
import { FORBIDDEN, stateIn } from './reach-redis.ts';
import { RedisIdlePlaces } from './redis-idle-places.ts';
import { RedisTurnConsumer } from './redis-turn-consumer.ts';
import { missingKey, notLostKey, ownTurnKeys, queuePrefixOf } from './turn-keys.ts';
import { type NewTurns, TurnScripts } from './turn-scripts.ts';

const WHAT = 'Redis (turn queue)';

/** Pushes that travel together. */
const PUSHES_AT_ONCE = 10_000;

export interface RedisTurnQueueOptions {
  /** A connection of kind `commands`. */
  redis: Redis;
  /** Opens the connection (of kind `waiting`) of a consumer. */
  connectConsumer(): Redis;
  /** The connection of the event bus, on which a consumer receives items for its idle places. */
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
 * The turn queue of several processes. A turn contains only its owner, so the queue consists of a count for each owner and the order of
 * the owners (see turn-steps.ts). A thousand turns of an owner are pushed or taken in one step.
 */
export class RedisTurnQueue implements TurnQueue {
  readonly idle: RedisIdlePlaces;
  readonly #options: RedisTurnQueueOptions;
  readonly #own: OwnKeys;
  readonly #foreign: ForeignKeys;
  readonly #not_lost_key: string;
  readonly #missing_key: string;
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
    this.#own = ownTurnKeys(prefix);
    this.#foreign = new ForeignKeys(redis, log);
    this.#not_lost_key = notLostKey(prefix);
    this.#missing_key = missingKey(prefix);
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
      missed: () => this.reportMissing(),
      dropForeign: () => this.#foreign.drop(this.#own),
      log,
    });
    return this.#consumer;
  }

  async lostTurns(): Promise<boolean> {
    const set = await orUnavailable(WHAT, this.#options.redis.set(this.#not_lost_key, '1', 'NX'));
    return set === 'OK';
  }

  async mayMissTurns(): Promise<boolean> {
    return (await orUnavailable(WHAT, this.#options.redis.del(this.#missing_key))) === 1;
  }

  async reportMissing(): Promise<void> {
    await orUnavailable(WHAT, this.#options.redis.set(this.#missing_key, '1'));
  }

  async waiting(): Promise<number> {
    return orUnavailable(WHAT, this.#scripts.waiting());
  }

  async drop(owner_id: string): Promise<number> {
    return orUnavailable(WHAT, this.#scripts.drop(owner_id));
  }

  /** Pushes a turn and takes it, because a Redis server that is full, read-only or refuses its user still answers a PING. */
  async ping(): Promise<void> {
    if (this.#closed) throw new Unavailable(WHAT);
    try {
      await this.#foreign.drop(this.#own);
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
    await this.#foreign.without(this.#own, () => this.#scripts.push(all, randomUUID()));
    return batch.map(() => undefined);
  }
}
