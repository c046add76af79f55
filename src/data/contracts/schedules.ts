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
