/**
 * What workers and the rescue do with tasks: claim, report, finish, hand back. Callers' rights are the task service's
 * business. Every method may throw `Unavailable`; each may be repeated until it succeeds.
 */
import type { Data, ItemRow, Task } from '../../data/contracts/index.ts';
import type { AttemptOutcome, ClaimedItem } from './attempt.ts';
import { type BackgroundLog, createBackground } from './background.ts';
import type { FinishedTasks } from './finished-tasks.ts';
import { createItemRecorder } from './item-recorder.ts';
import { rescueItems } from './rescue-items.ts';
import {
  type Change,
  type ClaimedSlot,
  claimItems,
  finishItem,
  handBack,
  isClaimable,
  mustRunAlone,
  queueAgain,
  reportProgress,
} from './task-changes.ts';
import { createTaskStates } from './task-events.ts';
import { purgeTask } from './task-purge.ts';
import { isFinal } from './task-states.ts';
import { createTaskUpdates, type TaskUpdates } from './task-updates.ts';
import { createTurnPushes } from './turn-pushes.ts';

export interface TaskEngine {
  updates: TaskUpdates;
  /** Up to `count` of the owner's best queued items; with `solo`, only such as must run alone in a worker. */
  claim(
    worker_id: string,
    owner_id: string,
    count: number,
    solo: boolean,
  ): Promise<{ items: ClaimedItem[]; solo_waits: boolean }>;
  /** The next item of the task, once a write of this process has released one; null when `until` is over before. */
  claimReleased(worker_id: string, task_id: string, until: Promise<unknown>): Promise<ClaimedItem | null>;
  progress(task_id: string, index: number, attempt: number, percent: number): Promise<void>;
  /** Records the outcome once; false when the attempt was no longer in hand (then nothing of it counts). */
  finish(item: ClaimedItem, outcome: AttemptOutcome): Promise<boolean>;
  /** Gives items back unfinished, in good order. */
  handBack(items: Pick<ClaimedItem, 'task' | 'index' | 'attempt'>[]): Promise<void>;
  /** Takes the items of `task` out of the hands of every worker that `isDead`; returns how many. */
  rescue(task: Task, isDead: (worker_id: string) => boolean): Promise<number>;
  /** Pushes turns for slots that are queued; a turn too many is harmless. */
  pushTurns(tasks: Task[]): Promise<void>;
  /** Publishes a task that was created. */
  created(task: Task): void;
  /** Resolves when nothing is being written or published any more. */
  close(): Promise<void>;
}

/** Of one claim: tasks written at once, and looks at what is queued where other workers take it at the same time. */
const TASKS_PER_LOOK = 100;
const MOST_LOOKS = 5;

