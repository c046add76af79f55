import type { Database } from '../../data/contracts/index.ts';
import type { OwnerQuotas } from '../owner-quotas.ts';

const MOST_TASKS = 10_000;

/** How many more items of an owner may run on all workers, according to the tasks in the store. */
export class RunningQuota {
  readonly #tasks: Pick<Database['tasks'], 'activeOf'>;
  readonly #quotas: OwnerQuotas;

  constructor(tasks: Pick<Database['tasks'], 'activeOf'>, quotas: OwnerQuotas) {
    this.#tasks = tasks;
    this.#quotas = quotas;
  }

  /** Infinity without a limit; negative if workers that claimed at the same time hold too many. Throws `Unavailable`. */
  async left(owner_id: string): Promise<number> {
    const { running_items } = await this.#quotas.limitsOf(owner_id);
    if (running_items === 0) return Number.POSITIVE_INFINITY;
    const tasks = await this.#tasks.activeOf(owner_id, MOST_TASKS);
    return running_items - tasks.reduce((sum, task) => sum + task.running, 0);
  }
}
