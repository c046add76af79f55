/** Registers items that wait for a limit of their key again, if the list of waiters was lost. */
import type { StartLimit, Task } from '../../data/contracts/index.ts';
import type { TaskType } from '../../task-types/definition/registry.ts';
import { keyLimitName, limitOf } from './limit-names.ts';
import type { StartLimits } from './start-limits.ts';
import type { TaskPlans } from './task-plans.ts';

export interface PutOffItemsParts {
  types: ReadonlyMap<string, TaskType>;
  plans: Pick<TaskPlans, 'of'>;
  limits: Pick<StartLimits, 'isLimited' | 'waitForKeys'>;
}

export class PutOffItems {
  readonly #parts: PutOffItemsParts;

  constructor(parts: PutOffItemsParts) {
    this.#parts = parts;
  }

  /** False if no task type limits its items by a key. */
  get possible(): boolean {
    const { types, limits } = this.#parts;
    return [...types.values()].some(({ type, limitKey }) => limitKey !== null && limits.isLimited(type));
  }

  /**
   * Registers the waiting items of these tasks again. Once Redis is empty, only the database knows them, and each would otherwise wait
   * until `PUT_OFF_MS` have passed.
   */
  async waitAgain(tasks: readonly Task[]): Promise<void> {
    for (const task of tasks) {
      const waiting = await this.#waitingOf(task);
      if (waiting.length > 0) this.#parts.limits.waitForKeys({ task, waiting });
    }
  }

  async #waitingOf(task: Task): Promise<{ index: number; limit: StartLimit }[]> {
    const { types, plans, limits } = this.#parts;
    const taskType = types.get(task.type);
    if (!taskType?.limitKey || !limits.isLimited(task.type)) return [];
    const waiting: { index: number; limit: StartLimit }[] = [];
    for (const { index, state, limited } of task.slots) {
      if (state !== 'queued' || !limited) continue;
      const name = await keyLimitName(plans, taskType, task, index);
      if (name !== null) waiting.push({ index, limit: limitOf(taskType, name) });
    }
    return waiting;
  }
}