export function createTaskEngine(
  data: Pick<Data, 'database' | 'queue' | 'events' | 'files'>,
  finished: FinishedTasks,
  log: BackgroundLog,
): TaskEngine {
  const { tasks, items } = data.database;
  const states = createTaskStates(data.events);
  const recorder = createItemRecorder(items);
  const background = createBackground(log);
  const turns = createTurnPushes(data.queue, background);
  const updates = createTaskUpdates({ tasks, items }, onSaved);

  function onSaved(after: Task, before: Task): Promise<void> | undefined {
    states.publish(after, before);
    if (after.status === 'cancelling' && before.status !== 'cancelling')
      data.events.publish('cancel', { task_id: after.id, round: after.retry_round });
    turns.pushLater(after, before);
    if (after.deleted_at && isFinal(after.status))
      background.run(purgeTask(data, after.id), 'purge of a deleted task');
    // From its first retry on, others may keep a revision of it.
    return isFinal(before.status) || (isFinal(after.status) && after.retry_round > 0)
      ? finished.changed(after)
      : undefined;
  }

  async function claim(worker_id: string, owner_id: string, count: number, solo: boolean) {
    const claimed: ClaimedItem[] = [];
    let solo_waits = false;
    // Where other workers were faster, what is left is looked at again.
    for (let look = 0; look < MOST_LOOKS && claimed.length < count; look += 1) {
      const found = await claimOnce(worker_id, owner_id, count - claimed.length, solo);
      claimed.push(...found.items);
      solo_waits ||= found.solo_waits;
      if (!found.more) break;
    }
    return { items: claimed, solo_waits };
  }

  /**
   * The tasks found are claimed from together, so that their writes share one wait for the disk: one task after another, items
   * of small tasks would be claimed at the rate of single durable writes. `more` tells that another look may find what is missing.
   */
  async function claimOnce(worker_id: string, owner_id: string, count: number, solo: boolean) {
    const now = new Date().toISOString();
    const most = Math.min(count, TASKS_PER_LOOK);
    const found = await tasks.claimable(owner_id, now, most);
    const claims: Promise<ClaimedItem[]>[] = [];
    let solo_waits = false;
    let asked = 0;
    for (const task of found) {
      const slots = task.slots.filter((slot) => isClaimable(slot, now));
      solo_waits ||= slots.some(mustRunAlone);
      const fitting = slots.filter((slot) => mustRunAlone(slot) === solo).length;
      const wanted = Math.min(count - asked, fitting);
      if (wanted === 0) continue;
      asked += wanted;
      claims.push(claimFrom(task.id, claimItems(worker_id, wanted, solo)));
    }
    // All have ended before one that failed is told: until then the worker may not count them as lost.
    const items: ClaimedItem[] = [];
    for (const outcome of await Promise.allSettled(claims)) {
      if (outcome.status === 'rejected') throw outcome.reason;
      items.push(...outcome.value);
    }
    const more = items.length < asked || (asked > 0 && found.length === most);
    return { items, solo_waits, more };
  }

  async function claimFrom(task_id: string, change: Change<ClaimedSlot[]>): Promise<ClaimedItem[]> {
    const { task, value } = await updates.update(task_id, change);
    return task && value ? value.map((slot) => ({ task, ...slot })) : [];
  }

  async function finish(item: ClaimedItem, outcome: AttemptOutcome): Promise<boolean> {
    const { task, index, attempt } = item;
    const row: ItemRow = {
      task_id: task.id,
      index,
      attempt,
      round: task.retry_round,
      status: outcome.kind === 'retry' ? 'queued' : outcome.kind,
      label: outcome.label,
      result: outcome.kind === 'completed' ? outcome.result : null,
      error: 'error' in outcome ? outcome.error : null,
      files: outcome.kind === 'completed' ? outcome.files : [],
      started_at: outcome.started_at,
      finished_at: outcome.kind === 'retry' ? null : outcome.ended_at,
    };
    const keeps = await recorder.record(row);
    if (!keeps) return false;
    const change =
      outcome.kind === 'retry'
        ? queueAgain(index, attempt, new Date(Date.now() + outcome.after_ms).toISOString())
        : finishItem(index, attempt, outcome.kind, row.error);
    const { task: after, value } = await updates.update(task.id, change);
    // The task was purged while this attempt still ran: nothing of it may stay behind.
    if (!after) await purgeTask(data, task.id);
    return value !== null;
  }

  return {
    updates,
    claim,
    finish,
    rescue: (task, isDead) => rescueItems({ items, updates }, task, isDead),
    async claimReleased(worker_id, task_id, until) {
      const taken = await updates.takeReleased(task_id, worker_id, until);
      return taken && { task: taken.task, ...taken.slot };
    },
    async progress(task_id, index, attempt, percent) {
      await updates.update(task_id, reportProgress(index, attempt, percent));
    },
    async handBack(list) {
      await Promise.all(
        list.map((item) => updates.update(item.task.id, handBack(item.index, item.attempt, false))),
      );
    },
    pushTurns: turns.push,
    created(task) {
      states.publish(task, null);
      turns.pushLater(task, null);
    },
    async close() {
      turns.giveUp();
      await background.done();
      states.close();
    },
  };
}
