import type { Redis } from 'ioredis';
import type { VersionCache } from '../contracts/index.ts';
import { defineScript, orUnavailable } from './connections.ts';

/**
 * How long an entry is believed without a look in the database, seconds. Bounds what a lost write can do: a process that
 * alone is cut off from Redis writes its change to the database only, and the others see it after this time.
 */
const ENTRY_TTL_S = 15;

/** After Redis came back nothing is believed for this long: every process forgets first what stood there before. */
const SETTLE_MS = 3_000;

const RETRY_MS = 1_000;

// Writes of two processes may arrive in the wrong order: a lower number never replaces a higher one. 0 says "ended".
const WRITE = `
for i, key in ipairs(KEYS) do
  local known = tonumber(redis.call('GET', key) or '')
  local version = tonumber(ARGV[i + 1])
  if not known or not version or version == 0 or version >= known then
    redis.call('SET', key, ARGV[i + 1], 'EX', ARGV[1])
  end
end`;

/** Versions in Redis, shared by all processes. The reads of one turn of the event loop travel as one MGET. */
export function createRedisVersionCache(
  redis: Redis,
  db_name: string,
  options: { settle_ms?: number } = {},
): VersionCache {
  const prefix = `${db_name}:version:`;
  const writeAll = defineScript(redis, 'backend2WriteVersions', { lua: WRITE });
  let batch: Batch | null = null;
  /** Keys with a version in Redis that may be older than the database's. */
  const dirty = new Set<string>();
  let forgetting: Promise<void> | null = null;
  /** Redis was away: what it holds now may be a snapshot of yesterday, or a replica that missed the last writes. */
  let doubtful = false;
  let retry: NodeJS.Timeout | undefined;
  let believe_from = 0;
  let closed = false;

  function startBatch(): Batch {
    const keys: string[] = [];
    const values = new Promise((resolve) => setImmediate(resolve)).then(() => {
      batch = null;
      return fetch(keys);
    });
    return { keys, positions: new Map(), values };
  }

  async function fetch(keys: string[]): Promise<(string | null)[]> {
    if (doubtful || dirty.size > 0) await forgetDirty();
    if (performance.now() < believe_from) return keys.map(() => null);
    return redis.mget(keys);
  }

  function forgetDirty(): Promise<void> {
    forgetting ??= (doubtful ? forgetAll() : forget([...dirty])).finally(() => {
      forgetting = null;
    });
    return forgetting;
  }

  async function forget(keys: string[]): Promise<void> {
    // Cleared first: a key that becomes dirty again meanwhile stays so.
    for (const key of keys) dirty.delete(key);
    try {
      await redis.unlink(keys);
    } catch (error) {
      markDirty(keys);
      throw error;
    }
  }

  function markDirty(keys: string[]): void {
    for (const key of keys) dirty.add(key);
    // The other processes believe the old version until it is gone: not to be left to this one's next read.
    tryAgain();
  }

  function tryAgain(): void {
    if (!closed) retry ??= setTimeout(retryForgetting, RETRY_MS).unref();
  }

  function retryForgetting(): void {
    retry = undefined;
    if (doubtful || dirty.size > 0) forgetDirty().catch(() => tryAgain());
  }

  async function forgetAll(): Promise<void> {
    for await (const keys of redis.scanStream({ match: `${escapeGlob(prefix)}*`, count: 1_000 })) {
      if (keys.length > 0) await redis.unlink(keys);
    }
    doubtful = false;
    dirty.clear();
  }

  function onReady(): void {
    believe_from = performance.now() + (options.settle_ms ?? SETTLE_MS);
    doubtful = true;
    retryForgetting();
  }

  redis.on('ready', onReady);

  return {
    async read(keys) {
      if (keys.length === 0) return [];
      batch ??= startBatch();
      const { positions, keys: of_batch, values } = batch;
      const mine = keys.map((key) => {
        const known = positions.get(key);
        if (known !== undefined) return known;
        positions.set(key, of_batch.length);
        return of_batch.push(prefix + key) - 1;
      });
      const answers = await orUnavailable('Redis (versions)', values);
      return mine.map((position) => answers[position] ?? null);
    },

    async write(entries) {
      if (entries.length === 0) return;
      const keys = entries.map(([key]) => prefix + key);
      try {
        const versions = entries.map(([, version]) => version);
        await writeAll(keys.length, ...keys, ENTRY_TTL_S, ...versions);
      } catch {
        markDirty(keys);
      }
    },

    async fill(entries) {
      const commands = redis.pipeline();
      for (const [key, version] of entries) commands.set(prefix + key, version, 'EX', ENTRY_TTL_S, 'NX');
      // What could not be filled in is looked up in the database once more.
      await commands.exec().catch(() => {});
    },

    async clear() {
      await orUnavailable('Redis (versions)', forgetAll());
    },

    async close() {
      closed = true;
      clearTimeout(retry);
      redis.off('ready', onReady);
    },
  };
}

interface Batch {
  keys: string[];
  positions: Map<string, number>;
  values: Promise<(string | null)[]>;
}

function escapeGlob(text: string): string {
  return text.replace(/[*?[\]\\]/g, '\\$&');
}
