import type { TimedWork } from '../scheduler/scheduler.ts';
import type { AccountRetention } from '../services/accounts/account-retention.ts';
import type { Retention } from '../services/engine/retention.ts';
import type { Sweep } from '../services/engine/sweep.ts';
import type { DueSchedules } from '../services/schedules/due-schedules.ts';
import type { MissedEnds } from '../services/webhooks/missed-ends.ts';

interface Timed {
  sweep: Sweep;
  due: DueSchedules;
  missed_ends: MissedEnds;
  retention: Retention;
  account_retention: AccountRetention;
}

/** What a scheduler repeats, and how often. */
export const timedWork = ({ sweep, due, missed_ends, retention, account_retention }: Timed): TimedWork[] => [
  { name: 'sweep', ms: 3_000, run: () => sweep.run() },
  { name: 'schedules', ms: 1_000, run: () => due.fire() },
  { name: 'missed webhooks', ms: 5_000, run: () => missed_ends.run() },
  { name: 'webhook deliveries', ms: 60_000, run: () => missed_ends.trim() },
  { name: 'retention', ms: 60_000, run: () => retention.runWhenDue() },
  { name: 'account retention', ms: 60_000, run: () => account_retention.runWhenDue() },
];
