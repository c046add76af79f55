/** The part of a process that executes items: takes turns, claims items, runs them, records what came of it. */
import { hostname } from 'node:os';
import { type Data, newId } from '../data/contracts/index.ts';
import type { AttemptOutcome, ClaimedItem } from '../services/engine/attempt.ts';
import type { TaskEngine } from '../services/engine/task-engine.ts';
import type { TaskPlans } from '../services/engine/task-plans.ts';
import { attemptOutcome } from './attempt-outcome.ts';
import { followCancels } from './cancels.ts';
import { startHeartbeat } from './heartbeat.ts';
import { createItemClaims } from './item-claims.ts';
import { startItemRun } from './item-run.ts';
import { createOutcomeRecorder } from './outcome-recorder.ts';
import { startProgressReports } from './progress-reports.ts';
import { describe } from './run-outcome.ts';
import { createThreadPool } from './threads/thread-pool.ts';
import { createTurnClaims } from './turn-claims.ts';
import type { WorkerLog } from './worker-log.ts';
import { attemptKey, createWorkerRuns, itemKey } from './worker-runs.ts';

/** So much later, at most, another owner's item (or a more urgent one of the same owner) gets a place. */
const TURN_MS = 50;
/** After the grace of a stop: for aborted items to end, to be handed back, and for the worker to sign off. */
const AFTER_GRACE_MS = 2_000;

export interface WorkerParts {
  data: Data;
  engine: TaskEngine;
  plans: TaskPlans;
  /** Items run at once. */
  places: number;
  /** What the threads see as their environment. */
  env: Record<string, string | undefined>;
  log: WorkerLog;
}

export interface RunningWorker {
  readonly running: number;
  /**
   * Takes no new item, gives running ones `grace_ms` to finish, hands the rest back. It never takes longer than 2 s more: what a
   * silent database does not let it hand back is rescued once the lease has lapsed. Idempotent.
   */
  stop(grace_ms: number): Promise<void>;
}

