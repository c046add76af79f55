import type { Redis } from 'ioredis';
import {
  type Counters,
  type EventBus,
  Refused,
  type TurnQueue,
  Unavailable,
  type VersionCache,
} from '../contracts/index.ts';
import { addressOf, type ConnectionLog, connectRedis, logLosses, orUnavailable } from './connections.ts';
import { createRedisCounters } from './redis-counters.ts';
import { createRedisEventBus } from './redis-event-bus.ts';
import { createRedisTurnQueue } from './redis-turn-queue.ts';
import { createRedisVersionCache } from './redis-version-cache.ts';

export interface OpenRedisOptions {
  /** How long to wait for an unreachable server, milliseconds. Default 30,000. */
  wait_ms?: number;
  /** Gets one line, without user and password, when the server cannot be reached at first. */
  on_wait?: (line: string) => void;
  log?: ConnectionLog;
  /** The highest priority of a turn before the order starts again; for tests. */
  max_tag?: number;
}

export interface OpenRedis {
  queue: TurnQueue;
  events: EventBus;
  versions: VersionCache;
  counters: Counters;
  /** Throws `Unavailable`. */
  ping(): Promise<void>;
  /** Closes everything above. */
  close(): Promise<void>;
}

/**
 * Opens what Redis carries; every key and channel begins with `db_name:`. Throws `Unavailable` when the server could not be
 * reached within `wait_ms`, and an Error at once when it refuses the user or password.
 */
export async function openRedis(
  url: string,
  db_name: string,
  options: OpenRedisOptions = {},
): Promise<OpenRedis> {
  const { log } = options;
  const address = addressOf(url);
  const commands = connectRedis(url, 'commands');
  // A connection of its own: a thousand new turns must not delay the look at a version.
  const turns = connectRedis(url, 'commands');
  const subscriber = connectRedis(url, 'events');
  const connections = [commands, turns, subscriber];
  try {
    await reach(commands, address, options);
    await Promise.all([turns, subscriber].map((redis) => reach(redis, address, options)));
  } catch (error) {
    for (const redis of connections) redis.disconnect();
    throw error;
  }
  const endLog = log && logLosses(commands, address, log);

  const queue = createRedisTurnQueue({
    redis: turns,
    connectConsumer: () => connectRedis(url, 'waiting'),
    db_name,
    log,
    max_tag: options.max_tag,
  });
  const events = createRedisEventBus(commands, subscriber, db_name, log);
  const versions = createRedisVersionCache(commands, db_name);
  let closing: Promise<void> | null = null;

  async function close(): Promise<void> {
    await queue.close();
    await events.close();
    await versions.close();
    endLog?.();
    // What was published last still travels.
    await commands.quit().catch(() => {});
    for (const redis of connections) redis.disconnect();
  }

  return {
    queue,
    events,
    versions,
    counters: createRedisCounters(commands, db_name),
    async ping() {
      await orUnavailable('Redis', commands.ping());
    },
    close() {
      closing ??= close();
      return closing;
    },
  };
}

function reach(
  redis: Redis,
  address: string,
  { wait_ms = 30_000, on_wait }: OpenRedisOptions,
): Promise<void> {
  if (redis.status === 'ready') return Promise.resolve();
  return new Promise((resolve, reject) => {
    let last: Error | undefined;
    const timer = setTimeout(() => settle(new Unavailable(`Redis at ${address}`, { cause: last })), wait_ms);
    const settle = (error?: Error) => {
      clearTimeout(timer);
      redis.off('ready', settle);
      redis.off('error', onError);
      if (error) reject(error);
      else resolve();
    };
    function onError(error: Error): void {
      if (/WRONGPASS|NOAUTH|NOPERM|invalid password/i.test(error.message)) {
        settle(new Refused(`Redis at ${address} refuses the user or password of REDIS_URL`));
        return;
      }
      if (!last)
        on_wait?.(
          `Redis at ${address} cannot be reached (${error.message}); trying for ${wait_ms / 1_000} s`,
        );
      last = error;
    }
    redis.on('ready', settle);
    redis.on('error', onError);
  });
}
