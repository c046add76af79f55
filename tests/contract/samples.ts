/** Valid users, tasks and items for the store contract, with ids whose order is known. */

import type {
  AuditEntry,
  Database,
  EarlierRun,
  FileStore,
  ItemRow,
  Schedule,
  Session,
  Slot,
  Task,
  User,
  WorkerRecord,
} from '../../src/data/contracts/index.ts';

/** What a suite works on: an empty database and an empty file store. */
export interface OpenedDatabase {
  database: Database;
  files: FileStore;
  /** Closes the database and opens the same data again; left out where there is nothing to gain from it. */
  reopen?: () => Promise<Database>;
  /** Closes what is open and removes the data. */
  cleanup: () => Promise<void>;
}

/** How many combinations of filters are asked for: these are most of the suite's time. */
export type Combinations = 'all' | 'few';

export const T0 = '2026-03-01T00:00:00.000Z';

/** T0 plus so many seconds. */
export const at = (seconds: number): string => new Date(Date.parse(T0) + seconds * 1000).toISOString();

let made = Date.parse(T0);

/** A UUIDv7 later than every one before. */
export function nextId(): string {
  made += 1;
  const time = made.toString(16).padStart(12, '0');
  const random = crypto.randomUUID();
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(15)}`;
}

export function aUser(changes: Partial<User> = {}): User {
  const id = changes.id ?? nextId();
  return {
    id,
    email: `${id}@example.com`,
    hashed_password: '$argon2id$v=19$…',
    must_change_password: false,
    fullname: 'Ada Lovelace',
    roles: ['user'],
    is_active: true,
    quotas: null,
    last_sign_in_at: null,
    sign_in_places: [],
    version: 1,
    created_at: T0,
    updated_at: T0,
    ...changes,
  };
}

export function aSession(changes: Partial<Session> = {}): Session {
  return {
    id: nextId(),
    user_id: nextId(),
    generation: 1,
    rotated_at: T0,
    expires_at: at(3600),
    user_agent: 'Mozilla/5.0 (“quoted”)',
    ip: '::1',
    ...changes,
  };
}

export function aSlot(changes: Partial<Slot> = {}): Slot {
  return {
    index: 0,
    attempt: 0,
    state: 'queued',
    worker_id: null,
    progress: 0,
    available_at: null,
    since: T0,
    failures: 0,
    deaths: 0,
    ...changes,
  };
}

/** A task as it is right after its creation: one queued slot. */
export function aTask(changes: Partial<Task> = {}): Task {
  return {
    id: nextId(),
    type: 'wait',
    type_version: 1,
    name: 'A task',
    owner_id: nextId(),
    priority: 5,
    concurrency: 3,
    shared: false,
    total_items: 1,
    parent_id: null,
    request_id: null,
    trace: null,
    summary: null,
    created_at: T0,
    status: 'pending',
    released_items: 1,
    completed_items: 0,
    failed_items: 0,
    cancelled_items: 0,
    slots: [aSlot()],
    picks: null,
    stored_bytes: 0,
    cover: null,
    retry_round: 0,
    revision: 1,
    progress: 0,
    error: null,
    started_at: null,
    finished_at: null,
    updated_at: T0,
    deleted_at: null,
    running: 0,
    next_available_at: T0,
    ...changes,
  };
}

export const anEarlierRun: EarlierRun = {
  run: 1,
  started_at: null,
  finished_at: T0,
  status: 'completed',
  completed_items: 4,
  failed_items: 2,
  cancelled_items: 1,
  retried_at: T0,
  retried_items: 3,
};

/** A finished task. */
export const aFinishedTask = (changes: Partial<Task> = {}): Task =>
  aTask({
    status: 'completed',
    slots: [],
    completed_items: 1,
    progress: 100,
    started_at: T0,
    finished_at: at(10),
    next_available_at: null,
    ...changes,
  });

export function anItem(changes: Partial<ItemRow> = {}): ItemRow {
  return {
    task_id: nextId(),
    index: 0,
    attempt: 1,
    round: 0,
    status: 'completed',
    label: { style: 'ink' },
    result: '{"seed":7}',
    error: null,
    note: null,
    files: [],
    started_at: T0,
    finished_at: at(1),
    ...changes,
  };
}

export function aWorker(changes: Partial<WorkerRecord> = {}): WorkerRecord {
  return {
    id: nextId(),
    host: 'here',
    pid: 1,
    version: '1.2.3',
    pools: ['default', 'gpu'],
    places: 8,
    running: 0,
    started_at: T0,
    draining: false,
    ...changes,
  };
}

export function aSchedule(changes: Partial<Schedule> = {}): Schedule {
  return {
    id: nextId(),
    name: 'Nightly',
    cron: '0 0 * * *',
    time_zone: 'Asia/Shanghai',
    owner_id: nextId(),
    task: { type: 'wait', params: { seconds: 1, 'a.b': '$x' } },
    language: 'zh',
    is_active: true,
    overlap: 'allow',
    next_run_at: T0,
    last_run: null,
    failures: 0,
    revision: 1,
    created_at: T0,
    updated_at: T0,
    ...changes,
  };
}

export function anAuditEntry(changes: Partial<AuditEntry> = {}): AuditEntry {
  const id = changes.id ?? nextId();
  return {
    id,
    at: T0,
    actor: { kind: 'user', id: nextId(), email: 'ada@example.com' },
    action: 'user.update',
    target: { type: 'user', id: nextId() },
    outcome: 'success',
    ip: '::1',
    user_agent: 'Mozilla/5.0',
    request_id: 'r1',
    details: { fields: ['roles'], 'a.b': '$x' },
    ...changes,
  };
}

/** Without what a driver may add: prototypes and keys set to undefined. */
export const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** The same elements in another order than they came. */
export function shuffled<T>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => hash(a) - hash(b));
}

const hash = (value: unknown): number =>
  [...JSON.stringify(value)].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 65_521, 7);