export async function startWorker({
  data,
  engine,
  plans,
  places,
  env,
  log,
}: WorkerParts): Promise<RunningWorker> {
  const threads = createThreadPool(env, ({ error, type, task_id, index }) =>
    log.error(
      { err: error, task_type: type, task_id, index },
      'a task type left an error behind that it did not handle',
    ),
  );
  const runs = createWorkerRuns();
  const claims = createItemClaims(data, engine, runs, log);
  const record = createOutcomeRecorder(engine, data.files, runs, log);
  const cancels = followCancels(data, runs);
  const stopProgress = startProgressReports(engine, runs);
  let stopping: Promise<void> | null = null;
  /** The owner whose item is waited for, or run, with nothing beside it. */
  let solo_owner: string | null = null;

  const heartbeat = await startHeartbeat(
    data.database,
    () => ({ id: runs.worker_id, host: hostname(), pid: process.pid, slots_total: places }),
    {
      async renewed() {
        await cancels.lookAtStore();
        await claims.returnLost();
      },
      lapsed() {
        log.warn(
          { running: runs.byItem.size },
          'the lease lapsed: items are given up, the worker registers anew',
        );
        runs.stop('lapsed');
        runs.worker_id = newId();
      },
      failed: (error) => log.warn({ err: error }, 'the heartbeat failed; it is tried again'),
    },
  );

  const nextItem = createTurnClaims(async (owner_id, count) => {
    if (stopping || solo_owner) {
      // The turns are not ours to use now.
      await data.queue.push([{ owner_id, count }]).catch(() => {});
      return [];
    }
    const { items, solo_waits } = await claims.claim(owner_id, count, false);
    if (solo_waits) waitForSolo(owner_id);
    return items;
  });

  /**
   * Resolves when the place is free: when nothing of the item's run is left. The outcome is recorded meanwhile, so that places do not
   * stand empty while a database answers; but no more outcomes wait than there are places.
   *
   * For a short while the place goes on with the next items of the same task: a turn costs more than an item that does little.
   */
  async function take(owner_id: string): Promise<void> {
    const end = performance.now() + TURN_MS;
    let item = await nextItem(owner_id);
    while (item) {
      const { promise: free, resolve } = Promise.withResolvers<void>();
      const executed = watched(
        runs.busy,
        execute(item, () => runs.busy.size < 2 * places && resolve()),
      );
      await Promise.race([executed, free]);
      if (stopping || solo_owner || performance.now() > end) return;
      item = await claims.claimReleased(item.task.id, executed);
    }
  }

  function watched(set: Set<Promise<void>>, work: Promise<void>): Promise<void> {
    const one = work
      .catch((error: unknown) => log.error({ err: error }, 'an item could not be handled'))
      .finally(() => {
        set.delete(one);
        startSoloIfIdle();
      });
    set.add(one);
    return one;
  }

  /** An item that was in hand at several deaths of a worker runs with nothing beside it, so that it takes nobody along. */
  function waitForSolo(owner_id: string): void {
    if (solo_owner || stopping) return;
    solo_owner = owner_id;
    consumer.pause();
    startSoloIfIdle();
  }

  function startSoloIfIdle(): void {
    if (solo_owner && runs.turns.size + runs.busy.size === 0) void watched(runs.busy, runSolo(solo_owner));
  }

  async function runSolo(owner_id: string): Promise<void> {
    try {
      const { items } = stopping ? { items: [] } : await claims.claim(owner_id, 1, true);
      for (const item of items) await execute(item);
    } finally {
      solo_owner = null;
      if (!stopping) consumer.resume();
      await data.queue.push([{ owner_id, count: 1 }]).catch(() => {});
    }
  }

  async function execute(item: ClaimedItem, onGone?: () => void): Promise<void> {
    try {
      await executeClaimed(item, onGone);
    } finally {
      runs.claimed.delete(attemptKey(item.task.id, item));
    }
  }

  async function executeClaimed(item: ClaimedItem, onGone?: () => void): Promise<void> {
    const { task, index } = item;
    const started_at = new Date().toISOString();
    const fail = (type: string, message: string): AttemptOutcome => ({
      kind: 'failed',
      label: null,
      error: { type, message },
      files: [],
      started_at,
      ended_at: started_at,
    });
    const planned = await plans.of(task);
    if (planned.problem) return record(item, fail(planned.problem.type, planned.problem.message));
    let step: ReturnType<typeof planned.plan.item>;
    try {
      step = planned.plan.item(index);
    } catch (error) {
      return record(item, fail('PlanFailed', describe(error).message));
    }
    const parts = {
      threads,
      files: data.files,
      log: (fields: object, message: string) => log.info(fields, message),
    };
    const run = startItemRun(parts, item, planned.taskType, step.input);
    runs.byItem.set(itemKey(task.id, index), run);
    cancels.stopIfCancelled(run);
    if (runs.give_up_at !== null) run.stop('stopping');
    if (onGone) void run.gone.then(onGone);
    const end = await run.ended;
    try {
      const outcome = attemptOutcome(item, planned.taskType, end, { label: step.label ?? null, started_at });
      if (outcome) await record(item, outcome);
      else if (end.stopped === 'stopping') await engine.handBack([item]);
    } finally {
      await run.gone;
      if (runs.byItem.get(itemKey(task.id, index)) === run) runs.byItem.delete(itemKey(task.id, index));
    }
  }

  const consumer = data.queue.serve(places, (owner_id) => watched(runs.turns, take(owner_id)));

  async function idle(): Promise<void> {
    while (runs.turns.size + runs.busy.size > 0) await Promise.all([...runs.turns, ...runs.busy]);
  }

  async function stop(grace_ms: number): Promise<void> {
    let signedOff = false;
    const gaveUp = pause(grace_ms + AFTER_GRACE_MS).then(() => {
      if (!signedOff)
        log.warn({ running: runs.busy.size }, 'the stop is over: what is in hand will be rescued');
    });
    await Promise.race([handBackAll(grace_ms), gaveUp]);
    signedOff = true;
  }

  async function handBackAll(grace_ms: number): Promise<void> {
    await consumer.close();
    await Promise.race([idle(), pause(grace_ms)]);
    runs.give_up_at = Date.now() + AFTER_GRACE_MS;
    runs.stop('stopping');
    await idle();
    stopProgress();
    cancels.close();
    await heartbeat.stop();
    await threads.close();
    await data.database.workers.remove(runs.worker_id).catch((error: unknown) => {
      log.warn({ err: error }, 'the worker could not sign off; its lease lapses by itself');
    });
  }

  return {
    get running() {
      return runs.byItem.size;
    },
    stop(grace_ms) {
      stopping ??= stop(grace_ms);
      return stopping;
    },
  };
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref());
