/** Stops items whose task is being cancelled, or which are no longer ours: by message at once, by a look at the store in any case. */
import type { Data } from '../data/contracts/index.ts';
import type { ItemRun } from './item-run.ts';
import type { WorkerRuns } from './worker-runs.ts';

const CANCELS_KEPT = 1_000;

export interface Cancels {
  /** For an item whose claim was under way when the message came. */
  stopIfCancelled(run: ItemRun): void;
  /** What a lost message would have told. */
  lookAtStore(): Promise<void>;
  close(): void;
}

export function followCancels(data: Data, runs: WorkerRuns): Cancels {
  /** Rounds cancelled of late, by task. */
  const cancelled = new Map<string, number>();
  const isCancelled = (run: ItemRun) => cancelled.get(run.item.task.id) === run.item.task.retry_round;

  const unsubscribe = data.events.subscribe('cancel', ({ task_id, round }) => {
    cancelled.set(task_id, round);
    if (cancelled.size > CANCELS_KEPT) cancelled.delete(cancelled.keys().next().value as string);
    runs.stop('cancelled', (run) => run.item.task.id === task_id && isCancelled(run));
  });

  return {
    stopIfCancelled(run) {
      if (isCancelled(run)) run.stop('cancelled');
    },
    async lookAtStore() {
      const looked = [...runs.byItem.values()];
      if (looked.length === 0) return;
      const ids = [...new Set(looked.map((run) => run.item.task.id))];
      const tasks = new Map((await data.database.tasks.getMany(ids)).map((task) => [task.id, task]));
      for (const run of looked) {
        const { task, index, attempt } = run.item;
        const now = tasks.get(task.id);
        const slot = now?.slots.find((one) => one.index === index && one.attempt === attempt);
        if (now?.status === 'cancelling') run.stop('cancelled');
        else if (slot?.worker_id !== runs.worker_id) run.stop('lapsed');
      }
    },
    close: unsubscribe,
  };
}
