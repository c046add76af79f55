import type { TimedWork } from '../scheduler/scheduler.ts';
import type { AccountRetention } from '../services/accounts/account-retention.ts';
import { systemActor } from '../services/actor.ts';
import type { Retention } from '../services/engine/retention.ts';
import type { Sweep } from '../services/engine/sweep.ts';
import type { DueSchedules } from '../services/schedules/due-schedules.ts';
import type { AbandonedTasks } from '../services/tasks/abandoned-tasks.ts';
import type { MissedEnds } from '../services/webhooks/missed-ends.ts';

interface Timed {
  sweep: Sweep;
  abandoned: AbandonedTasks;
  due: DueSchedules;
  missed_ends: MissedEnds;
  retention: Retention;
  account_retention: AccountRetention;
}

/** The work that a scheduler repeats, and how often. */
export const timedWork = ({
  sweep,
  abandoned,
  due,
  missed_ends,
  retention,
  account_retention,
}: Timed): TimedWork[] => [
  { name: 'sweep', ms: 3_000, run: () => sweep.run() },
  { name: 'tasks of deleted accounts', ms: 10_000, run: () => abandoned.sweep(systemActor) },
  { name: 'schedules', ms: 1_000, run: () => due.fire() },
  { name: 'missed webhooks', ms: 5_000, run: () => missed_ends.run() },
  { name: 'webhook deliveries', ms: 60_000, run: () => missed_ends.trim() },
  { name: 'retention', ms: 60_000, run: () => retention.runWhenDue() },
  { name: 'account retention', ms: 60_000, run: () => account_retention.runWhenDue() },
];
