import type { ApiKeyStore } from './api-keys.ts';
import type { AuditStore } from './audit.ts';
import type { IdempotencyStore } from './idempotency.ts';
import type { ItemLogStore } from './item-logs.ts';
import type { ItemStore } from './items.ts';
import type { PasswordLinkStore } from './password-links.ts';
import type { PreferenceStore } from './preferences.ts';
import type { ScheduleStore } from './schedules.ts';
import type { SessionStore } from './sessions.ts';
import type { StatisticsStore } from './statistics.ts';
import type { TaskStore } from './tasks.ts';
import type { TypePauseStore } from './type-pauses.ts';
import type { UserStore } from './users.ts';
import type { WebhookStore } from './webhooks.ts';
import type { WorkerStore } from './workers.ts';

/** The system of record. Opening it runs migrations or ensures indexes. */
export interface Database {
  readonly capabilities: {
    /** Only one process may serve from it, so every lease is void at start. */
    single_process: boolean;
  };
  users: UserStore;
  sessions: SessionStore;
  preferences: PreferenceStore;
  passwordLinks: PasswordLinkStore;
  tasks: TaskStore;
  items: ItemStore;
  itemLogs: ItemLogStore;
  workers: WorkerStore;
  typePauses: TypePauseStore;
  statistics: StatisticsStore;
  idempotency: IdempotencyStore;
  schedules: ScheduleStore;
  audit: AuditStore;
  apiKeys: ApiKeyStore;
  webhooks: WebhookStore;
  /** Keeps the secret unless one is kept already; returns the one that is kept. */
  keepSecret(candidate: string): Promise<string>;
  /** The same for the id that tells this database from others; absent where only one process may serve from it. */
  keepInstallationId?(candidate: string): Promise<string>;
  /** Milliseconds since 1970 by the database's own clock; absent where that is the clock of this process's machine. */
  now?(): Promise<number>;
  /** Throws `Unavailable` when it cannot be reached. */
  ping(): Promise<void>;
  /** Writes something small. Throws `Unavailable` when nothing can be written: a full disk, a server that refuses writes. */
  probe(): Promise<void>;
  /** Calls back when another process (a command line) wrote to it; only where that can be noticed cheaply. */
  onExternalWrite?(callback: () => void): void;
  close(): Promise<void>;
}
