/** Whether an account may have more tasks. What it uses is counted in the store, whichever process made it. */
import {
  type Database,
  dayOf,
  type Task,
  type TaskFilter,
  type TaskStatus,
} from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import { BoundedMap } from '../../runtime/bounded-map.ts';
import type { SteadyClock } from '../../runtime/clock.ts';
import type { AccountActor } from '../actor.ts';
import { isFinal } from '../engine/task-states.ts';
import type { OwnerQuotas } from '../owner-quotas.ts';

const DAY_MS = 86_400_000;
const ACTIVE: TaskStatus[] = ['pending', 'processing', 'cancelling'];
/** If fewer tasks than this are left, each creation counts again, one after another. */
const NEAR = 200;
/** Otherwise, an eighth of what is left may be created before the next count, because other processes may do the same. */
const SHARE = 8;
const COUNT_GOOD_FOR_MS = 1_000;

type Counted = 'active_tasks' | 'tasks_per_day';

export interface QuotaUse {
  /** 0 = no limit. */
  limit: number;
  used: number;
}

export interface QuotasView {
  active_tasks: QuotaUse;
  tasks_per_day: QuotaUse & { resets_at: string };
  running_items: QuotaUse;
  stored_bytes: QuotaUse;
}

export interface TaskQuotasParts {
  tasks: Pick<Database['tasks'], 'count' | 'deletedOn' | 'runningOf' | 'storedBytesOf'>;
  quotas: OwnerQuotas;
  clock: Pick<SteadyClock, 'now'>;
}

/** How many tasks an owner may still create without another count. */
interface Allowance {
  left: number;
  until: number;
}

const MOST_COUNTED = 10_000;

export class TaskQuotas {
  readonly #parts: TaskQuotasParts;
  readonly #allowances = new BoundedMap<string, Allowance>({ entries: 10_000 });
  /** For owners near a limit: the end of the last waiting creation. */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(parts: TaskQuotasParts) {
    this.#parts = parts;
  }

  /**
   * Calls `store` if `count` more tasks fit. Where another process stored some at the same time, so that the limit is passed after all,
   * `undo` takes back what was stored. Throws `quota_exceeded`.
   */
  async within<T>(
    owner_id: string,
    count: number,
    store: () => Promise<T>,
    undo: (stored: T) => Promise<void>,
  ): Promise<T> {
    const { active_tasks, tasks_per_day } = await this.#parts.quotas.limitsOf(owner_id);
    if (active_tasks === 0 && tasks_per_day === 0) return store();
    const allowance = this.#allowances.get(owner_id);
    if (allowance && allowance.left >= count && performance.now() < allowance.until) {
      allowance.left -= count;
      return store();
    }
    return this.#inTurn(owner_id, async () => {
      const left = await this.#left(owner_id, count);
      if (left >= NEAR) {
        const share = Math.floor(left / SHARE);
        this.#allowances.set(owner_id, { left: share, until: performance.now() + COUNT_GOOD_FOR_MS });
        return store();
      }
      this.#allowances.delete(owner_id);
      const stored = await store();
      try {
        await this.#left(owner_id, 0);
      } catch (error) {
        await undo(stored);
        throw error;
      }
      return stored;
    });
  }

  /**
   * Calls `restart`, which makes this task active again, if the owner may have one more. What has started cannot be taken back: processes
   * that do so in the same moment may pass the limit by one task each. Throws `quota_exceeded`.
   */
  async withinForRetry<T>(task: Task, restart: () => Promise<T>): Promise<T> {
    const { owner_id } = task;
    if (!isFinal(task.status) || task.failed_items + task.cancelled_items === 0) return restart();
    const { active_tasks } = await this.#parts.quotas.limitsOf(owner_id);
    if (active_tasks === 0) return restart();
    return this.#inTurn(owner_id, async () => {
      const left = await this.#left(owner_id, 1, ['active_tasks']);
      if (left < NEAR) this.#allowances.delete(owner_id);
      return restart();
    });
  }

  /** The quotas of the account and how much of them is used. */
  async view(actor: AccountActor): Promise<QuotasView> {
    const { tasks, quotas } = this.#parts;
    const limits = await quotas.limitsOf(actor.id);
    const count = (name: Counted) => this.#used(actor.id, name, Math.max(limits[name] + 1, MOST_COUNTED));
    const [active, day, running, stored] = await Promise.all([
      count('active_tasks'),
      count('tasks_per_day'),
      tasks.runningOf(actor.id),
      tasks.storedBytesOf(actor.id),
    ]);
    const resets_at = new Date(this.#midnight() + DAY_MS).toISOString();
    return {
      active_tasks: { limit: limits.active_tasks, used: active },
      tasks_per_day: { limit: limits.tasks_per_day, used: day, resets_at },
      running_items: { limit: limits.running_items, used: running },
      stored_bytes: { limit: limits.stored_bytes, used: stored },
    };
  }

  /** How many more tasks fit beside `count`. Throws `quota_exceeded` when these do not. */
  async #left(
    owner_id: string,
    count: number,
    names: readonly Counted[] = ['active_tasks', 'tasks_per_day'],
  ): Promise<number> {
    const { quotas, clock } = this.#parts;
    const limits = await quotas.limitsOf(owner_id);
    let left = Number.POSITIVE_INFINITY;
    for (const name of names) {
      const limit = limits[name];
      if (limit === 0) continue;
      const used = await this.#used(owner_id, name, limit + 1);
      if (used + count > limit) {
        const resets_ms = this.#midnight() + DAY_MS - clock.now();
        throw new Fault('quota_exceeded', {
          quota: { name, limit, used: Math.min(used, limit) },
          ...(name === 'tasks_per_day' && { retry_after: Math.ceil(resets_ms / 1_000) }),
        });
      }
      left = Math.min(left, limit - used - count);
    }
    return left;
  }

  /** Counted in the store up to `cap`. Those of the day that were deleted count as well: deleting makes no room for more. */
  async #used(owner_id: string, name: Counted, cap: number): Promise<number> {
    const { tasks } = this.#parts;
    const today = new Date(this.#midnight()).toISOString();
    const filter: TaskFilter =
      name === 'active_tasks' ? { owner_id, status: ACTIVE } : { owner_id, created_after: today };
    const [{ count }, deleted] = await Promise.all([
      tasks.count(filter, cap),
      name === 'active_tasks' ? 0 : tasks.deletedOn(owner_id, dayOf(today)),
    ]);
    return count + deleted;
  }

  /** Of the UTC day. */
  #midnight(): number {
    return Math.floor(this.#parts.clock.now() / DAY_MS) * DAY_MS;
  }

  async #inTurn<T>(owner_id: string, run: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(owner_id) ?? Promise.resolve();
    const own = before.then(run, run);
    this.#turns.set(owner_id, own);
    try {
      return await own;
    } finally {
      if (this.#turns.get(owner_id) === own) this.#turns.delete(owner_id);
    }
  }
}
