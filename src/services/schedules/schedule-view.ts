import type { Schedule, User } from '../../data/contracts/index.ts';
import { ruleInWords } from './rule-in-words.ts';

/** A schedule as callers see it. */
export interface ScheduleView
  extends Pick<
    Schedule,
    | 'id'
    | 'name'
    | 'cron'
    | 'time_zone'
    | 'task'
    | 'is_active'
    | 'overlap'
    | 'next_run_at'
    | 'last_run'
    | 'created_at'
    | 'updated_at'
  > {
  /** The rule in plain words. */
  text: { en: string; zh: string };
  /** Null once the account is deleted. */
  owner: { id: string; email: string; fullname: string } | null;
}

type Owner = Pick<User, 'id' | 'email' | 'fullname'>;

export const scheduleView = async (
  schedule: Schedule,
  owner: Owner | null | undefined,
): Promise<ScheduleView> => ({
  id: schedule.id,
  name: schedule.name,
  cron: schedule.cron,
  time_zone: schedule.time_zone,
  text: await ruleInWords(schedule.cron),
  task: schedule.task,
  is_active: schedule.is_active,
  overlap: schedule.overlap,
  owner: owner ? { id: owner.id, email: owner.email, fullname: owner.fullname } : null,
  // A schedule that is switched off keeps the time at which it would have fired.
  next_run_at: schedule.is_active ? schedule.next_run_at : null,
  last_run: schedule.last_run,
  created_at: schedule.created_at,
  updated_at: schedule.updated_at,
});
