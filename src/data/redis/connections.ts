import { Redis, type RedisOptions } from 'ioredis';
import { Unavailable } from '../contracts/index.ts';

/** Where losses and returns of Redis are told, once each. A pino logger fits. */
export interface ConnectionLog {
  warn(message: string): void;
  info(message: string): void;
}

/** A server that answers nothing for so long is taken for lost, milliseconds. */
const SILENCE_MS = 2_000;

/**
 * `commands`: fails at once while Redis is away; nothing is sent twice.
 * `waiting`: commands wait for Redis to come back, for BullMQ's workers, which block on purpose.
 * `events`: for subscriptions, which the event bus makes anew each time the connection is ready.
 */
export type ConnectionKind = 'commands' | 'waiting' | 'events';

const OPTIONS: Record<ConnectionKind, RedisOptions> = {
  // A silent socket is dropped, not its command alone: from then on every command fails at once and not after 2 s each.
  commands: { enableOfflineQueue: false, maxRetriesPerRequest: 0, socketTimeout: SILENCE_MS },
  // BullMQ blocks for up to 10 s at a time.
  waiting: { enableOfflineQueue: true, maxRetriesPerRequest: null, socketTimeout: 15_000 },
  events: { enableOfflineQueue: false, maxRetriesPerRequest: 0, autoResubscribe: false },
};

/** Opens a connection that reconnects for ever. It has an error listener, so a loss never ends the process. */
export function connectRedis(url: string, kind: ConnectionKind): Redis {
  const redis = new Redis(url, {
    ...OPTIONS[kind],
    connectTimeout: SILENCE_MS,
    // ioredis waits so long for the end of sockets that have ended already.
    disconnectTimeout: 500,
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 10), 1_000),
    // The old primary after a failover: connect anew, to where the name points now.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  });
  redis.on('error', () => {});
  return redis;
}

/** `host:port` of a Redis URL, without user and password. */
export function addressOf(url: string): string {
  const { hostname, port } = new URL(url);
  return `${hostname || 'localhost'}:${port || 6379}`;
}

/** Tells the log when this connection is lost and when it is back, once each however long it takes; returns its end. */
export function logLosses(redis: Redis, address: string, log: ConnectionLog): () => void {
  let reason = '';
  let lost = false;

  function onError(error: Error): void {
    reason = `: ${error.message}`;
  }

  function onClose(): void {
    if (lost) return;
    lost = true;
    log.warn(`Redis at ${address} is lost${reason}; trying to reach it again`);
  }

  function onReady(): void {
    if (lost) log.info(`Redis at ${address} is back`);
    lost = false;
    reason = '';
  }

  redis.on('error', onError).on('close', onClose).on('ready', onReady);
  return () => void redis.off('error', onError).off('close', onClose).off('ready', onReady);
}

/** Waits for the answer of Redis; whatever goes wrong becomes `Unavailable` with the error as its cause. */
export async function orUnavailable<T>(what: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw new Unavailable(what, { cause });
  }
}

/** Registers a Lua script as a command of this connection and returns a function that runs it. */
export function defineScript(
  redis: Redis,
  name: string,
  script: { keys?: number; lua: string },
): (...args: (string | number)[]) => Promise<unknown> {
  redis.defineCommand(name, { numberOfKeys: script.keys, lua: script.lua });
  const commands = redis as unknown as Record<string, (...args: (string | number)[]) => Promise<unknown>>;
  const run = commands[name];
  if (!run) throw new Error(`The script ${name} was not registered`);
  return (...args) => run.call(redis, ...args);
}
