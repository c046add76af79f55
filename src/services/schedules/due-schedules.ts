import { Cron } from 'croner';
import { type Database, derivedId, type Schedule, type User } from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import type { SteadyClock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import { systemActor } from '../actor.ts';
import type { TaskCreation } from '../tasks/task-creation.ts';

const SCHEDULES_AT_ONCE = 100;

/** The first time after `from` at which the rule is due, ISO; null when there is none. Throws on a rule that is no cron rule. */
export function nextRun(schedule: Pick<Schedule, 'cron' | 'time_zone'>, from: Date): string | null {
  return (
    new Cron(schedule.cron, { timezone: schedule.time_zone, paused: true }).nextRun(from)?.toISOString() ??
    null
  );
}

export interface DueSchedulesParts {
  database: Pick<Database, 'schedules' | 'users'>;
  creation: TaskCreation;
  clock: SteadyClock;
  log: Pick<Log, 'warn'>;
}

/** Fires schedules that are due. Any number of processes may do so at once: each due time makes one task. */
export class DueSchedules {
  readonly #parts: DueSchedulesParts;

  constructor(parts: DueSchedulesParts) {
    this.#parts = parts;
  }

  /** Fires all that is due now; returns how many tasks were made. What is wrong with one schedule stops that one only. */
  async fire(): Promise<number> {
    const { database, clock } = this.#parts;
    let fired = 0;
    for (;;) {
      const now = new Date(clock.now());
      const due = await database.schedules.due(now.toISOString(), SCHEDULES_AT_ONCE);
      const owners = new Map(
        (await database.users.getMany([...new Set(due.map(({ owner_id }) => owner_id))])).map((user) => [
          user.id,
          user,
        ]),
      );
      for (const schedule of due)
        if (await this.#fireOne(schedule, owners.get(schedule.owner_id), now)) fired += 1;
      if (due.length < SCHEDULES_AT_ONCE) return fired;
    }
  }

  /**
   * The task's id derives from schedule and due time, so that neither a second scheduler nor a crash between the two writes
   * makes it twice. Times missed meanwhile are made up for once.
   */
  async #fireOne(schedule: Schedule, owner: User | undefined, now: Date): Promise<boolean> {
    const { database, creation, log } = this.#parts;
    const due_at = schedule.next_run_at as string;
    const id = derivedId(Date.parse(due_at), schedule.id);
    let created = false;
    let next_run_at: string | null = null;
    let last_run: Schedule['last_run'] = { at: due_at, task_id: id, error: null };
    try {
      next_run_at = nextRun(schedule, now);
      if (!owner?.is_active) throw new Fault('not_found');
      created = (await creation.create(systemActor, schedule.owner_id, schedule.task, id)).created;
    } catch (error) {
      log.warn({ err: error, schedule_id: schedule.id }, 'a schedule could not make its task');
      last_run = { at: due_at, task_id: null, error: error instanceof Error ? error.message : String(error) };
    }
    const after = {
      ...schedule,
      next_run_at,
      last_run,
      revision: schedule.revision + 1,
      updated_at: now.toISOString(),
    };
    // False: another process fired it too, and made the same task.
    await database.schedules.save(after, schedule.revision);
    return created;
  }
}
