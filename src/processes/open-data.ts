/** Opens the five ports of the data layer: embedded, or on MongoDB and Redis. The one place that chooses. */
import { join } from 'node:path';
import type { Data } from '../data/contracts/index.ts';
import { FolderFileStore } from '../data/files/folder-file-store.ts';
import { MemoryCounters } from '../data/memory/memory-counters.ts';
import { MemoryEventBus } from '../data/memory/memory-event-bus.ts';
import { MemoryTurnQueue } from '../data/memory/memory-turn-queue.ts';
import { MemoryVersionCache } from '../data/memory/memory-version-cache.ts';
import { openSqlite } from '../data/sqlite/open-sqlite.ts';
import type { Settings } from '../settings.ts';
import type { ProcessLog } from './process-log.ts';

export interface OpenData extends Data {
  close(): Promise<void>;
}

export const isEmbedded = (settings: Settings): boolean => !settings.MONGODB_URL;

/** `serving` is true for processes that stay: in the embedded mode only one of them may have the folder. */
export async function openData(settings: Settings, log: ProcessLog, serving: boolean): Promise<OpenData> {
  return isEmbedded(settings) ? openEmbedded(settings, log, serving) : openScaledOut(settings, log);
}

async function openEmbedded(settings: Settings, log: ProcessLog, serving: boolean): Promise<OpenData> {
  const database = await openSqlite(settings.DATA_DIR, { exclusive: serving });
  const files = new FolderFileStore(join(settings.DATA_DIR, 'files'));
  const queue = new MemoryTurnQueue();
  const events = new MemoryEventBus({
    on_error: (error, topic) => log.error({ err: error, topic }, 'a listener failed'),
  });
  const versions = new MemoryVersionCache();
  return {
    database,
    files,
    queue,
    events,
    versions,
    counters: new MemoryCounters(),
    async close() {
      await queue.close();
      await events.close();
      await versions.close();
      await files.close();
      await database.close();
    },
  };
}

async function openScaledOut(settings: Settings, log: ProcessLog): Promise<OpenData> {
  // Loaded when needed: the embedded mode starts without the drivers.
  const [{ openMongo }, { openRedis }] = await Promise.all([
    import('../data/mongodb/open-mongo.ts'),
    import('../data/redis/open-redis.ts'),
  ]);
  const on_wait = (message: string) => log.warn({}, message);
  const { database, files } = await openMongo(settings.MONGODB_URL as string, settings.DB_NAME, { on_wait });
  try {
    const redis = await openRedis(settings.REDIS_URL as string, settings.DB_NAME, { on_wait, log });
    return {
      ...redis,
      database,
      files,
      async close() {
        await redis.close();
        await files.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
