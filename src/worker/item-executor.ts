/** Processes a claimed item: plans it, runs it and records its outcome, or hands it back. */
import type { FileStore, ItemError } from '../data/contracts/index.ts';
import type { SteadyClock } from '../runtime/clock.ts';
import { isoTime } from '../runtime/iso-time.ts';
import type { Log } from '../runtime/log.ts';
import { WorkSlices } from '../runtime/work-slices.ts';
import type { AttemptOutcome, ClaimedItem } from '../services/engine/attempt.ts';
import { lineOfStopped } from '../services/engine/lost-attempts.ts';
import type { StartLimits } from '../services/engine/start-limits.ts';
import type { TaskEngine } from '../services/engine/task-engine.ts';
import type { PlannedTask, TaskPlans } from '../services/engine/task-plans.ts';
import type { Plan } from '../task-types/definition/define-task-type.ts';
import type { TaskType } from '../task-types/definition/registry.ts';
import { attemptOutcome, failureOf } from './attempt-outcome.ts';
import type { Cancels } from './cancels.ts';
import { FilePreviews } from './file-previews.ts';
import { errorFromThrown, type ThrownError } from './handler-answer.ts';
import type { ItemLogs } from './item-logs.ts';
import { logged } from './item-reports.ts';
import { ItemRun, type ItemRunParts } from './item-run.ts';
import type { ItemsInHand } from './items-in-hand.ts';
import type { OutcomeRecorder } from './outcome-recorder.ts';
import type { ThreadPool } from './threads/thread-pool.ts';

type FailedOutcome = Extract<AttemptOutcome, { kind: 'failed' }>;
type Step = ReturnType<Plan['item']>;

export interface ItemExecutorParts {
  plans: TaskPlans;
  /** For stored times. */
  clock: Pick<SteadyClock, 'now'>;
  engine: Pick<TaskEngine, 'handBack'>;
  files: FileStore;
  storage_quota: ItemRunParts['storage_quota'];
  threads: ThreadPool;
  in_hand: ItemsInHand;
  limits: Pick<StartLimits, 'isLimited' | 'begun' | 'end'>;
  item_logs: ItemLogs;
  cancels: Cancels;
  recorder: OutcomeRecorder;
  /** The item could neither be run nor put back, because the store does not answer. */
  missed(): void;
  /** True once nothing may start any more: new runs are then interrupted at once. */
  isAborting(): boolean;
  /** The prefix of the marks of programs that this process starts. */
  mark: string;
  /** Where the folders of attempts are created. */
  folder: string;
  /** The largest file that a handler can attach, in bytes. */
  most_file_bytes: number;
  log: Log;
}

export class ItemExecutor {
  readonly #parts: ItemExecutorParts & Pick<ItemRunParts, 'aborts' | 'previews'>;

  constructor(parts: ItemExecutorParts) {
    this.#parts = { ...parts, aborts: new WorkSlices(), previews: new FilePreviews(parts.files) };
  }

  /** Resolves once nothing is left to do for the item. `onGone` is called when its run has ended and its place is free. */
  async execute(item: ClaimedItem, onGone?: () => void): Promise<void> {
    try {
      const { plans, clock } = this.#parts;
      const planned = stepOf(item, plans.known(item.task) ?? (await plans.of(item.task)));
      if ('problem' in planned) {
        const failure = failed(planned.problem, isoTime(clock.now()));
        this.#logFailure(item, failure, failure.error);
        await this.#parts.recorder.record(item, failure);
      } else if (this.#mayStart(item)) await this.#run(item, planned.taskType, planned.step, onGone);
      else await this.#parts.engine.handBack([item]);
    } catch (error) {
      this.#parts.missed();
      throw error;
    } finally {
      if (item.permit) this.#parts.limits.end(item.permit);
      this.#parts.in_hand.released(item);
    }
  }

  #mayStart({ task, permit }: ClaimedItem): boolean {
    return permit !== undefined || !this.#parts.limits.isLimited(task.type);
  }

  async #run(item: ClaimedItem, taskType: TaskType, step: Step, onGone?: () => void): Promise<void> {
    const { in_hand, recorder, engine, clock } = this.#parts;
    const started = { at: clock.now(), tick: performance.now() };
    const run = this.#start(item, taskType, step.input);
    if (onGone) void run.gone.then(onGone);
    const end = await run.ended;
    try {
      const about = {
        label: step.label ?? null,
        started_at: isoTime(started.at),
        ended_at: this.#end(started),
      };
      const outcome = attemptOutcome(item, taskType, end, about);
      if (outcome) {
        if (outcome.kind === 'failed' || outcome.kind === 'retry')
          this.#logFailure(item, outcome, failureOf(end, taskType));
        await recorder.record(item, outcome, (kept) => run.giveBack(kept));
      } else {
        run.giveBack(0);
        // The next attempt, which may never come, would remove them only at its end.
        await run.discardFiles();
        if (end.stopped === 'stopping') {
          this.#parts.item_logs.add(item, [lineOfStopped(isoTime(clock.now()))]);
          await engine.handBack([item]);
        }
      }
    } finally {
      run.giveBack(0);
      await run.cleared();
      in_hand.gone(run);
    }
  }

  /** Not before its beginning, although the clock may have been set back since. */
  #end(started: { at: number; tick: number }): string {
    const now = this.#parts.clock.now();
    return isoTime(now < started.at ? Math.round(started.at + performance.now() - started.tick) : now);
  }

  /** Logs one line for each failed attempt: a warning if the item will run again, an error after the last attempt. */
  #logFailure(item: ClaimedItem, outcome: AttemptOutcome, failure: ThrownError): void {
    const { log } = this.#parts;
    const about = { ...logged(item), task_type: item.task.type, error: failure };
    if (outcome.kind === 'retry')
      log.warn(
        { ...about, again_in_ms: outcome.after_ms },
        'an attempt at an item failed; the item will run again',
      );
    else log.error(about, 'an item failed');
  }

  #start(item: ClaimedItem, taskType: TaskType, input: unknown): ItemRun {
    const { in_hand, cancels, isAborting, limits } = this.#parts;
    const { permit } = item;
    if (permit) permit.begun = true;
    const run = new ItemRun(this.#parts, item, taskType, input, permit && (() => limits.begun(permit)));
    in_hand.started(run);
    cancels.interruptIfCancelled(run);
    if (isAborting()) run.interrupt('stopping');
    return run;
  }
}

function stepOf(
  item: ClaimedItem,
  { taskType, plan, problem }: PlannedTask,
): { taskType: TaskType; step: Step } | { problem: ItemError } {
  if (problem) return { problem };
  try {
    const step = plan.item(item.index);
    // A limit by key without a key: the claim found none either.
    if (!item.permit) taskType.limitKey?.(step.input);
    return { taskType, step };
  } catch (error) {
    return { problem: { type: 'PlanFailed', message: errorFromThrown(error).message } };
  }
}

/** The outcome of an item that cannot run at all. */
function failed(error: ItemError, now: string): FailedOutcome {
  return {
    kind: 'failed',
    label: null,
    note: null,
    error,
    files: [],
    started_at: now,
    ended_at: now,
  };
}
