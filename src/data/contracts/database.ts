import type { SessionStore, UserStore } from './accounts.ts';
import type { ItemStore, TaskStore } from './tasks.ts';

/** A process (or the part of the embedded one) that executes items. */
export interface WorkerRecord {
  id: string;
  host: string;
  pid: number;
  slots_total: number;
}

export interface WorkerStore {
  /** Registers the worker with a lease of `lease_ms`, by the database's clock. */
  register(worker: WorkerRecord, lease_ms: number): Promise<void>;
  /**
   * Renews the lease, also a lapsed one as long as nobody removed the record for it. False when the record is gone:
   * then its items were or will be given to others, and the worker must abort them and register anew.
   */
  renew(id: string, lease_ms: number): Promise<boolean>;
  /** Ids of workers whose lease runs, by the database's clock. */
  alive(): Promise<string[]>;
  list(): Promise<(WorkerRecord & { lease_until: string })[]>;
  remove(id: string): Promise<void>;
  /** Removes records whose lease lapsed more than `ms` ago. */
  purge(ms: number): Promise<void>;
}

/** Which task an Idempotency-Key made. `id` is `owner_id:key`. */
export interface IdempotencyRecord {
  id: string;
  task_id: string;
  body_hash: string;
  created_at: string;
}

export interface IdempotencyStore {
  /** Keeps the record unless one with its id exists; returns the one that is kept. */
  keep(record: IdempotencyRecord): Promise<IdempotencyRecord>;
  get(id: string): Promise<IdempotencyRecord | null>;
  purge(before: string, limit: number): Promise<number>;
}

/** A cron rule that creates tasks. */
export interface Schedule {
  id: string;
  name: string;
  /** Five or six cron fields. */
  cron: string;
  /** IANA name. */
  timezone: string;
  owner_id: string;
  task: { type: string; name?: string; params: unknown; priority?: number; shared?: boolean };
  enabled: boolean;
  next_run_at: string | null;
  last_run_at: string | null;
  last_task_id: string | null;
  created_at: string;
  updated_at: string;
}

export interface ScheduleStore {
  create(schedule: Schedule): Promise<boolean>;
  get(id: string): Promise<Schedule | null>;
  page(limit: number, before_id?: string): Promise<Schedule[]>;
  /** Enabled ones with `next_run_at <= now`, the longest due first. */
  due(now: string, limit: number): Promise<Schedule[]>;
  /** Replaces the schedule if its `next_run_at` still is `expected_next_run_at`; false otherwise. */
  save(schedule: Schedule, expected_next_run_at: string | null): Promise<boolean>;
  delete(id: string): Promise<void>;
  /** True for exactly one caller per name and due time. Marks older than a day may be forgotten. */
  claimFiring(name: string, due_at: string): Promise<boolean>;
}

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

/** A server is there and refuses us (a wrong password): waiting does not mend it. For the person at the command line. */
export class Refused extends Error {
  override name = 'Refused';
}

/** A database, queue, bus or cache cannot be reached now. The API answers 503; workers wait and go on. */
export class Unavailable extends Error {
  constructor(what: string, options?: { cause?: unknown }) {
    super(`${what} cannot be reached`, options);
    this.name = 'Unavailable';
  }
}
