import { Redis } from 'ioredis';

/** What the doctor checks of a Redis server. */
export interface RedisReport {
  version: string;
  /** Bytes; 0 = no limit. */
  maxmemory: number;
  maxmemory_policy: string;
  /** Which data survives a restart; null if the server does not report it. */
  persistence: 'none' | 'snapshots' | 'append-only file' | null;
  /** Milliseconds that the server's clock is ahead of ours. */
  clock_ahead_ms: number;
}

/** Reads without changing anything, for at most `wait_ms`. Throws errors of the driver. */
export async function inspectRedis(url: string, wait_ms: number): Promise<RedisReport> {
  const redis = new Redis(url, {
    lazyConnect: true,
    // It would print its own message where INFO is refused.
    enableReadyCheck: false,
    connectTimeout: wait_ms,
    commandTimeout: wait_ms,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // `connect` reports only that the connection ended; the reason comes here.
  let reason: Error | undefined;
  redis.on('error', (error) => {
    reason = error;
  });
  try {
    await redis.connect();
    const asked = Date.now();
    const [seconds, microseconds] = await redis.time();
    const answered = Date.now();
    const info = fieldsOf(await redis.info());
    return {
      version: info.get('redis_version') ?? 'unknown',
      maxmemory: Number(info.get('maxmemory') ?? 0),
      maxmemory_policy: info.get('maxmemory_policy') ?? 'unknown',
      persistence: info.get('aof_enabled') === '1' ? 'append-only file' : await snapshotsOf(redis),
      clock_ahead_ms:
        Number(seconds) * 1_000 + Math.round(Number(microseconds) / 1_000) - (asked + answered) / 2,
    };
  } catch (error) {
    throw reason ?? error;
  } finally {
    redis.disconnect();
  }
}

const fieldsOf = (info: string) =>
  new Map(info.split(/\r?\n/).map((line) => line.split(':', 2) as [string, string]));

/** Managed Redis services often forbid CONFIG. */
async function snapshotsOf(redis: Redis): Promise<RedisReport['persistence']> {
  try {
    const [, rule] = (await redis.config('GET', 'save')) as [string, string];
    return rule ? 'snapshots' : 'none';
  } catch {
    // Forbidden: doctor reports it as unknown.
    return null;
  }
}
