import type { ApiKeyStore } from './api-keys.ts';
import type { AuditStore } from './audit.ts';
import type { IdempotencyStore } from './idempotency.ts';
import type { ItemLogStore } from './item-logs.ts';
import type { ItemStore } from './items.ts';
import type { PasswordLinkStore } from './password-links.ts';
import type { PreferenceStore } from './preferences.ts';
import type { QuotaHolds } from './quota-holds.ts';
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
    /** True if only one process may serve from it, so that no lease is valid at the start. */
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
  /** Absent if only one process may serve from it. */
  quotaHolds?: QuotaHolds;
  /** Stores the secret unless there is one; returns the stored one. */
  keepSecret(candidate: string): Promise<string>;
  /** The same for the id of this database; absent if only one process may serve from it. */
  keepInstallationId?(candidate: string): Promise<string>;
  /** Milliseconds since 1970 by the database's own clock; absent if that is the clock of this machine. */
  now?(): Promise<number>;
  /** Throws `Unavailable` if the database cannot be reached. */
  ping(): Promise<void>;
  /** Writes something small. Throws `Unavailable` if that fails, for example because a disk is full or a server refuses writes. */
  probe(): Promise<void>;
  /** Calls back when another process (a command line) has written to it; present only if that can be noticed cheaply. */
  onExternalWrite?(callback: () => void): void;
  close(): Promise<void>;
}
