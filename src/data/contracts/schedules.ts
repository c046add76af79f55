import type { Language } from '../../runtime/said.ts';

export const OVERLAPS = ['allow', 'skip'] as const;

/** A cron rule that creates tasks. */
export interface Schedule {
  id: string;
  name: string;
  /** Five or six cron fields, or a name such as `@daily`. */
  cron: string;
  /** IANA name. */
  time_zone: string;
  owner_id: string;
  task: { type: string; name?: string; params: unknown; priority?: number; shared?: boolean };
  /** In which its tasks are named if `task` has no name. */
  language: Language;
  is_active: boolean;
  /** `skip` = no new task while the last one is running. */
  overlap: (typeof OVERLAPS)[number];
  next_run_at: string | null;
  /** `error_zh`: the error in Chinese, if there is one. */
  last_run: { at: string; task_id: string | null; error: string | null; error_zh?: string } | null;
  /** Consecutive failures. */
  failures: number;
  /** +1 with each write. */
  revision: number;
  created_at: string;
  updated_at: string;
}

export interface SchedulePageQuery {
  owner_id?: string;
  before_id?: string;
  offset?: number;
  limit: number;
}

export interface ScheduleStore {
  /** `too_many` if the owner already has `most`, even if several are created at the same time; `exists` if the id is in use. */
  create(schedule: Schedule, most?: number): Promise<'ok' | 'exists' | 'too_many'>;
  get(id: string): Promise<Schedule | null>;
  /** Newest first. */
  page(query: SchedulePageQuery): Promise<Schedule[]>;
  count(filter: { owner_id?: string }, cap: number): Promise<number>;
  /** Active ones with `next_run_at <= now`, the longest due first. */
  due(now: string, limit: number): Promise<Schedule[]>;
  /** Replaces the schedule if its revision still is `expected_revision`; false otherwise, or if it was deleted. */
  save(schedule: Schedule, expected_revision: number): Promise<boolean>;
  /** False when there is none with this id. */
  delete(id: string): Promise<boolean>;
  /** True for exactly one caller per name and due time. Marks older than a day may be forgotten. */
  claimFiring(name: string, due_at: string): Promise<boolean>;
}
