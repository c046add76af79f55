import { Redis, type RedisOptions } from 'ioredis';
import type { Log } from '../../runtime/log.ts';
import { Unavailable } from '../contracts/index.ts';

/** Logs losses, refusals and unreadable messages. A pino logger can be used. */
export type RedisLog = Pick<Log, 'info' | 'warn'>;

/** A server that does not answer for so many milliseconds counts as lost. */
const SILENCE_MS = 2_000;
/** How long a command of a `waiting` connection may block. */
export const BLOCK_S = 2;

/**
 * `commands`: fails at once while Redis is unreachable; nothing is sent twice.
 * `waiting`: commands wait for Redis to come back, for consumers of the queue, which block on purpose.
 * `events`: for subscriptions, which the event bus makes again each time the connection is ready.
 */
export type ConnectionKind = 'commands' | 'waiting' | 'events';

const OPTIONS: Record<ConnectionKind, RedisOptions> = {
  // A silent socket is dropped, not only its command: from then on, every command fails at once and not after 2 s.
  commands: { enableOfflineQueue: false, maxRetriesPerRequest: 0, socketTimeout: SILENCE_MS },
  waiting: {
    enableOfflineQueue: true,
    maxRetriesPerRequest: null,
    socketTimeout: BLOCK_S * 1_000 + SILENCE_MS,
  },
  events: {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResubscribe: false,
    // Counts from each PING of the event bus to its answer.
    socketTimeout: SILENCE_MS,
  },
};

/** Opens a connection that reconnects indefinitely. */
export function connectRedis(url: string, kind: ConnectionKind): Redis {
  const redis = new Redis(url, {
    ...OPTIONS[kind],
    connectTimeout: SILENCE_MS,
    // How long ioredis waits for the end of sockets that have already ended.
    disconnectTimeout: 500,
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 10), 1_000),
    // The old primary after a failover: connect again to the address that the name has now.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  });
  // Without a listener ioredis prints each error. `LossLog` writes one line for all connections, and the commands fail by themselves.
  redis.on('error', () => undefined);
  return redis;
}

/** `host:port` of a Redis URL, without user and password. */
export function addressOf(url: string): string {
  const { hostname, port } = new URL(url);
  return `${hostname || 'localhost'}:${port || 6379}`;
}

/** Where the server of a Redis URL is. */
export function placeOf(url: string): { host: string; port: number; tls: boolean } {
  const { hostname, port, protocol } = new URL(url);
  const host = hostname.replace(/^\[(.*)\]$/, '$1') || 'localhost';
  return { host, port: Number(port) || 6_379, tls: protocol === 'rediss:' };
}

/** The database number in a Redis URL; without one, ioredis uses 0. */
export const databaseNumberOf = (url: string): number => Number(new URL(url).pathname.slice(1)) || 0;

/** Resolves once the connection can be used; rejects with `Unavailable` after `wait_ms`. */
export async function untilReady(redis: Redis, what: string, wait_ms: number): Promise<void> {
  if (redis.status === 'ready') return;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new Unavailable(what)), wait_ms);
  redis.once('ready', resolve);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    redis.off('ready', resolve);
  }
}

/** Writes one line when a connection is lost and one when it is back, however long that takes. */
export class LossLog {
  readonly #redis: Redis;
  readonly #address: string;
  readonly #log: RedisLog;
  #reason = '';
  #lost = false;
  readonly #onError = (error: Error) => {
    this.#reason = `: ${error.message}`;
  };
  readonly #onClose = () => {
    if (!this.#lost)
      this.#log.warn({}, `Redis at ${this.#address} is lost${this.#reason}; trying to reach it again`);
    this.#lost = true;
  };
  readonly #onReady = () => {
    if (this.#lost) this.#log.info({}, `Redis at ${this.#address} is back`);
    this.#lost = false;
    this.#reason = '';
  };

  constructor(redis: Redis, address: string, log: RedisLog) {
    this.#redis = redis;
    this.#address = address;
    this.#log = log;
    redis.on('error', this.#onError).on('close', this.#onClose).on('ready', this.#onReady);
  }

  end(): void {
    this.#redis.off('error', this.#onError).off('close', this.#onClose).off('ready', this.#onReady);
  }
}

/** Waits for the answer of Redis; every error becomes `Unavailable` with the error as its cause. */
export async function orUnavailable<T>(what: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw new Unavailable(what, { cause });
  }
}

type RunScript = (...args: (string | number)[]) => Promise<unknown>;

/** Registers a Lua script as a command of this connection and returns a function that runs it. */
export function defineScript(redis: Redis, name: string, script: { keys?: number; lua: string }): RunScript {
  redis.defineCommand(name, { numberOfKeys: script.keys, lua: script.lua });
  // The types do not contain what defineCommand adds.
  const run = (redis as Redis & Record<string, RunScript | undefined>)[name];
  if (!run) throw new Error(`The script ${name} was not registered`);
  return (...args) => run.call(redis, ...args);
}
