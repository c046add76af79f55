import type { Counters, VersionCache } from './cache.ts';
import type { Database } from './database.ts';
import type { EventBus } from './events.ts';
import type { FileStore } from './files.ts';
import type { Presence } from './presence.ts';
import type { PooledTurnQueue } from './queue.ts';
import type { StartPermits } from './start-permits.ts';

export { searchWords } from '../search-words.ts';
export * from './api-keys.ts';
export * from './audit.ts';
export * from './cache.ts';
export * from './damaged-data.ts';
export * from './database.ts';
export * from './deleted-tasks.ts';
export * from './events.ts';
export * from './files.ts';
export * from './idempotency.ts';
export * from './ids.ts';
export * from './item-logs.ts';
export * from './items.ts';
export * from './mail.ts';
export * from './password-links.ts';
export * from './preferences.ts';
export * from './presence.ts';
export * from './queue.ts';
export * from './quota-holds.ts';
export * from './schedules.ts';
export * from './search-limits.ts';
export * from './sessions.ts';
export * from './start-permits.ts';
export * from './statistics.ts';
export * from './tasks.ts';
export * from './type-pauses.ts';
export * from './unavailable.ts';
export * from './users.ts';
export * from './webhooks.ts';
export * from './workers.ts';

/** The five ports of the data layer (the cache comes as versions and counters). */
export interface Data {
  database: Database;
  queue: PooledTurnQueue;
  events: EventBus;
  files: FileStore;
  versions: VersionCache;
  counters: Counters;
  permits: StartPermits;
  /** Null if no other installation can use the same names. */
  presence: Presence | null;
}
