import { Cron } from 'croner';
import type { Schedule } from '../../data/contracts/index.ts';

/**
 * The first time after `from` at which the rule is due, ISO; null when there is none. A time that daylight saving skips counts as
 * the first valid one after it; of a doubled hour a rule with a fixed hour takes the first. Throws on a rule that cannot be read.
 */
export function nextRun(schedule: Pick<Schedule, 'cron' | 'time_zone'>, from: Date): string | null {
  const rule = new Cron(schedule.cron, { timezone: schedule.time_zone, paused: true });
  return rule.nextRun(from)?.toISOString() ?? null;
}
