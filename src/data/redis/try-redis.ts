/** For the doctor: tests what the product needs, and finds other installations that use the same names in this Redis. */
import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { addressOf, databaseNumberOf } from './connections.ts';
import { channelPrefixOf } from './open-redis.ts';
import { obstacleAt } from './reach-redis.ts';
import { installationKey, roleKey } from './redis-presence.ts';
import { queuePrefixOf } from './turn-keys.ts';
import { TurnScripts } from './turn-scripts.ts';

export interface RedisTrial {
  /** Why writes or messages do not work, as a text that follows "Redis"; null if they do. */
  obstacle: string | null;
  /** Why no turn can be put into the queue and taken again; null if that works. */
  queue_fault: string | null;
  /** True if a published message came back. */
  arrives: boolean;
  /** Id of the installation that currently uses these names. */
  installation_id: string | null;
  /** The roles with a running process. */
  roles: string[];
  /** Numbers of other databases of this Redis where an installation of the same name runs. */
  others: number[];
}

const ROLES = ['web', 'worker', 'scheduler'];

/** Leaves nothing behind. Throws errors of the driver. */
export async function tryRedis(url: string, db_name: string, wait_ms: number): Promise<RedisTrial> {
  const channel_prefix = channelPrefixOf(url, db_name);
  const obstacle = await obstacleAt(url, { address: addressOf(url), db_name, channel_prefix });
  if (obstacle !== null)
    return { obstacle, queue_fault: null, arrives: false, installation_id: null, roles: [], others: [] };
  const redis = await connected(url, wait_ms);
  try {
    const [installation_id = null, ...running] = await redis.mget(
      installationKey(db_name),
      ...ROLES.map((role) => roleKey(db_name, role)),
    );
    return {
      obstacle,
      queue_fault: await queueFault(redis, db_name),
      arrives: await arrives(redis, url, `${channel_prefix}:probe:${randomUUID()}`, wait_ms),
      installation_id,
      roles: ROLES.filter((_, at) => running[at] !== null),
      others: await othersIn(redis, url, db_name, wait_ms),
    };
  } finally {
    redis.disconnect();
  }
}

async function queueFault(redis: Redis, db_name: string): Promise<string | null> {
  try {
    await new TurnScripts(redis, queuePrefixOf(db_name)).try();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

async function arrives(redis: Redis, url: string, channel: string, wait_ms: number): Promise<boolean> {
  const subscriber = await connected(url, wait_ms);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const limit = setTimeout(() => resolve(false), wait_ms);
  try {
    subscriber.on('message', () => resolve(true));
    await subscriber.subscribe(channel);
    await redis.publish(channel, '');
    return await promise;
  } finally {
    clearTimeout(limit);
    subscriber.disconnect();
  }
}

/** INFO lists the databases; each is read over a separate connection. */
async function othersIn(redis: Redis, url: string, db_name: string, wait_ms: number): Promise<number[]> {
  const keyspace = await redis.info('keyspace');
  const numbers = [...keyspace.matchAll(/^db(\d+):/gm)].map(([, number]) => Number(number));
  const found: number[] = [];
  for (const number of numbers.filter((one) => one !== databaseNumberOf(url))) {
    const other = new URL(url);
    other.pathname = `/${number}`;
    const looker = await connected(other.href, wait_ms);
    try {
      if (await looker.exists(installationKey(db_name))) found.push(number);
    } finally {
      looker.disconnect();
    }
  }
  return found;
}

async function connected(url: string, wait_ms: number): Promise<Redis> {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableReadyCheck: false,
    connectTimeout: wait_ms,
    commandTimeout: wait_ms,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // Errors reject the waiting command.
  redis.on('error', () => undefined);
  await redis.connect();
  return redis;
}
