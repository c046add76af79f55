import type { Redis } from 'ioredis';
import { type Log, silentLog } from '../../runtime/log.ts';
import {
  type Counters,
  DEFAULT_POOL,
  type EventBus,
  type Presence,
  type StartPermits,
  type TurnQueue,
  type VersionCache,
} from '../contracts/index.ts';
import {
  addressOf,
  connectRedis,
  databaseNumberOf,
  LossLog,
  orUnavailable,
  untilReady,
} from './connections.ts';
import { type ReachOptions, reachRedis } from './reach-redis.ts';
import { RedisCounters } from './redis-counters.ts';
import { RedisEventBus } from './redis-event-bus.ts';
import { RedisPresence } from './redis-presence.ts';
import { RedisStartPermits } from './redis-start-permits.ts';
import { RedisTurnQueue } from './redis-turn-queue.ts';
import { RedisVersionCache } from './redis-version-cache.ts';

const READY_MS = 10_000;

export interface OpenRedisOptions extends ReachOptions {
  log?: Pick<Log, 'info' | 'warn'>;
}

/** Channels are shared by all databases of a Redis server, so the database number is part of their names. */
export const channelPrefixOf = (url: string, db_name: string): string =>
  `${db_name}:db${databaseNumberOf(url)}:events`;

/**
 * Opens the parts that use Redis; every key and channel begins with `db_name:`. Throws `Unavailable` if the server could not be reached
 * within `wait_ms`, and `Refused` if it lacks something that is needed.
 */
export async function openRedis(
  url: string,
  db_name: string,
  options: OpenRedisOptions = {},
): Promise<OpenRedis> {
  const address = addressOf(url);
  const channel_prefix = channelPrefixOf(url, db_name);
  await reachRedis(url, { address, db_name, channel_prefix }, options);
  const connections = {
    commands: connectRedis(url, 'commands'),
    // A separate connection: a thousand new turns must not delay reading a version.
    turns: connectRedis(url, 'commands'),
    subscriber: connectRedis(url, 'events'),
  };
  try {
    const all = Object.values(connections);
    await Promise.all(all.map((redis) => untilReady(redis, `Redis at ${address}`, READY_MS)));
  } catch (error) {
    for (const redis of Object.values(connections)) redis.disconnect();
    throw error;
  }
  return new OpenRedis(connections, { url, address, db_name, channel_prefix }, options);
}

interface Connections {
  commands: Redis;
  turns: Redis;
  subscriber: Redis;
}

interface Names {
  url: string;
  address: string;
  db_name: string;
  channel_prefix: string;
}

export class OpenRedis {
  readonly queue: TurnQueue;
  /** The turns of the system's own tasks. */
  readonly system_queue: TurnQueue;
  readonly events: EventBus;
  readonly versions: VersionCache;
  readonly counters: Counters;
  readonly permits: StartPermits;
  readonly presence: Presence;
  readonly #connections: Connections;
  readonly #queues: RedisTurnQueue[] = [];
  readonly #openQueue: (name: string) => RedisTurnQueue;
  readonly #losses: LossLog | null;
  readonly #log: Pick<Log, 'info' | 'warn'>;
  #closing: Promise<void> | null = null;

  constructor(connections: Connections, names: Names, options: OpenRedisOptions) {
    const { url, address, db_name, channel_prefix } = names;
    const { commands, turns, subscriber } = connections;
    const { log = silentLog } = options;
    this.#connections = connections;
    this.#log = log;
    this.#losses = options.log ? new LossLog(commands, address, log) : null;
    const connectConsumer = () => connectRedis(url, 'waiting');
    const own = { redis: turns, connectConsumer, subscriber, db_name, channel_prefix, log };
    this.#openQueue = (name) => new RedisTurnQueue({ ...own, name });
    this.queue = this.#kept('turns');
    this.system_queue = this.#kept('system-turns');
    this.events = new RedisEventBus({ commands, subscriber, prefix: channel_prefix, log });
    this.versions = new RedisVersionCache(commands, db_name, { log });
    this.counters = new RedisCounters(commands, db_name);
    this.permits = new RedisStartPermits(commands, db_name, log);
    const database = databaseNumberOf(url);
    this.presence = new RedisPresence(commands, { db_name, address, database, log });
  }

  /** The turns of one pool of workers, to be opened once. */
  poolQueue(pool: string): TurnQueue {
    return pool === DEFAULT_POOL ? this.queue : this.#kept(`turns-${pool}`);
  }

  /** Throws `Unavailable`. */
  async ping(): Promise<void> {
    await orUnavailable('Redis', this.#connections.commands.ping());
  }

  /** Closes everything above. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #kept(name: string): RedisTurnQueue {
    const queue = this.#openQueue(name);
    this.#queues.push(queue);
    return queue;
  }

  async #close(): Promise<void> {
    await this.presence.leave();
    await Promise.all(this.#queues.map((queue) => queue.close()));
    await this.events.close();
    await this.versions.close();
    this.#losses?.end();
    try {
      // The last published messages are still being sent.
      await this.#connections.commands.quit();
    } catch (error) {
      this.#log.info(
        { err: error },
        'Redis could not be reached while its connections were being closed; they were cut',
      );
    }
    for (const redis of Object.values(this.#connections)) redis.disconnect();
  }
}
