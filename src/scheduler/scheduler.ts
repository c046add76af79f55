/** Fires what is due by time: the rescue every 3 s, schedules every second, retention every hour. */
import type { Data } from '../data/contracts/index.ts';
import { Repeat } from '../runtime/repeat.ts';
import { purgeDeleted, runRetention } from '../services/engine/retention.ts';
import { createRescue, SWEEP_MS, type SweepLog } from '../services/engine/sweep.ts';
import type { TaskEngine } from '../services/engine/task-engine.ts';
import { fireDueSchedules } from '../services/schedules/due-schedules.ts';
import type { TaskCreation } from '../services/tasks/task-creation.ts';

const SCHEDULES_MS = 1_000;
const HOURLY_CHECK_MS = 60_000;
const HOUR_MS = 3_600_000;

export interface SchedulerParts {
  data: Data;
  engine: TaskEngine;
  creation: TaskCreation;
  retention_days: number;
  log: SweepLog;
}

export interface RunningScheduler {
  stop(): Promise<void>;
}

/** Before anything else it takes up what an earlier process left behind. */
export async function startScheduler(parts: SchedulerParts): Promise<RunningScheduler> {
  const { data, engine, creation, log } = parts;
  const rescue = createRescue(data, engine, log);
  if (data.database.capabilities.single_process) {
    await data.database.workers.purge(-HOUR_MS);
    await rescue.rescueAll();
    await rescue.sweep();
  }

  async function hourly(): Promise<void> {
    await purgeDeleted(data);
    const hour = new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS).toISOString();
    if (!(await data.database.schedules.claimFiring('retention', hour))) return;
    log.info({ ...(await runRetention(data, engine, parts.retention_days)) }, 'old things were removed');
  }

  const repeats = [
    new Repeat(() => rescue.sweep(), { ms: SWEEP_MS, name: 'sweep', log }),
    new Repeat(() => fireDueSchedules(data, creation, log), { ms: SCHEDULES_MS, name: 'schedules', log }),
    new Repeat(hourly, { ms: HOURLY_CHECK_MS, name: 'retention', log }),
  ];
  return {
    async stop() {
      await Promise.all(repeats.map((repeat) => repeat.stop()));
    },
  };
}
