import type { Counters, VersionCache } from './cache.ts';
import type { Database } from './database.ts';
import type { EventBus } from './events.ts';
import type { FileStore } from './files.ts';
import type { TurnQueue } from './queue.ts';

export { searchWords } from '../search-words.ts';
export * from './accounts.ts';
export * from './cache.ts';
export * from './database.ts';
export * from './events.ts';
export * from './files.ts';
export * from './ids.ts';
export * from './queue.ts';
export * from './tasks.ts';

/** The five ports of the data layer (the cache comes as versions and counters). */
export interface Data {
  database: Database;
  queue: TurnQueue;
  events: EventBus;
  files: FileStore;
  versions: VersionCache;
  counters: Counters;
}
