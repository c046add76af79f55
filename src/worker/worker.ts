/** The part of a process that executes items: takes turns, claims items, runs them, records what came of it. */
import { hostname } from 'node:os';
import { type Data, newId, Unavailable } from '../data/contracts/index.ts';
import type { AttemptOutcome, ClaimedItem, TaskEngine } from '../services/tasks/task-engine.ts';
import type { TaskPlans } from '../services/tasks/task-plans.ts';
import { attemptOutcome } from './attempt-outcome.ts';
import { startHeartbeat } from './heartbeat.ts';
import { GRACE_MS, type ItemRun, type StopReason, startItemRun } from './item-run.ts';
import { createThreadPool } from './thread-pool.ts';
import { createTurnClaims } from './turn-claims.ts';

const PROGRESS_EVERY_MS = 250;
const CANCELS_KEPT = 1_000;
const RECORDING_LIMIT_MS = 5_000;

export interface WorkerLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

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
  /** Takes no new item, gives running ones `grace_ms` to finish, hands the rest back. Idempotent. */
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
  const threads = createThreadPool(env);
  const runs = new Map<string, ItemRun>();
  /** Items between claim and end of record, those being planned or recorded included. */
  const busy = new Set<Promise<void>>();
  let worker_id = newId();
  let stopping: Promise<void> | null = null;
  let solo: { owner_id: string } | null = null;
  let claimsUnderWay = 0;
  /** A claim may stand in the store without our knowing it: its answer was lost. */
  let claimsLost = false;
  /** Set when the grace of a stop is over: nothing new starts, and an outcome waits no longer than this to be recorded. */
  let giveUpAt: number | null = null;
  /** Rounds cancelled of late, for items whose claim was under way when the message came. */
  const cancelled = new Map<string, number>();

  const keyOf = (item: { task: { id: string }; index: number }) => `${item.task.id}:${item.index}`;

  const nextItem = createTurnClaims(async (owner_id, count) => {
    if (stopping || solo) {
      // The turns are not ours to use now.
      await data.queue.push([{ owner_id, count }]).catch(() => {});
      return [];
    }
    claimsUnderWay += 1;
    try {
      const claim = await engine.claim(worker_id, owner_id, count, false);
      if (claim.solo_waits) waitForSolo(owner_id);
      return claim.items;
    } catch (error) {
      claimsLost = true;
      log.warn({ err: error, owner_id }, 'no item could be claimed');
      return [];
    } finally {
      claimsUnderWay -= 1;
    }
  });

  async function take(owner_id: string): Promise<void> {
    const item = await nextItem(owner_id);
    if (item) await track(execute(item));
  }

  function track(work: Promise<void>): Promise<void> {
    const tracked = work
      .catch((error: unknown) => log.error({ err: error }, 'an item could not be handled'))
      .finally(() => {
        busy.delete(tracked);
        if (solo && busy.size === 0) void runSolo(solo.owner_id);
      });
    busy.add(tracked);
    return tracked;
  }

  /** An item that was in hand at several deaths of a worker runs with nothing beside it, so that it takes nobody along. */
  function waitForSolo(owner_id: string): void {
    if (solo || stopping) return;
    solo = { owner_id };
    consumer.pause();
    if (busy.size === 0) void runSolo(owner_id);
  }

  async function runSolo(owner_id: string): Promise<void> {
    try {
      const { items } = await engine.claim(worker_id, owner_id, 1, true);
      for (const item of items) await execute(item);
    } catch (error) {
      claimsLost = true;
      log.warn({ err: error, owner_id }, 'no item could be claimed to run alone');
    }
    solo = null;
    if (!stopping) {
      consumer.resume();
      await data.queue.push([{ owner_id, count: 1 }]).catch(() => {});
    }
  }

  async function execute(item: ClaimedItem): Promise<void> {
    const { task, index } = item;
    const started_at = new Date().toISOString();
    const planned = await plans.of(task);
    const fail = (type: string, message: string): AttemptOutcome => ({
      status: 'failed',
      label: null,
      result: null,
      error: { type, message },
      files: [],
      started_at,
      ended_at: started_at,
    });
    if (planned.problem)
      return void (await record(item, fail(planned.problem.type, planned.problem.message)));
    let step: ReturnType<typeof planned.plan.item>;
    try {
      step = planned.plan.item(index);
    } catch (error) {
      return void (await record(item, fail('PlanFailed', (error as Error).message)));
    }
    const run = startItemRun(
      { threads, files: data.files, log: (fields, message) => log.info(fields, message) },
      item,
      planned.taskType,
      step.input,
    );
    runs.set(keyOf(item), run);
    if (cancelled.get(task.id) === task.retry_round) run.stop('cancelled');
    if (giveUpAt !== null) run.stop('stopping');
    const end = await run.ended;
    const outcome = attemptOutcome(item, planned.taskType, end, { label: step.label ?? null, started_at });
    if (outcome) await record(item, outcome);
    else if (end.stopped === 'stopping') await engine.handBack([item]);
    await run.gone;
    runs.delete(keyOf(item));
  }

  /** Until it is recorded, or is no longer ours to record. */
  async function record(item: ClaimedItem, outcome: AttemptOutcome): Promise<void> {
    const recorded = await untilDone(() => engine.finish(item, outcome), item);
    const { task, index, attempt } = item;
    const keeps = recorded && outcome.status === 'completed';
    if (!recorded || (attempt === 1 && (keeps || outcome.files.length === 0))) return;
    await data.files.deleteAttempts(task.id, index, keeps ? attempt : null).catch((error: unknown) => {
      log.warn({ err: error, task_id: task.id, index }, 'files of an earlier attempt stay until the sweep');
    });
  }

  async function untilDone(finish: () => Promise<boolean>, item: ClaimedItem): Promise<boolean> {
    const mine = worker_id;
    for (let tries = 0; worker_id === mine && Date.now() < (giveUpAt ?? Infinity); tries += 1) {
      try {
        return await finish();
      } catch (error) {
        if (tries === 0 || !(error instanceof Unavailable)) {
          log.warn(
            { err: error, task_id: item.task.id, index: item.index },
            'an outcome waits to be recorded',
          );
        }
        await new Promise((resolve) => setTimeout(resolve, Math.min(2_000, 100 * 2 ** tries)));
      }
    }
    return false;
  }

  function stopRuns(reason: StopReason, which: (run: ItemRun) => boolean = () => true): void {
    for (const run of runs.values()) if (which(run)) run.stop(reason);
  }

  const heartbeat = await startHeartbeat(
    data.database,
    () => ({ id: worker_id, host: hostname(), pid: process.pid, slots_total: places }),
    {
      async renewed() {
        await followStore();
        if (claimsLost && claimsUnderWay === 0 && busy.size === runs.size) await returnLostClaims();
      },
      lapsed() {
        log.warn(
          { worker_id, running: runs.size },
          'the lease lapsed: items are given up, the worker registers anew',
        );
        stopRuns('lapsed');
        worker_id = newId();
      },
      failed: (error) => log.warn({ err: error, worker_id }, 'heartbeat failed'),
    },
  );

  /** What a lost cancel message would have told, and whether each item still is ours. */
  async function followStore(): Promise<void> {
    const ids = [...new Set([...runs.values()].map((run) => run.item.task.id))];
    if (ids.length === 0) return;
    const looked = [...runs.values()];
    const tasks = new Map((await data.database.tasks.getMany(ids)).map((task) => [task.id, task]));
    for (const run of looked) {
      const { task, index, attempt } = run.item;
      const now = tasks.get(task.id);
      const slot = now?.slots.find((one) => one.index === index && one.attempt === attempt);
      if (now?.status === 'cancelling') run.stop('cancelled');
      else if (slot?.worker_id !== worker_id) run.stop('lapsed');
    }
  }

  async function returnLostClaims(): Promise<void> {
    claimsLost = false;
    const asked = new Date().toISOString();
    for (const task of await data.database.tasks.running(1_000)) {
      const lost = task.slots.filter(
        (slot) =>
          slot.worker_id === worker_id &&
          slot.since < asked &&
          slot.state === 'processing' &&
          !runs.has(`${task.id}:${slot.index}`),
      );
      await engine.handBack(lost.map((slot) => ({ task, index: slot.index, attempt: slot.attempt })));
    }
  }

  const reported = new Map<ItemRun, number>();
  const progressTimer = setInterval(() => {
    for (const run of runs.values()) {
      if (run.progress === (reported.get(run) ?? 0)) continue;
      reported.set(run, run.progress);
      const { task, index, attempt } = run.item;
      // A lost report is made up for by the next one.
      engine.progress(task.id, index, attempt, run.progress).catch(() => reported.delete(run));
    }
    for (const run of reported.keys()) if (runs.get(keyOf(run.item)) !== run) reported.delete(run);
  }, PROGRESS_EVERY_MS);

  const unsubscribe = data.events.subscribe('cancel', ({ task_id, round }) => {
    cancelled.set(task_id, round);
    if (cancelled.size > CANCELS_KEPT) cancelled.delete(cancelled.keys().next().value as string);
    stopRuns('cancelled', (run) => run.item.task.id === task_id && run.item.task.retry_round === round);
  });
  const consumer = data.queue.serve(places, take);

  async function stop(grace_ms: number): Promise<void> {
    await consumer.close();
    const idle = Promise.all(busy);
    let graceTimer: NodeJS.Timeout | undefined;
    const grace = new Promise<void>((resolve) => {
      graceTimer = setTimeout(resolve, grace_ms);
    });
    await Promise.race([idle, grace]);
    clearTimeout(graceTimer);
    giveUpAt = Date.now() + GRACE_MS + RECORDING_LIMIT_MS;
    stopRuns('stopping');
    await Promise.all(busy);
    clearInterval(progressTimer);
    unsubscribe();
    await heartbeat.stop();
    await threads.close();
    await data.database.workers
      .remove(worker_id)
      .catch((error: unknown) => log.warn({ err: error }, 'the lease will lapse by itself'));
  }

  return {
    get running() {
      return runs.size;
    },
    stop(grace_ms) {
      stopping ??= stop(grace_ms);
      return stopping;
    },
  };
}
