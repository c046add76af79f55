import type { Task } from '../../data/contracts/index.ts';
import { Fault, type FaultDetail, upToMost } from '../../errors.ts';
import type { AccountActor } from '../actor.ts';
import type { Chosen, TaskEngine } from '../engine/task-engine.ts';
import { notFitting } from './not-fitting.ts';
import type { TaskQuotas } from './task-quotas.ts';

/** Cancels and retries chosen items of a task that the actor may change. Returns the task afterwards. */
export class ItemChoice {
  readonly #engine: Pick<TaskEngine, 'cancelItems' | 'retryItems'>;
  readonly #quotas: Pick<TaskQuotas, 'withinForRetry'>;

  constructor(
    engine: Pick<TaskEngine, 'cancelItems' | 'retryItems'>,
    quotas: Pick<TaskQuotas, 'withinForRetry'>,
  ) {
    this.#engine = engine;
    this.#quotas = quotas;
  }

  /** Throws `validation_failed`, `items_not_fitting`. */
  async cancel(_actor: AccountActor, task: Task, indexes: number[]): Promise<Task> {
    checkIndexes(task, indexes);
    return changed('cancel', indexes, await this.#engine.cancelItems(task.id, indexes));
  }

  /** Throws `validation_failed`, `items_not_fitting`, and `quota_exceeded` if the task had ended. */
  async retry(_actor: AccountActor, task: Task, indexes: number[]): Promise<Task> {
    checkIndexes(task, indexes);
    const chosen = await this.#quotas.withinForRetry(task, () => this.#engine.retryItems(task.id, indexes));
    return changed('retry', indexes, chosen);
  }
}

function checkIndexes({ total_items }: Task, indexes: number[]): void {
  const details = indexFaults(total_items, indexes);
  if (details.length > 0) throw new Fault('validation_failed', { details: upToMost(details, 'items') });
}

/** One fault for each index that the task does not have. */
export const indexFaults = (total_items: number, indexes: readonly unknown[]): FaultDetail[] =>
  indexes.flatMap((index, at) =>
    typeof index === 'number' && index >= total_items
      ? [
          {
            path: `items.${at}`,
            message: `the task has ${total_items} items, the last is ${total_items - 1}`,
            zh: `该任务有 ${total_items} 个任务项，最后一个的序号是 ${total_items - 1}`,
          },
        ]
      : [],
  );

/** Unsuitable items are named by their position in the request. */
function changed(action: 'cancel' | 'retry', indexes: number[], { task, unfit }: Chosen): Task {
  if (!task || task.deleted_at) throw new Fault('not_found');
  if (unfit.length > 0) throw notFitting(action, indexes, unfit);
  return task;
}
