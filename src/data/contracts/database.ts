import type { IdempotencyStore } from './idempotency.ts';
import type { ItemStore } from './items.ts';
import type { ScheduleStore } from './schedules.ts';
import type { SessionStore } from './sessions.ts';
import type { TaskStore } from './tasks.ts';
import type { UserStore } from './users.ts';
import type { WorkerStore } from './workers.ts';

/** The system of record. Opening it runs migrations or ensures indexes. */
export interface Database {
  readonly capabilities: {
    /** Only one process may serve from it, so every lease is void at start. */
    single_process: boolean;
  };
  users: UserStore;
  sessions: SessionStore;
  tasks: TaskStore;
  items: ItemStore;
  workers: WorkerStore;
  idempotency: IdempotencyStore;
  schedules: ScheduleStore;
  /** Keeps the secret unless one is kept already; returns the one that is kept. */
  keepSecret(candidate: string): Promise<string>;
  /** Throws `Unavailable` when it cannot be reached. */
  ping(): Promise<void>;
  /** Calls back when another process (a command line) wrote to it; only where that can be noticed cheaply. */
  onExternalWrite?(callback: () => void): void;
  close(): Promise<void>;
}
