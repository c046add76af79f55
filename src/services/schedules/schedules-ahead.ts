import type { Database, Schedule } from '../../data/contracts/index.ts';
import { nextRun } from './cron-rule.ts';

/** Few, because each may have large params. */
const AT_ONCE = 20;

/**
 * Corrects schedules whose next time was calculated by a clock that was ahead: after it had been set back, they would skip all times
 * until then.
 */
export class SchedulesAhead {
  readonly #schedules: Pick<Database['schedules'], 'page' | 'save'>;

  constructor({ schedules }: { schedules: Pick<Database['schedules'], 'page' | 'save'> }) {
    this.#schedules = schedules;
  }

  /** To be called after the clock has been set back, and at the start, because that may have happened before. Throws `Unavailable`. */
  async correct(now: Date): Promise<void> {
    let before_id: string | undefined;
    for (;;) {
      const page = await this.#schedules.page({
        limit: AT_ONCE,
        ...(before_id !== undefined && { before_id }),
      });
      for (const schedule of page) await this.#correctOne(schedule, now);
      if (page.length < AT_ONCE) return;
      before_id = page.at(-1)?.id;
    }
  }

  async #correctOne(schedule: Schedule, now: Date): Promise<void> {
    const { is_active, next_run_at, revision } = schedule;
    if (!is_active || next_run_at === null || next_run_at <= now.toISOString()) return;
    const next = nextTime(schedule, now);
    if (next === null || next >= next_run_at) return;
    const updated_at = now.toISOString();
    // False if somebody changed it meanwhile, which calculated its next time anew.
    await this.#schedules.save(
      { ...schedule, next_run_at: next, updated_at, revision: revision + 1 },
      revision,
    );
  }
}

/** The time for which it last created a task is not due again, even if it lies in the future now. */
function nextTime(schedule: Schedule, now: Date): string | null {
  try {
    const next = nextRun(schedule, now);
    return next !== null && next === schedule.last_run?.at ? nextRun(schedule, new Date(next)) : next;
  } catch {
    // A rule that cannot be read is reported when it is due.
    return null;
  }
}
