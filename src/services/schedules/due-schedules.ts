/** Fires schedules that are due. Any number of processes may do so at once: each due time makes one task. */
import { Cron } from 'croner';
import { type Data, derivedId, type Schedule } from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import type { SweepLog } from '../engine/sweep.ts';
import type { TaskCreation } from '../tasks/task-creation.ts';

const SCHEDULES_AT_ONCE = 100;

/** The first time after `from` at which the rule is due, ISO; null when there is none. Throws on a rule that is no cron rule. */
export function nextRun(schedule: Pick<Schedule, 'cron' | 'timezone'>, from: Date): string | null {
  return (
    new Cron(schedule.cron, { timezone: schedule.timezone, paused: true }).nextRun(from)?.toISOString() ??
    null
  );
}

/**
 * Fires all that is due now; returns how many tasks were made. The task's id derives from schedule and due time, so that
 * neither a second scheduler nor a crash between the two writes makes it twice. Times missed meanwhile are fired once.
 */
export async function fireDueSchedules(
  data: Pick<Data, 'database'>,
  creation: TaskCreation,
  log: SweepLog,
): Promise<number> {
  const { schedules } = data.database;
  let fired = 0;
  for (;;) {
    const now = new Date();
    const due = await schedules.due(now.toISOString(), SCHEDULES_AT_ONCE);
    for (const schedule of due) if (await fire(schedule, now)) fired += 1;
    if (due.length < SCHEDULES_AT_ONCE) return fired;
  }

  async function fire(schedule: Schedule, now: Date): Promise<boolean> {
    const due_at = schedule.next_run_at as string;
    const id = derivedId(Date.parse(due_at), schedule.id);
    let created = false;
    let last_task_id: string | null = id;
    try {
      created = (await creation.create(schedule.owner_id, schedule.task, id)).created;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      // The task type or its params changed since: this firing is lost, the next one may be mended by then.
      log.warn({ err: error, schedule_id: schedule.id }, 'a schedule could not make its task');
      last_task_id = schedule.last_task_id;
    }
    const next_run_at = nextRun(schedule, now);
    const after = {
      ...schedule,
      next_run_at,
      last_run_at: due_at,
      last_task_id,
      updated_at: now.toISOString(),
    };
    // False: another process fired it too, and made the same task.
    await schedules.save(after, due_at);
    return created;
  }
}
