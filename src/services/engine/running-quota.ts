import type { Database } from '../../data/contracts/index.ts';
import { BoundedMap } from '../../runtime/bounded-map.ts';
import type { OwnerQuotas } from '../owner-quotas.ts';

/** If less than this is left, running items are counted before each claim. */
const NEAR = 64;
/** Otherwise, this fraction of what is left may be claimed before the next count, because other workers may do the same. */
const SHARE = 32;
const COUNT_GOOD_FOR_MS = 1_000;

/** What this process may still claim for an owner without counting again. */
interface Allowance {
  left: number;
  until: number;
}

/** How many more items of an owner may run on all workers, according to the tasks in the store. */
export class RunningQuota {
  readonly #tasks: Pick<Database['tasks'], 'runningOf'>;
  readonly #quotas: OwnerQuotas;
  readonly #allowances = new BoundedMap<string, Allowance>({ entries: 10_000 });

  constructor(tasks: Pick<Database['tasks'], 'runningOf'>, quotas: OwnerQuotas) {
    this.#tasks = tasks;
    this.#quotas = quotas;
  }

  /** Like `left` for a claim of one item, if this is known without reading the store; false otherwise. */
  takeAtOnce(owner_id: string): boolean {
    const limits = this.#quotas.known(owner_id);
    if (!limits) return false;
    if (limits.running_items === 0) return true;
    const allowance = this.#allowances.get(owner_id);
    if (!allowance || allowance.left < 1 || performance.now() >= allowance.until) return false;
    allowance.left -= 1;
    return true;
  }

  /**
   * Before a claim of up to `claiming` items: Infinity without a limit; negative if workers that claimed at the same time hold too many.
   * Throws `Unavailable`.
   */
  async left(owner_id: string, claiming = 0): Promise<number> {
    const { running_items } = await this.#quotas.limitsOf(owner_id);
    if (running_items === 0) return Number.POSITIVE_INFINITY;
    const allowance = this.#allowances.get(owner_id);
    if (allowance && allowance.left >= claiming && performance.now() < allowance.until) {
      const { left } = allowance;
      allowance.left -= claiming;
      return left;
    }
    const left = running_items - (await this.#tasks.runningOf(owner_id));
    if (left < NEAR) this.#allowances.delete(owner_id);
    else
      this.#allowances.set(owner_id, {
        left: Math.floor(left / SHARE),
        until: performance.now() + COUNT_GOOD_FOR_MS,
      });
    return left;
  }
}
