/** Opens the five ports of the data layer: database and files by their URLs (engines.ts), the rest in the process or on Redis. */
import type { Data } from '../data/contracts/index.ts';
import { MemoryCounters } from '../data/memory/memory-counters.ts';
import { MemoryEventBus } from '../data/memory/memory-event-bus.ts';
import { MemoryStartPermits } from '../data/memory/memory-start-permits.ts';
import { MemoryTurnQueue } from '../data/memory/memory-turn-queue.ts';
import { MemoryVersionCache } from '../data/memory/memory-version-cache.ts';
import { PoolTurns } from '../data/turns/pool-turns.ts';
import { SystemTurns } from '../data/turns/system-turns.ts';
import type { Settings } from '../settings.ts';
import { logDamage } from './damage-log.ts';
import {
  databaseEngines,
  databaseUrl,
  engineOf,
  fileEngines,
  filesUrl,
  type OpenOptions,
} from './engines.ts';
import { type OpenHow, openBoth } from './open-both.ts';
import type { ProcessLog } from './process-log.ts';

export interface OpenData extends Data {
  close(): Promise<void>;
}

export const isEmbedded = (settings: Settings): boolean => !settings.MONGODB_URL;

interface Closable {
  close(): Promise<void>;
}

type Messaging = Omit<Data, 'database' | 'files'> & { close(): Promise<void> };

/**
 * `serving` is true for processes that keep running: in the embedded mode, only one of them may use the folder. `signal` ends waiting for
 * servers; its reason is thrown.
 */
export async function openData(
  settings: Settings,
  log: ProcessLog,
  serving: boolean,
  signal?: AbortSignal,
): Promise<OpenData> {
  const options: OpenOptions = {
    db_name: settings.DB_NAME,
    serving,
    on_wait: (message) => log.warn({}, message),
    signal,
  };
  const endLog = logDamage(log);
  const opened: Closable[] = [{ close: async () => endLog() }];
  const close = async () => {
    for (const one of opened.splice(0).reverse()) await one.close();
  };
  const kept = <T extends Closable>(one: T): T => {
    opened.push(one);
    return one;
  };
  try {
    // Loaded before MongoDB answers, so that what is compiled for a first start (scripts/first-start.ts) needs no server.
    const redis = isEmbedded(settings) ? null : await import('../data/redis/open-redis.ts');
    const [at, files_at] = [databaseUrl(settings), filesUrl(settings)];
    const [database, messaging] = await openBoth(
      (how) => engineOf(databaseEngines, at).open(at, { ...options, ...how }),
      async (how) => (redis ? openMessaging(redis, settings, log, how) : messagingInProcess(log)),
      options,
    );
    kept(database);
    kept(messaging);
    const files = kept(await engineOf(fileEngines, files_at).open(files_at, options));
    return { ...messaging, database, files, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openMessaging(
  { openRedis }: typeof import('../data/redis/open-redis.ts'),
  settings: Settings,
  log: ProcessLog,
  { on_wait, signal }: OpenHow,
): Promise<Messaging> {
  const opened = await openRedis(settings.REDIS_URL as string, settings.DB_NAME, { on_wait, log, signal });
  const { events, versions, counters, permits, presence } = opened;
  const queue = new SystemTurns(new PoolTurns((pool) => opened.poolQueue(pool)), opened.system_queue);
  return { queue, events, versions, counters, permits, presence, close: () => opened.close() };
}

function messagingInProcess(log: ProcessLog): Messaging {
  const queue = new SystemTurns(new PoolTurns(() => new MemoryTurnQueue()), new MemoryTurnQueue());
  const events = new MemoryEventBus({
    on_error: (error, topic) =>
      log.error({ err: error, topic }, 'an event could not be processed; other events are not affected'),
  });
  const versions = new MemoryVersionCache();
  return {
    queue,
    events,
    versions,
    counters: new MemoryCounters(),
    permits: new MemoryStartPermits(),
    presence: null,
    async close() {
      await queue.close();
      await events.close();
      await versions.close();
    },
  };
}
