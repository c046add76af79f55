import type { Redis } from 'ioredis';
import { Batcher } from '../../runtime/batcher.ts';
import type { VersionCache } from '../contracts/index.ts';
import { defineScript, orUnavailable, type RedisLog } from './connections.ts';

type Entries = [key: string, version: string][];

/**
 * How many seconds an entry is trusted without reading the database. This limits the effect of a lost write: a process that is cut off from
 * Redis writes its change only to the database, and the others see it after this time.
 */
const ENTRY_TTL_S = 15;

/** After Redis has returned, nothing is trusted for this long: every process first removes the old entries. */
const SETTLE_MS = 3_000;

const RETRY_MS = 1_000;

/** Maximum number of reads in one MGET, and of MGETs at once. */
const READS_AT_ONCE = 1_000;
const BATCHES_AT_ONCE = 32;

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
export class RedisVersionCache implements VersionCache {
  readonly #redis: Redis;
  readonly #prefix: string;
  readonly #settle_ms: number;
  readonly #log: RedisLog | undefined;
  readonly #writeAll: ReturnType<typeof defineScript>;
  readonly #reads: Batcher<string[], (string | null)[]>;
  /** Keys with a version in Redis that may be older than the database's. */
  readonly #dirty = new Set<string>();
  #forgetting: Promise<void> | null = null;
  /** Redis was unreachable: its data may now be an old snapshot, or that of a replica that missed the last writes. */
  #doubtful = false;
  #believe_from = 0;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;
  readonly #onReady = () => {
    this.#believe_from = performance.now() + this.#settle_ms;
    this.#doubtful = true;
    this.#retryForgetting();
  };

  constructor(redis: Redis, db_name: string, options: { settle_ms?: number; log?: RedisLog } = {}) {
    this.#redis = redis;
    this.#prefix = `${db_name}:version:`;
    this.#settle_ms = options.settle_ms ?? SETTLE_MS;
    this.#log = options.log;
    this.#writeAll = defineScript(redis, 'backend2WriteVersions', { lua: WRITE });
    this.#reads = new Batcher({
      most: READS_AT_ONCE,
      at_once: BATCHES_AT_ONCE,
      run: (batch) => this.#fetch(batch),
    });
    redis.on('ready', this.#onReady);
  }

  async read(keys: string[]): Promise<(string | null)[]> {
    return keys.length === 0 ? [] : orUnavailable('Redis (versions)', this.#reads.add(keys));
  }

  async write(entries: Entries): Promise<void> {
    if (entries.length === 0) return;
    const keys = entries.map(([key]) => this.#prefix + key);
    const versions = entries.map(([, version]) => version);
    try {
      await this.#writeAll(keys.length, ...keys, ENTRY_TTL_S, ...versions);
    } catch {
      // The change is already stored; until these keys are removed from Redis, readers use the database.
      this.#markDirty(keys);
    }
  }

  async fill(entries: Entries): Promise<void> {
    const commands = this.#redis.pipeline();
    for (const [key, version] of entries) commands.set(this.#prefix + key, version, 'EX', ENTRY_TTL_S, 'NX');
    try {
      await commands.exec();
    } catch (error) {
      // The value is read from the database again, which only costs time.
      this.#log?.info(
        { err: error },
        'the versions of changed accounts and sessions could not be written to Redis; they are read from the database again',
      );
    }
  }

  async clear(): Promise<void> {
    await orUnavailable('Redis (versions)', this.#forgetAll());
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#redis.off('ready', this.#onReady);
  }

  /** One MGET for many callers; a key that several callers need is read once. */
  async #fetch(batch: string[][]): Promise<(string | null)[][]> {
    if (this.#doubtful || this.#dirty.size > 0) await this.#forgetDirty();
    if (performance.now() < this.#believe_from) return batch.map((keys) => keys.map(() => null));
    const wanted = [...new Set(batch.flat())];
    const found = await this.#redis.mget(wanted.map((key) => this.#prefix + key));
    const versions = new Map(wanted.map((key, at) => [key, asVersion(found[at])]));
    return batch.map((keys) => keys.map((key) => versions.get(key) ?? null));
  }

  #forgetDirty(): Promise<void> {
    this.#forgetting ??= (this.#doubtful ? this.#forgetAll() : this.#forget([...this.#dirty])).finally(() => {
      this.#forgetting = null;
    });
    return this.#forgetting;
  }

  async #forget(keys: string[]): Promise<void> {
    // Cleared first, so that a key that becomes dirty again in the meantime stays dirty.
    for (const key of keys) this.#dirty.delete(key);
    try {
      await this.#redis.unlink(keys);
    } catch (error) {
      this.#markDirty(keys);
      throw error;
    }
  }

  async #forgetAll(): Promise<void> {
    const match = `${escapeGlob(this.#prefix)}*`;
    for await (const keys of this.#redis.scanStream({ match, count: 1_000 })) {
      if (keys.length > 0) await this.#redis.unlink(keys);
    }
    this.#doubtful = false;
    this.#dirty.clear();
  }

  #markDirty(keys: string[]): void {
    for (const key of keys) this.#dirty.add(key);
    // Other processes trust the old version until it is removed, so this must not wait for the next read.
    this.#tryAgain();
  }

  #tryAgain(): void {
    if (!this.#closed) this.#retry ??= setTimeout(() => this.#retryForgetting(), RETRY_MS).unref();
  }

  #retryForgetting(): void {
    this.#retry = undefined;
    // This fails while Redis is unreachable, which `/health` reports.
    if (this.#doubtful || this.#dirty.size > 0) this.#forgetDirty().catch(() => this.#tryAgain());
  }
}

/** A value that is not a version was not written by us; the database is read instead. */
const asVersion = (text: string | null | undefined): string | null =>
  text && /^\d{1,15}$/.test(text) ? text : null;

function escapeGlob(text: string): string {
  return text.replace(/[*?[\]\\]/g, '\\$&');
}
