/** Fires what is due by time: the rescue every 3 s, schedules every second, retention every hour. */
import type { Data } from '../data/contracts/index.ts';
import type { TaskCreation } from '../services/tasks/task-creation.ts';
import type { TaskEngine } from '../services/tasks/task-engine.ts';
import { createRescue, SWEEP_MS, type SweepLog } from './rescue.ts';
import { purgeDeleted, runRetention } from './retention.ts';
import { fireDueSchedules } from './schedule-loop.ts';

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

  const loops = [
    every(SWEEP_MS, () => rescue.sweep(), log, 'sweep'),
    every(SCHEDULES_MS, () => fireDueSchedules(data, creation, log), log, 'schedules'),
    every(HOURLY_CHECK_MS, hourly, log, 'retention'),
  ];
  return {
    async stop() {
      await Promise.all(loops.map((stop) => stop()));
    },
  };
}

/** Runs `work` again and again with `ms` between the runs; a failed run is logged once per row of failures. */
function every(ms: number, work: () => Promise<unknown>, log: SweepLog, what: string): () => Promise<void> {
  let stopped = false;
  let failed = false;
  let timer: NodeJS.Timeout;
  let working: Promise<void> = Promise.resolve();

  async function run(): Promise<void> {
    try {
      await work();
      failed = false;
    } catch (error) {
      if (!failed) log.warn({ err: error }, `${what} failed; it is tried again`);
      failed = true;
    }
    if (!stopped) schedule();
  }

  function schedule(): void {
    timer = setTimeout(() => {
      working = run();
    }, ms);
  }

  schedule();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await working;
  };
}
